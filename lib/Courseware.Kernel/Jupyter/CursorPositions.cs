namespace Courseware.Kernel.Jupyter;

/// <summary>Jupyter counts a cursor's position in code points, .NET in UTF-16 units: they part at the first emoji.</summary>
internal static class CursorPositions
{
    /// <summary>The UTF-16 offset of a position in code points; one outside the text is taken to its nearest end.</summary>
    public static int ToUtf16(string text, long codePoints)
    {
        var offset = 0;
        for (; codePoints > 0 && offset < text.Length; codePoints--)
            offset += char.IsSurrogatePair(text, offset) ? 2 : 1;
        return offset;
    }

    /// <summary>The position in code points of a UTF-16 offset; one inside a pair counts the pair.</summary>
    public static int ToCodePoints(string text, int utf16)
    {
        var count = 0;
        for (var offset = 0; offset < int.Min(utf16, text.Length); count++)
            offset += char.IsSurrogatePair(text, offset) ? 2 : 1;
        return count;
    }
}
