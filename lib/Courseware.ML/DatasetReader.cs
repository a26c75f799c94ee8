using Microsoft.ML;
using Microsoft.ML.Data;

namespace Courseware;

/// <summary>Reads a data view into arrays, in one pass, after its columns are checked.</summary>
internal sealed class DatasetReader
{
    private readonly IDataView _view;
    private readonly string _name;
    private readonly DataViewSchema.Column _features;
    private readonly DataViewSchema.Column? _classes;
    private readonly DataViewSchema.Column? _targets;
    private readonly int _width;
    private readonly int _targetWidth;
    private readonly string[] _classNames = [];

    public DatasetReader(IDataView view, string name, string features, string? label, string? targets)
    {
        (_view, _name) = (view, name);
        _features = Required(features, "features");
        _width = Width(_features, $"mlContext.Transforms.Concatenate(\"{ColumnNames.Features}\", columns…) makes one of numeric columns");

        var labels = label is null ? view.Schema.GetColumnOrNull(ColumnNames.Label) : Required(label, "label");
        if (labels is { } found)
        {
            if (found.Type is KeyDataViewType or BooleanDataViewType)
                (_classes, _classNames) = (found, Names(found));
            else if (found.Type is TextDataViewType)
                throw new ArgumentException($"The label column '{found.Name}' of '{name}' holds text, and classes are numbers here: mlContext.Transforms.Conversion.MapValueToKey(\"{found.Name}\") numbers them and keeps their names.", nameof(label));
            else
                _targets = found;
        }
        if ((targets is null ? view.Schema.GetColumnOrNull(ColumnNames.Targets) : Required(targets, "targets")) is { } values)
        {
            _targets = _targets is null || targets is null ? values
                : throw new ArgumentException($"'{name}' can have one column of target values; its label '{_targets.Value.Name}' holds numbers too. Give a key or boolean as label, or leave targets out.", nameof(targets));
        }

        if (_targets is { } column)
        {
            _targetWidth =
                Width(column, $"mlContext.Transforms.Conversion.ConvertType(\"{column.Name}\", outputKind: DataKind.Single) makes one of other numbers, MapValueToKey a class");
        }
    }

    public Dataset Read()
    {
        var needed = new List<DataViewSchema.Column> { _features };
        if (_classes is { } label)
            needed.Add(label);
        if (_targets is { } value)
            needed.Add(value);

        var expected = checked((int)(_view.GetRowCount() ?? 0));
        var rows = 0;
        var allFeatures = new float[expected * _width];
        var allClasses = new int[_classes is null ? 0 : expected];
        var allTargets = new float[expected * _targetWidth];
        using (var cursor = _view.GetRowCursor(needed))
        {
            var readFeatures = Numbers(cursor, _features, _width);
            var readClass = _classes is { } c ? Class(cursor, c) : null;
            var readTargets = _targets is { } t ? Numbers(cursor, t, _targetWidth) : null;
            while (cursor.MoveNext())
            {
                readFeatures(Room(ref allFeatures, rows, _width), rows);
                if (readClass is not null)
                    Room(ref allClasses, rows, 1)[0] = readClass(rows);
                readTargets?.Invoke(Room(ref allTargets, rows, _targetWidth), rows);
                rows++;
            }
        }
        if (rows == 0)
            throw new ArgumentException($"'{_name}' has no row: there is nothing to learn from or to measure. Check the filter or split that made it: TrainTestSplit keeps all rows of one samplingKeyColumnName value together, so that the label as key can leave a part empty.");
        Array.Resize(ref allFeatures, rows * _width);
        Array.Resize(ref allClasses, _classes is null ? 0 : rows);
        Array.Resize(ref allTargets, rows * _targetWidth);

        return new Dataset(_name, allFeatures, Shape(), _classes is null ? null : allClasses, _targets is null ? null
            : allTargets, _targetWidth,
            _classes is null ? null
            : _classNames, TextAnnotations.Read(_features, ColumnNames.SlotNames, _width) is { } names && names.All(n => n.Length > 0)
            ? names : null);
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
                throw new ArgumentException($"Column '{column.Name}' of '{_name}' is declared as {count} numbers a row, but row {row} has {values.Length}.");
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
                return number > 0 && number <= (ulong)_classNames.Length ? (int)number - 1
                    : throw new ArgumentException($"Row {row} of '{_name}' has {(number == 0 ? "no class (the missing key)" : $"key {number}")} in column '{column.Name}', whose classes are {_classNames.Length}. Drop such rows: mlContext.Data.FilterRowsByMissingValues, or map them to a class of their own.");
            };
        }
    }

    private static string[] Names(DataViewSchema.Column column)
    {
        if (column.Type is BooleanDataViewType)
            return ["false", "true"];
        var count = checked((int)((KeyDataViewType)column.Type).Count);
        return TextAnnotations.Read(column, ColumnNames.KeyValues, count)
            ?? [.. Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"{i}"))];
    }

    private DataViewSchema.Column Required(string column, string what) => _view.Schema.GetColumnOrNull(column)
        ?? throw new ArgumentException($"'{_name}' has no column '{column}' for the {what}. Its columns: {string.Join(", ", _view.Schema.Where(c => !c.IsHidden).Select(c => $"{c.Name} ({c.Type})"))}.", what);

    // How many numbers a row of the column has.
    private int Width(DataViewSchema.Column column, string fix) => column.Type switch
    {
        VectorDataViewType { IsKnownSize: false } =>
            throw new ArgumentException($"Column '{column.Name}' of '{_name}' has vectors of no fixed length ({column.Type}), and every row of a data set has the same. A key column becomes a fixed one by MapKeyToVector, text by FeaturizeText."),
        VectorDataViewType vector when vector.ItemType == NumberDataViewType.Single => vector.Size,
        var type when type == NumberDataViewType.Single => 1,
        var type => throw new ArgumentException($"Column '{column.Name}' of '{_name}' holds {type}, and a data set's numbers are float: {fix}."),
    };

    private int[] Shape()
        => _features.Type is VectorDataViewType vector && vector.Dimensions.All(d => d > 0) ? [.. vector.Dimensions] : [_width];

    private static Span<T> Room<T>(ref T[] all, int row, int count)
    {
        if (all.Length < (row + 1) * count)
            Array.Resize(ref all, Math.Max(checked((row + 1) * count), checked(all.Length * 2)));
        return all.AsSpan(row * count, count);
    }
}
