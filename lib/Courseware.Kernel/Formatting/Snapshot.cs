using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Courseware.Kernel.Formatting;

/// <summary>
/// Reads of a value as much as is shown of it: at most so many items, levels and parts, each once, within <see cref="DisplayTimeLimit"/>.
/// </summary>
internal sealed class Snapshot(FormatterRegistry formatters, Lock gate)
{
    public const int MostMembers = 20;
    private const int MostParts = 3000;
    private const int LongestText = 20_000;
    private int _parts;

    /// <summary>Reads <paramref name="value"/> and hands each part to <paramref name="keep"/>'s tree as soon as it is known.</summary>
    public void Read(object? value, Action<Node> keep)
        => Read(value, 0, formatters.Deepest + (value is IEnumerable and not string ? 1 : 0), keep);

    private void Read(object? value, int depth, int deepest, Action<Node> keep)
    {
        if (Scalar(value, depth) is { } scalar)
            Keep(keep, scalar);
        else if (depth >= deepest || ++_parts > MostParts || DisplayTimeLimit.IsSpent)
            Keep(keep, new TextNode("…"));
        else
            ReadParts(value!, depth, deepest, keep);
    }

    private void ReadParts(object value, int depth, int deepest, Action<Node> keep)
    {
        switch (value)
        {
            case ITuple tuple:
                var fields = Start(GroupKind.Tuple, tuple.Length, keep);
                ReadItems(fields, Enumerable.Range(0, tuple.Length).Select(i => tuple[i]), depth, deepest);
                break;
            case Array { Rank: 2 } matrix when depth == 0:
                ReadMatrix(matrix, keep);
                break;
            case var _ when IsDataTable(value.GetType()):
                DataTables.Read(value, formatters.MostItems, node => Keep(keep, node));
                break;
            case var _ when depth == 0 && FrameTables.Has(value.GetType()):
                FrameTables.Read(value, formatters.MostItems, node => Keep(keep, node));
                break;
            case IDictionary dictionary:
                ReadItems(Start(GroupKind.Dictionary, dictionary.Count, keep), dictionary, depth, deepest);
                break;
            case IEnumerable sequence:
                ReadItems(Start(GroupKind.Sequence, CountOf(sequence), keep), sequence, depth, deepest);
                break;
            default:
                ReadMembers(value, depth, deepest, keep);
                break;
        }
    }

    private GroupNode Start(GroupKind kind, int? count, Action<Node> keep)
    {
        var group = new GroupNode(kind) { Count = count };
        Keep(keep, group);
        return group;
    }

    private void ReadItems(GroupNode group, IEnumerable items, int depth, int deepest)
    {
        try
        {
            DisplayTimeLimit.Enter("the sequence");
            foreach (var item in items)
            {
                if (group.Parts.Count == formatters.MostItems || DisplayTimeLimit.IsSpent)
                {
                    lock (gate)
                        group.IsCut = true;
                    break;
                }
                if (PairOf(item) is { } pair)
                {
                    Node? key = null;
                    Read(pair.Key, depth + 1, deepest, node => key = node);
                    Read(pair.Value, depth + 1, deepest, node => group.Parts.Add((key, node)));
                }
                else
                {
                    Read(item, depth + 1, deepest, node => group.Parts.Add((null, node)));
                }
                DisplayTimeLimit.Enter("the sequence");
            }
        }
        catch (Exception e) when (e is not ThreadInterruptedException)
        {
            lock (gate)
                group.Trouble = Failure(e);
        }
    }

    private void ReadMembers(object value, int depth, int deepest, Action<Node> keep)
    {
        var type = value.GetType();
        var members = Members.Of(type);
        var group = new GroupNode(GroupKind.Object, TypeNames.IsAnonymous(type) ? null : TypeNames.Of(type)) { Count = members.Count };
        Keep(keep, group);
        foreach (var member in members)
        {
            if (group.Parts.Count == MostMembers || DisplayTimeLimit.IsSpent)
            {
                lock (gate)
                    group.IsCut = true;
                break;
            }
            DisplayTimeLimit.Enter(member);
            var name = new TextNode(member.Name);
            // In its place before it is read, so that what is there when the time is over is the member that took it.
            Read(Members.Read(member, value), depth + 1, deepest, node => group.Parts.Add((name, node)));
        }
    }

