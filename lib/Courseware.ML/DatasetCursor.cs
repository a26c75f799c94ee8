using Microsoft.ML;
using Microsoft.ML.Data;

namespace Courseware;

/// <summary>One pass over a <see cref="DatasetView"/>, block by block.</summary>
internal sealed class DatasetCursor : DataViewRowCursor
{
    /// <summary>Numbers in a block: as many as stay in a core's cache.</summary>
    private const int BlockNumbers = 32_768;

    private readonly DatasetView view;
    private readonly bool[] active;
    private readonly int[]? order;   // Null: the rows in their order.
    private readonly int[] numbers;
    private readonly float[] features;
    private readonly int[] labels;
    private readonly float[] targets;
    private readonly bool readsBlocks;
    private int blockStart;
    private int blockCount;
    private int position = -1;
    private bool done;

    public DatasetCursor(DatasetView view, IEnumerable<DataViewSchema.Column> columnsNeeded, Random? random)
    {
        this.view = view;
        active = new bool[view.Schema.Count];
        foreach (var column in columnsNeeded)
            active[column.Index] = true;
        var rows = view.Rows;
        if (random is not null)
        {
            order = [.. Enumerable.Range(0, rows.Count)];
            random.Shuffle(order);
        }

        // A data set's classes lie in an array; all else is read in blocks.
        readsBlocks = active.Where((on, index) => on && !(rows is Dataset && !view.LabelIsTarget && view.Schema[index].Name == ColumnNames.Label)).Any();
        var size = readsBlocks ? Math.Clamp(BlockNumbers / view.Width, 1, Math.Max(1, Math.Min(256, rows.Count))) : 0;
        numbers = new int[size];
        features = new float[size * view.Width];
        labels = rows.HasClasses ? new int[size] : [];
        targets = new float[size * rows.TargetWidth];
    }

    public override DataViewSchema Schema => view.Schema;

    public override long Position => position;

    public override long Batch => 0;

    private int Row => order is null ? position : order[position];

    public override bool MoveNext()
    {
        if (done)
            return false;
        if (++position < view.Rows.Count)
            return true;
        (position, done) = (-1, true);
        return false;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    // The row's own number: the same in every order.
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new((ulong)Row, 0);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!active[column.Index])
            throw new InvalidOperationException($"Column '{column.Name}' was not asked for when this pass over '{view.Rows.Name}' began.");
        return Getters.As<TValue>(column, Getter(column.Name));
    }

    private Delegate Getter(string name) => name switch
    {
        ColumnNames.Features => (ValueGetter<VBuffer<float>>)Features,
        ColumnNames.Targets => (ValueGetter<VBuffer<float>>)Targets,
        _ => view.LabelForm switch
        {
            LabelForm.Key => (ValueGetter<uint>)((ref uint value) => value = (uint)Class() + 1),
            LabelForm.Boolean => (ValueGetter<bool>)((ref bool value) => value = Class() == 1),
            _ when view.LabelIsTarget => (ValueGetter<float>)((ref float value) => value = targets[InBlock()]),
            _ => (ValueGetter<float>)((ref float value) => value = Class()),
        },
    };

    private int Class() => view.Rows is Dataset data ? data.Labels[Moved()] : labels[InBlock()];

    private int Moved() => position >= 0 ? Row : throw new InvalidOperationException($"There is no row of '{view.Rows.Name}' here: call MoveNext first, and stop when it is false.");

    private void Features(ref VBuffer<float> value)
    {
        var row = features.AsSpan(InBlock() * view.Width, view.Width);
        var used = view.Width - row.Count(0f);
        if (used > view.Width / 4)
        {
            var dense = VBufferEditor.Create(ref value, view.Width);
            row.CopyTo(dense.Values);
            value = dense.Commit();
            return;
        }
        var sparse = VBufferEditor.Create(ref value, view.Width, used);
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
        var width = view.Rows.TargetWidth;
        VBuffer<float>.Copy(targets, InBlock() * width, ref value, width);
    }

    // The place of the present row in the block, which is read if need be.
    private int InBlock()
    {
        Moved();
        if (position < blockStart || position >= blockStart + blockCount)
        {
            (blockStart, blockCount) = (position, Math.Min(numbers.Length, view.Rows.Count - position));
            for (var i = 0; i < blockCount; i++)
                numbers[i] = order is null ? position + i : order[position + i];
            view.Rows.Read(numbers.AsSpan(0, blockCount), features, labels, targets);
        }
        return position - blockStart;
    }
}
