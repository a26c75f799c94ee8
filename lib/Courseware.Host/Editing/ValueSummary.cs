using System.Collections;
using System.Globalization;
using Courseware.Host.Formatting;

namespace Courseware.Host.Editing;

/// <summary>A variable's value in a few words. Only code of the framework runs for it: no getter, no ToString and no enumerator of a cell's or a library's.</summary>
internal static class ValueSummary
{
    private const int LongestText = 80;

    /// <returns>Null where the type says all that can be said safely.</returns>
    public static string? Of(object? value)
    {
        switch (value)
        {
            case null:
                return "null";
            case string text:
                return text.Length <= LongestText ? $"\"{OneLine(text)}\"" : $"\"{OneLine(text[..LongestText])}…\" ({text.Length.ToString(CultureInfo.InvariantCulture)} characters)";
            case char letter:
                return $"'{letter}'";
            case bool truth:
                return truth ? "true" : "false";
            case Enum member:
                return member.ToString();
            case Array array:
                return $"{TypeNames.Of(array.GetType().GetElementType()!)}[{string.Join(", ", Enumerable.Range(0, array.Rank).Select(array.GetLength))}]";
        }
        var type = value.GetType();
        if (type.Assembly != typeof(object).Assembly && type.Assembly != typeof(Queue<>).Assembly && type.Assembly != typeof(System.Collections.Immutable.ImmutableArray).Assembly)
            return null;
        if (value is IFormattable number && (type.IsPrimitive || value is decimal or DateTime or TimeSpan or DateOnly or TimeOnly or Guid or Half or Int128 or UInt128))
            return number.ToString(null, CultureInfo.InvariantCulture);
        return value is ICollection items ? $"{items.Count.ToString(CultureInfo.InvariantCulture)} items" : null;
    }

    private static string OneLine(string text) => text.ReplaceLineEndings("\\n").Replace("\t", "\\t", StringComparison.Ordinal);
}