    private void ReadMatrix(Array matrix, Action<Node> keep)
    {
        var (height, width) = (matrix.GetLength(0), matrix.GetLength(1));
        var (rows, columns) = (int.Min(height, formatters.MostItems), int.Min(width, formatters.MostItems));
        var table = new GroupNode(GroupKind.Table)
        {
            Columns = [.. Enumerable.Range(0, columns).Select(c => c.ToString(CultureInfo.InvariantCulture))],
            Trouble = rows < height || columns < width ? $"… {height} × {width} in all" : null,
        };
        Keep(keep, table);
        for (var r = 0; r < rows && !DisplayTimeLimit.IsSpent; r++)
        {
            var row = new GroupNode(GroupKind.Sequence);
            for (var c = 0; c < columns; c++)
                Read(matrix.GetValue(r + matrix.GetLowerBound(0), c + matrix.GetLowerBound(1)), 1, 2, node => row.Parts.Add((null, node)));
            lock (gate)
                table.Parts.Add((null, row));
        }
    }

    private void Keep(Action<Node> keep, Node node)
    {
        lock (gate)
            keep(node);
    }

    /// <summary>A value that is a single thing; null for a sequence or an object with members.</summary>
    private TextNode? Scalar(object? value, int depth)
    {
        if (Simple(value) is { } simple)
            return simple;
        var type = value!.GetType();
        if (depth > 0 && Registered(value, type) is { } registered)
            return registered;
        if (depth > 0 && OwnBundle.Of(value) is { Count: > 0 } bundle)
        {
            return new TextNode(Bounded(bundle.GetValueOrDefault(MimeTypes.Plain) ?? TypeNames.Of(type), LongestText))
            {
                Html = bundle.GetValueOrDefault(MimeTypes.Html) ?? bundle.GetValueOrDefault(MimeTypes.Svg),
            };
        }
        if (IsDataTable(type) || (depth == 0 && FrameTables.Has(type)))
            return null;
        switch (value)
        {
            case byte[] bytes:
                return new TextNode(Bytes(bytes));
            case Type t:
                return new TextNode(TypeNames.Of(t));
            case Delegate d:
                return new TextNode(TypeNames.Of(d.GetType()));
            case Exception e:
                return new TextNode($"{TypeNames.Of(e.GetType())}: {e.Message}");
            case Members.Failure f:
                return new TextNode(Failure(f.Exception));
            case Task t:
                return new TextNode($"{TypeNames.Of(t.GetType().IsGenericType ? t.GetType() : typeof(Task))} ({t.Status}); await it to see its value");
            case ITuple:
                return null;
            case IEnumerable:
                return HasTextOfItsOwn(type) && !IsOfTheFramework(type) ? Guarded(type, value.ToString) : null;
            case IFormattable f when !TypeNames.IsAnonymous(type):
                return Guarded(type, () => f.ToString(null, CultureInfo.InvariantCulture));
        }
        if (HasTextOfItsOwn(type))
            return Guarded(type, value.ToString);
        return Members.Of(type).Count == 0 ? new TextNode(TypeNames.Of(type)) : null;
    }

