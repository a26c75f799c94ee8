namespace Courseware.Host.Running;

/// <summary>N1.2 before N1.10: digits compare as numbers.</summary>
internal sealed class ClaimOrder : IComparer<string>
{
    public static readonly ClaimOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var (a, b) = (Key(x), Key(y));
        var order = string.CompareOrdinal(a, b);
        return order != 0 ? order : string.CompareOrdinal(x, y);
    }

    private static string Key(string? id) =>
        System.Text.RegularExpressions.Regex.Replace(id ?? "", "[0-9]+", digits => digits.Value.PadLeft(6, '0'));
}
