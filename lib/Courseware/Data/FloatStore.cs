namespace Courseware;

/// <summary>Rows of 32-bit floats.</summary>
internal sealed class FloatStore(float[] values, int width) : FeatureStore
{
    public override int Width => width;

    public override int Rows => values.Length / width;

    public override float[] Whole => values;

    public override void CopyRow(int row, Span<float> target) => values.AsSpan(row * width, width).CopyTo(target);

    public override void AppendRow(int row, SparseRows target) => target.Append(values.AsSpan(row * width, width));

    protected override long CountFilled() => SparseRows.CountFilled(values);
}
