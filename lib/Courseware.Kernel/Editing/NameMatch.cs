namespace Courseware.Kernel.Editing;

/// <summary>How well a name fits what was typed of it.</summary>
internal static class NameMatch
{
    public const int Exact = 0;
    public const int IgnoringCase = 1;
    public const int Humps = 2;
    public const int No = 3;

    /// <summary>
    /// A prefix in this case, in any case, or the first letters of a name's words: <c>ff</c> or <c>FiFo</c> for FitForward.
    /// </summary>
    public static int Of(string name, string typed)
    {
        if (name.StartsWith(typed, StringComparison.Ordinal))
            return Exact;
        if (name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            return IgnoringCase;
        return typed.Length > 1 && HumpsFit(name, 0, typed, 0) ? Humps : No;
    }

    // Every typed letter either goes on in the present word or begins a later one.
    private static bool HumpsFit(string name, int at, string typed, int from)
    {
        if (from == typed.Length)
            return true;
        for (var i = at; i < name.Length; i++)
        {
            var begins = i == 0 || char.IsUpper(name[i]) && !char.IsUpper(name[i - 1])
                || char.IsDigit(name[i]) && !char.IsDigit(name[i - 1]) || name[i - 1] == '_';
            if ((i == at && i > 0 || begins) && char.ToUpperInvariant(name[i]) == char.ToUpperInvariant(typed[from])
                && HumpsFit(name, i + 1, typed, from + 1))
            {
                return true;
            }

            if (i == 0)
                return false; // the first letter has to fit
        }
        return false;
    }
}
