using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Courseware.Host.Formatting;

/// <summary>A value as one bounded piece of text: never endless, never more than a few levels deep, whatever the value does.</summary>
internal static class PlainText
{
    public const int MostItems = 20;
    private const int Deepest = 3;
    private const int Longest = 4000;

    public static string Of(object? value) => Of(value, Longest);

    public static string Of(object? value, int longest)
    {
        var text = new StringBuilder();
        Write(text, value, 0, longest);
        return Bounded(text.ToString(), longest);
    }

    public static string Bounded(string text, int longest) => text.Length <= longest ? text : $"{text[..longest]}… ({text.Length} characters)";

    /// <summary>Text for a value that is a single thing; null for a sequence or an object with members.</summary>
    public static string? OfScalar(object? value) => value switch
    {
        null => "null",
        string s => s,
        char c => c.ToString(),
        DateTime d => d.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset d => d.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        Type t => TypeNames.Of(t),
        Delegate d => TypeNames.Of(d.GetType()),
        Exception e => $"{TypeNames.Of(e.GetType())}: {e.Message}",
        Members.Failure f => $"⚠ {TypeNames.Of(f.Exception.GetType())}: {f.Exception.Message}",
        Task t => $"{TypeNames.Of(t.GetType().IsGenericType ? t.GetType() : typeof(Task))} ({t.Status}); await it to see its value",
        IEnumerable => null,
        ITuple => null,
        IFormattable f => Guarded(() => f.ToString(null, CultureInfo.InvariantCulture)),
        _ when HasOwnText(value.GetType()) => Guarded(value.ToString),
        _ when Members.Of(value.GetType()).Count == 0 => TypeNames.Of(value.GetType()),
        _ => null,
    };

    private static string Guarded(Func<string?> text)
    {
        try
        {
            return text() ?? "";
        }
        catch (Exception e)
        {
            return OfScalar(new Members.Failure(e))!;
        }
    }

    // A record's generated ToString runs round a cycle until the stack ends; one that a person wrote is taken at its word.
    private static bool HasOwnText(Type type)
    {
        var method = type.GetMethod(nameof(ToString), BindingFlags.Public | BindingFlags.Instance, [])!;
        return method.DeclaringType != typeof(object) && method.DeclaringType != typeof(ValueType)
            && !method.IsDefined(typeof(CompilerGeneratedAttribute)) && !TypeNames.IsAnonymous(type);
    }

    private static void Write(StringBuilder text, object? value, int depth, int longest)
    {
        if (OfScalar(value) is { } scalar)
        {
            text.Append(depth > 0 && value is string ? $"\"{Bounded(scalar, 200)}\"" : scalar);
            return;
        }
        if (depth >= Deepest || text.Length > longest)
        {
            text.Append('…');
            return;
        }
        switch (value)
        {
            case ITuple tuple:
                WriteItems(text, "(", ")", Enumerable.Range(0, tuple.Length).Select(i => tuple[i]), tuple.Length, depth, longest);
                break;
            case IDictionary dictionary:
                WriteItems(text, "{ ", " }", dictionary.Cast<object?>(), dictionary.Count, depth, longest);
                break;
            case IEnumerable sequence:
                WriteItems(text, "[", "]", sequence.Cast<object?>(), CountOf(sequence), depth, longest);
                break;
            default:
                WriteMembers(text, value!, depth, longest);
                break;
        }
    }

    public static int? CountOf(IEnumerable sequence) => sequence switch
    {
        ICollection collection => collection.Count,
        _ => null,
    };

    private static void WriteItems(StringBuilder text, string open, string close, IEnumerable<object?> items, int? count, int depth, int longest)
    {
        text.Append(open);
        var written = 0;
        try
        {
            foreach (var item in items)
            {
                if (written > 0)
                    text.Append(", ");
                if (written++ == MostItems)
                {
                    text.Append(count is { } all ? $"… ({all} items)" : "…");
                    break;
                }
                WriteItem(text, item, depth + 1, longest);
            }
        }
        catch (Exception e)
        {
            text.Append(OfScalar(new Members.Failure(e)));
        }
        text.Append(close);
    }

    private static void WriteItem(StringBuilder text, object? item, int depth, int longest)
    {
        if (PairOf(item) is not { } pair)
        {
            Write(text, item, depth, longest);
            return;
        }
        Write(text, pair.Key, depth, longest);
        text.Append(": ");
        Write(text, pair.Value, depth, longest);
    }

    /// <summary>Key and value, when the item is an entry of a dictionary.</summary>
    public static (object? Key, object? Value)? PairOf(object? item)
    {
        if (item is DictionaryEntry entry)
            return (entry.Key, entry.Value);
        var type = item?.GetType();
        if (type is not { IsGenericType: true } || type.GetGenericTypeDefinition() != typeof(KeyValuePair<,>))
            return null;
        return (type.GetProperty("Key")!.GetValue(item), type.GetProperty("Value")!.GetValue(item));
    }

    private static void WriteMembers(StringBuilder text, object value, int depth, int longest)
    {
        var type = value.GetType();
        text.Append(TypeNames.IsAnonymous(type) ? "{ " : TypeNames.Of(type) + " { ");
        var members = Members.Of(type);
        for (var i = 0; i < members.Count; i++)
        {
            if (i > 0)
                text.Append(", ");
            if (i == Members.Most)
            {
                text.Append('…');
                break;
            }
            text.Append(members[i].Name).Append(" = ");
            Write(text, Members.Read(members[i], value), depth + 1, longest);
        }
        text.Append(" }");
    }
}
