using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using Courseware.Kernel.Formatting;

namespace Courseware.Kernel.Editing;

/// <summary>
/// A variable's value in a few words. Only code of the framework runs for it: no getter, no ToString and no enumerator of a cell's or a
/// library's.
/// </summary>
internal static class ValueSummary
{
    private const int LongestText = 80;
    private const int MostMembers = 8;
    private const int Deepest = 2;

    /// <returns>Null where the type says all that can be said safely.</returns>
    public static string? Of(object? value) => Of(value, 0);

    private static string? Of(object? value, int depth)
    {
        switch (value)
        {
            case null:
                return "null";
            case string text:
                return text.Length <= LongestText ? $"\"{OneLine(text)}\""
                    : $"\"{OneLine(text[..LongestText])}…\" ({text.Length.ToString(CultureInfo.InvariantCulture)} characters)";
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
        if (type.Assembly != typeof(object).Assembly && type.Assembly != typeof(Queue<>).Assembly
            && type.Assembly != typeof(System.Collections.Immutable.ImmutableArray).Assembly)
        {
            return depth < Deepest ? Members(value, depth) : null;
        }

        if (value is IFormattable number
            && (type.IsPrimitive || value is decimal or DateTime or TimeSpan or DateOnly or TimeOnly or Guid or Half or Int128 or UInt128))
        {
            return number.ToString(null, CultureInfo.InvariantCulture);
        }

        return value is ICollection items ? $"{items.Count.ToString(CultureInfo.InvariantCulture)} items" : null;
    }

    // A record as its own ToString writes it, and anything else that a cell declares; from the fields, since a property's getter is code.
    private static string? Members(object value, int depth)
    {
        var type = value.GetType();
        var isAnonymous = TypeNames.IsAnonymous(type);
        if (!isAnonymous && !IsRecord(type) && !type.Assembly.GetName().Name!.StartsWith("Submission", StringComparison.Ordinal))
            return null;
        var members = new List<string>();
        foreach (var owner in Ancestors(type).Reverse())
        {
            foreach (var field
                in owner.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (NameOf(field, owner, isAnonymous) is { } name)
                    members.Add($"{name} = {Of(field.GetValue(value), depth + 1) ?? TypeNames.Of(field.FieldType)}");
            }
        }
        if (members.Count == 0)
            return null;
        var shown = members.Count > MostMembers ? [.. members.Take(MostMembers), "…"] : members;
        return $"{(isAnonymous ? "" : TypeNames.Of(type) + " ")}{{ {string.Join(", ", shown)} }}";
    }

    // Null for what only the type itself can see.
    private static string? NameOf(FieldInfo field, Type owner, bool isAnonymous)
    {
        if (!field.Name.StartsWith('<'))
            return field.IsPublic ? field.Name : null;
        var name = field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)];
        return isAnonymous
            || owner.GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)?.GetMethod
            is { IsPublic: true } ? name : null;
    }

    private static bool IsRecord(Type type)
        => type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic, [typeof(StringBuilder)]) is not null;

    private static IEnumerable<Type> Ancestors(Type type)
    {
        for (var ancestor = type; ancestor is not null && ancestor != typeof(object)
            && ancestor != typeof(ValueType); ancestor = ancestor.BaseType!)
        {
            yield return ancestor;
        }
    }

    private static string OneLine(string text) => text.ReplaceLineEndings("\\n").Replace("\t", "\\t", StringComparison.Ordinal);
}
