using Microsoft.ML;
using Microsoft.ML.Data;

namespace Courseware;

/// <summary>Names that travel with a column: those of a vector's places, those of a key's values.</summary>
internal static class TextAnnotations
{
    public static void Add(DataViewSchema.Annotations.Builder builder, string kind, IReadOnlyList<string> names)
    {
        var texts = names.Select(name => name.AsMemory()).ToArray();
        builder.Add(kind, new VectorDataViewType(TextDataViewType.Instance, texts.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) => VBuffer<ReadOnlyMemory<char>>.Copy(texts, 0, ref value, texts.Length));
    }

    public static DataViewSchema.Annotations Of(string kind, IReadOnlyList<string> names)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        Add(builder, kind, names);
        return builder.ToAnnotations();
    }

    /// <summary>The names, as text whatever type they have; null if there are none, or not one a place.</summary>
    public static string[]? Read(DataViewSchema.Column column, string kind, int count)
    {
        if (column.Annotations.Schema.GetColumnOrNull(kind) is not { Type: VectorDataViewType type } || type.Size != count)
            return null;
        var item = type.ItemType.RawType;
        return item == typeof(ReadOnlyMemory<char>) ? Read<ReadOnlyMemory<char>>(column, kind, text => text.ToString())
            : item == typeof(float) ? Read<float>(column, kind, x => FormattableString.Invariant($"{x}"))
            : item == typeof(double) ? Read<double>(column, kind, x => FormattableString.Invariant($"{x}"))
            : item == typeof(int) ? Read<int>(column, kind, x => FormattableString.Invariant($"{x}"))
            : item == typeof(uint) ? Read<uint>(column, kind, x => FormattableString.Invariant($"{x}"))
            : item == typeof(long) ? Read<long>(column, kind, x => FormattableString.Invariant($"{x}"))
            : item == typeof(bool) ? Read<bool>(column, kind, x => x ? "true" : "false")
            : null;
    }

    private static string[] Read<T>(DataViewSchema.Column column, string kind, Func<T, string> text)
    {
        VBuffer<T> values = default;
        column.Annotations.GetValue(kind, ref values);
        return [.. values.DenseValues().Select(text)];
    }
}
