using Microsoft.ML;
using Microsoft.ML.Data;

namespace Courseware;

/// <summary>One pass over a <see cref="DatasetView"/>, block by block.</summary>
internal sealed class DatasetCursor : DataViewRowCursor
{
    /// <summary>Numbers in a block: as many as stay in a core's cache.</summary>
    private const int BlockNumbers = 32_768;

    private readonly DatasetView _view;
    private readonly bool[] _active;
    private readonly int[]? _order;   // Null: the rows in their order.
    private readonly int[] _numbers;
    private readonly float[] _features;
    private readonly int[] _labels;
    private readonly float[] _targets;
    private readonly bool _readsBlocks;
    private int _blockStart;
    private int _blockCount;
    private int _position = -1;
    private bool _done;

    public DatasetCursor(DatasetView view, IEnumerable<DataViewSchema.Column> columnsNeeded, Random? random)
    {
        _view = view;
        _active = new bool[view.Schema.Count];
        foreach (var column in columnsNeeded)
            _active[column.Index] = true;
        var rows = view.Rows;
        if (random is not null)
        {
            _order = [.. Enumerable.Range(0, rows.Count)];
            random.Shuffle(_order);
        }

        // A data set's classes are in an array; all else is read in blocks.
        _readsBlocks = _active.Where((on, index) => on
            && !(rows is Dataset && !view.LabelIsTarget && view.Schema[index].Name == ColumnNames.Label)).Any();
        var size = _readsBlocks ? Math.Clamp(BlockNumbers / view.Width, 1, Math.Max(1, Math.Min(256, rows.Count))) : 0;
        _numbers = new int[size];
        _features = new float[size * view.Width];
        _labels = rows.HasClasses ? new int[size] : [];
        _targets = new float[size * rows.TargetWidth];
    }

    public override DataViewSchema Schema => _view.Schema;

    public override long Position => _position;

    public override long Batch => 0;

    private int Row => _order is null ? _position : _order[_position];

    public override bool MoveNext()
    {
        if (_done)
            return false;
        if (++_position < _view.Rows.Count)
            return true;
        (_position, _done) = (-1, true);
        return false;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    // The row's own number: the same in every order.
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new((ulong)Row, 0);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!_active[column.Index])
            throw new InvalidOperationException($"Column '{column.Name}' was not asked for when this pass over '{_view.Rows.Name}' began.");
        return Getters.As<TValue>(column, Getter(column.Name));
    }

    private Delegate Getter(string name) => name switch
    {
        ColumnNames.Features => (ValueGetter<VBuffer<float>>)Features,
        ColumnNames.Targets => (ValueGetter<VBuffer<float>>)Targets,
        _ => _view.LabelForm switch
        {
            LabelForm.Key => (ValueGetter<uint>)((ref uint value) => value = (uint)Class() + 1),
            LabelForm.Boolean => (ValueGetter<bool>)((ref bool value) => value = Class() == 1),
            _ when _view.LabelIsTarget => (ValueGetter<float>)((ref float value) => value = _targets[InBlock()]),
            _ => (ValueGetter<float>)((ref float value) => value = Class()),
        },
    };

    private int Class() => _view.Rows is Dataset data ? data.Labels[Moved()] : _labels[InBlock()];

    private int Moved()
        => _position >= 0 ? Row
        : throw new InvalidOperationException($"There is no row of '{_view.Rows.Name}' here: call MoveNext first, and stop when it is false.");

    private void Features(ref VBuffer<float> value)
    {
        var row = _features.AsSpan(InBlock() * _view.Width, _view.Width);
        var used = _view.Width - row.Count(0f);
        if (used > _view.Width / 4)
        {
            var dense = VBufferEditor.Create(ref value, _view.Width);
            row.CopyTo(dense.Values);
            value = dense.Commit();
            return;
        }
        var sparse = VBufferEditor.Create(ref value, _view.Width, used);
        for (int i = 0, k = 0; k < used; i++)
        {
            if (row[i] == 0)
                continue;
            (sparse.Values[k], sparse.Indices[k]) = (row[i], i);
            k++;
        }
        value = sparse.Commit();
    }

    private void Targets(ref VBuffer<float> value)
    {
        var width = _view.Rows.TargetWidth;
        VBuffer<float>.Copy(_targets, InBlock() * width, ref value, width);
    }

    // The place of the present row in the block, which is read if need be.
    private int InBlock()
    {
        Moved();
        if (_position < _blockStart || _position >= _blockStart + _blockCount)
        {
            (_blockStart, _blockCount) = (_position, Math.Min(_numbers.Length, _view.Rows.Count - _position));
            for (var i = 0; i < _blockCount; i++)
                _numbers[i] = _order is null ? _position + i : _order[_position + i];
            _view.Rows.Read(_numbers.AsSpan(0, _blockCount), _features, _labels, _targets);
        }
        return _position - _blockStart;
    }
}
