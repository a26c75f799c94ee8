using Microsoft.ML;
using Microsoft.ML.Data;

namespace Courseware;

/// <summary>Reads a data view into arrays, in one pass, after its columns are checked.</summary>
internal sealed class DatasetReader
{
    private readonly IDataView view;
    private readonly string name;
    private readonly DataViewSchema.Column features;
    private readonly DataViewSchema.Column? classes;
    private readonly DataViewSchema.Column? targets;
    private readonly int width;
    private readonly int targetWidth;
    private readonly string[] classNames = [];

    public DatasetReader(IDataView view, string name, string features, string? label, string? targets)
    {
        (this.view, this.name) = (view, name);
        this.features = Required(features, "features");
        width = Width(this.features, $"mlContext.Transforms.Concatenate(\"{ColumnNames.Features}\", columns…) makes one of numeric columns");

        var labels = label is null ? view.Schema.GetColumnOrNull(ColumnNames.Label) : Required(label, "label");
        if (labels is { } found)
        {
            if (found.Type is KeyDataViewType or BooleanDataViewType)
                (classes, classNames) = (found, Names(found));
            else if (found.Type is TextDataViewType)
                throw new ArgumentException($"The label column '{found.Name}' of '{name}' holds text, and classes are numbers here: mlContext.Transforms.Conversion.MapValueToKey(\"{found.Name}\") numbers them and keeps their names.", nameof(label));
            else
                this.targets = found;
        }
        if ((targets is null ? view.Schema.GetColumnOrNull(ColumnNames.Targets) : Required(targets, "targets")) is { } values)
            this.targets = this.targets is null || targets is null ? values
                : throw new ArgumentException($"'{name}' can have one column of target values; its label '{this.targets.Value.Name}' holds numbers too. Give a key or boolean as label, or leave targets out.", nameof(targets));
        if (this.targets is { } column)
            targetWidth = Width(column, $"mlContext.Transforms.Conversion.ConvertType(\"{column.Name}\", outputKind: DataKind.Single) makes one of other numbers, MapValueToKey a class");
    }

    public Dataset Read()
    {
        var needed = new List<DataViewSchema.Column> { features };
        if (classes is { } label)
            needed.Add(label);
        if (targets is { } value)
            needed.Add(value);

        var expected = checked((int)(view.GetRowCount() ?? 0));
        var rows = 0;
        var allFeatures = new float[expected * width];
        var allClasses = new int[classes is null ? 0 : expected];
        var allTargets = new float[expected * targetWidth];
        using (var cursor = view.GetRowCursor(needed))
        {
            var readFeatures = Numbers(cursor, features, width);
            var readClass = classes is { } c ? Class(cursor, c) : null;
            var readTargets = targets is { } t ? Numbers(cursor, t, targetWidth) : null;
            while (cursor.MoveNext())
            {
                readFeatures(Room(ref allFeatures, rows, width), rows);
                if (readClass is not null)
                    Room(ref allClasses, rows, 1)[0] = readClass(rows);
                readTargets?.Invoke(Room(ref allTargets, rows, targetWidth), rows);
                rows++;
            }
        }
        if (rows == 0)
            throw new ArgumentException($"'{name}' has no row: there is nothing to learn from or to measure. Check the filter or split that made it.");
        Array.Resize(ref allFeatures, rows * width);
        Array.Resize(ref allClasses, classes is null ? 0 : rows);
        Array.Resize(ref allTargets, rows * targetWidth);

        return new Dataset(name, allFeatures, Shape(), classes is null ? null : allClasses, targets is null ? null : allTargets, targetWidth,
            classes is null ? null : classNames, TextAnnotations.Read(features, ColumnNames.SlotNames, width) is { } names && names.All(n => n.Length > 0) ? names : null);
    }

    private delegate void RowReader(Span<float> target, int row);

    private RowReader Numbers(DataViewRowCursor cursor, DataViewSchema.Column column, int count)
    {
        if (column.Type is not VectorDataViewType)
        {
            var one = cursor.GetGetter<float>(column);
            return (target, _) => one(ref target[0]);
        }
        var getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> values = default;
        return (target, row) =>
        {
            getter(ref values);
            if (values.Length != count)
                throw new ArgumentException($"Column '{column.Name}' of '{name}' is declared as {count} numbers a row, but row {row} has {values.Length}.");
            values.CopyTo(target);
        };
    }

    private Func<int, int> Class(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        var raw = column.Type.RawType;
        return raw == typeof(bool) ? Of<bool>(v => v ? 2UL : 1)
            : raw == typeof(uint) ? Of<uint>(v => v)
            : raw == typeof(byte) ? Of<byte>(v => v)
            : raw == typeof(ushort) ? Of<ushort>(v => v)
            : Of<ulong>(v => v);

        Func<int, int> Of<T>(Func<T, ulong> key)
        {
            var getter = cursor.GetGetter<T>(column);
            T value = default!;
            return row =>
            {
                getter(ref value);
                var number = key(value);
                return number > 0 && number <= (ulong)classNames.Length ? (int)number - 1
                    : throw new ArgumentException($"Row {row} of '{name}' has {(number == 0 ? "no class (the missing key)" : $"key {number}")} in column '{column.Name}', whose classes are {classNames.Length}. Drop such rows: mlContext.Data.FilterRowsByMissingValues, or map them to a class of their own.");
            };
        }
    }

    private static string[] Names(DataViewSchema.Column column)
    {
        if (column.Type is BooleanDataViewType)
            return ["false", "true"];
        var count = checked((int)((KeyDataViewType)column.Type).Count);
        return TextAnnotations.Read(column, ColumnNames.KeyValues, count) ?? [.. Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"{i}"))];
    }

    private DataViewSchema.Column Required(string column, string what) => view.Schema.GetColumnOrNull(column)
        ?? throw new ArgumentException($"'{name}' has no column '{column}' for the {what}. Its columns: {string.Join(", ", view.Schema.Where(c => !c.IsHidden).Select(c => $"{c.Name} ({c.Type})"))}.", what);

    // How many numbers a row of the column has.
    private int Width(DataViewSchema.Column column, string mend) => column.Type switch
    {
        VectorDataViewType { IsKnownSize: false } => throw new ArgumentException($"Column '{column.Name}' of '{name}' has vectors of no fixed length ({column.Type}), and every row of a data set has the same. A key column becomes a fixed one by MapKeyToVector, text by FeaturizeText."),
        VectorDataViewType vector when vector.ItemType == NumberDataViewType.Single => vector.Size,
        var type when type == NumberDataViewType.Single => 1,
        var type => throw new ArgumentException($"Column '{column.Name}' of '{name}' holds {type}, and a data set's numbers are float: {mend}."),
    };

    private int[] Shape() => features.Type is VectorDataViewType vector && vector.Dimensions.All(d => d > 0) ? [.. vector.Dimensions] : [width];

    private static Span<T> Room<T>(ref T[] all, int row, int count)
    {
        if (all.Length < (row + 1) * count)
            Array.Resize(ref all, Math.Max(checked((row + 1) * count), checked(all.Length * 2)));
        return all.AsSpan(row * count, count);
    }
}