    /// <summary>Values whose text runs no code but the framework's.</summary>
    public static TextNode? Simple(object? value) => value switch
    {
        null => new TextNode("null"),
        string s => new TextNode(s, TextKind.String),
        char c => new TextNode(c.ToString()),
        bool b => new TextNode(b ? "True" : "False"),
        int or long or double or float or byte or decimal or uint or ulong or short or ushort or sbyte or Half or Int128 or UInt128 or nint
            or nuint =>
            new TextNode(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture), TextKind.Number),
        DateTime d => new TextNode(d.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)),
        DateTimeOffset d => new TextNode(d.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture)),
        DateOnly d => new TextNode(d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        _ => null,
    };

    private TextNode? Registered(object value, Type type)
    {
        var forms = formatters.For(type);
        if (forms.Count == 0)
            return null;
        string? Form(string mimeType) => forms.Where(form => form.MimeType == mimeType).Select(form => form.Write(value)).FirstOrDefault();
        try
        {
            DisplayTimeLimit.Enter("a registered formatter");
            var html = Form(MimeTypes.Html);
            var text = Form(MimeTypes.Plain);
            if (html is null && text is null)
                return null;
            return new TextNode(text ?? Guarded(type, value.ToString).Text) { Html = html };
        }
        catch (Exception e) when (e is not ThreadInterruptedException)
        {
            return new TextNode(Failure(e));
        }
    }

    private static TextNode Guarded(Type type, Func<string?> text)
    {
        DisplayTimeLimit.Enter(type);
        try
        {
            return new TextNode(Bounded(text() ?? "", LongestText), IsNumber(type) ? TextKind.Number : TextKind.Other);
        }
        catch (Exception e) when (e is not ThreadInterruptedException)
        {
            return new TextNode(Failure(e));
        }
    }

    private static bool IsNumber(Type type) =>
        type.IsValueType
        && type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(System.Numerics.INumberBase<>));

    private static string Failure(Exception exception)
    {
        try
        {
            return $"⚠ {TypeNames.Of(exception.GetType())}: {exception.Message}";
        }
        catch (Exception)
        {
            return $"⚠ {TypeNames.Of(exception.GetType())}";
        }
    }

    private static string Bytes(byte[] bytes)
    {
        const int most = 32;
        var shown = string.Join(' ', bytes.Take(most).Select(b => b.ToString("X2", CultureInfo.InvariantCulture)));
        return bytes.Length switch
        {
            0 => "byte[0]",
            <= most => $"byte[{bytes.Length}] {shown}",
            _ => $"byte[{bytes.Length}] {shown} …",
        };
    }

    public static string Bounded(string text, int longest)
        => text.Length <= longest ? text : $"{text[..longest]}… ({text.Length} characters)";

    // A record's generated ToString runs round a cycle until the stack ends; one that a person wrote is taken at its word.
    private static bool HasTextOfItsOwn(Type type)
    {
        var method = type.GetMethod(nameof(ToString), BindingFlags.Public | BindingFlags.Instance, [])!;
        return method.DeclaringType != typeof(object) && method.DeclaringType != typeof(ValueType)
            && !method.IsDefined(typeof(CompilerGeneratedAttribute)) && !TypeNames.IsAnonymous(type);
    }

    private static bool IsOfTheFramework(Type type)
        => type.Namespace is { } name && (name == "System" || name.StartsWith("System.", StringComparison.Ordinal));

    private static bool IsDataTable(Type type) => type.FullName is "System.Data.DataTable" or "System.Data.DataView";

    private static int? CountOf(IEnumerable sequence) => sequence switch
    {
        ICollection collection => collection.Count,
        _ => null,
    };

    /// <summary>Key and value, when the item is an entry of a dictionary or a group with its key.</summary>
    private static (object? Key, object? Value)? PairOf(object? item)
    {
        if (item is DictionaryEntry entry)
            return (entry.Key, entry.Value);
        var type = item?.GetType();
        if (type is not { IsGenericType: true })
            return null;
        if (type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
            return (type.GetProperty("Key")!.GetValue(item), type.GetProperty("Value")!.GetValue(item));
        var grouping = type.GetInterfaces()
            .FirstOrDefault(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IGrouping<,>));
        return grouping is null ? null : (grouping.GetProperty("Key")!.GetValue(item), new Group((IEnumerable)item!));
    }

    // The items of a group without its key, which is beside them.
    private sealed class Group(IEnumerable items) : IEnumerable
    {
        public IEnumerator GetEnumerator() => items.GetEnumerator();
    }
}
