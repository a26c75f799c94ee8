namespace Courseware.Kernel.Sessions;

/// <summary>How deeply brackets are nested in a cell.</summary>
/// <remarks>
/// The compiler's parser gives up before the stack ends, but what looks at its tree afterwards does not always: some thousand calls within
/// calls ended the process. What people write has a dozen levels, what programs write a hundred.
/// </remarks>
internal static class Nesting
{
    /// <summary>
    /// How many brackets may be open at once. A level takes the compiler up to 6 KB of stack, and the smallest stack of a thread is 1.5 MB.
    /// </summary>
    public const int Deepest = 250;

    /// <summary>Where one bracket more is opened than may be; null when none is. Brackets in literals and comments count as well.</summary>
    public static int? TooDeepAt(string code)
    {
        var depth = 0;
        for (var i = 0; i < code.Length; i++)
        {
            if (code[i] is '(' or '[' or '{' && ++depth > Deepest)
                return i;
            if (code[i] is ')' or ']' or '}' && depth > 0)
                depth--;
        }
        return null;
    }
}
