namespace Courseware;

/// <summary>Some columns of a matrix, y[n, j] = x[n, start + j];  ∂L/∂x is ∂L/∂y in these columns and 0 in the others.</summary>
internal sealed class ColumnsOperation : Operation
{
    private readonly int _start;

    private ColumnsOperation(Tensor x, int start)
        : base("columns", x) => _start = start;

    public static Tensor Of(Tensor x, int start, int count)
    {
        if (x.Rank != 2)
            throw new ArgumentException($"Columns are those of a matrix, shape (rows, columns); {x.Described} is none.", nameof(x));
        if (start < 0 || count < 1 || start > x.Shape[1] - count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(start), $"{x.Described} has columns 0 to {x.Shape[1] - 1}; asked for {count} from column {start}.");
        }

        return new ColumnsOperation(x, start).Record(x.Like(x.Shape[0], count));
    }

    public override BackwardReads BackwardReads => BackwardReads.None;

    public override void Forward()
    {
        for (var k = 0; k < Output.Length; k++)
            Output.Set(k, Inputs[0].At(Source(k)));
    }

    public override void Backward()
    {
        var gradient = Inputs[0].TakeGrad(out var add);
        if (!add)
            gradient.Fill(0);
        for (var k = 0; k < Output.Length; k++)
            gradient.Set(Source(k), gradient.At(Source(k)) + Output.GradStorage.At(k));
    }

    public override V Line<V>(Func<int, int, V> input, int k) => input(0, Source(k));

    public override void LineBack<V>(Func<int, int, V> input, Func<int, V> output, Func<int, V> dy, Action<int, int, V> give)
    {
        for (var k = 0; k < Output.Length; k++)
            give(0, Source(k), dy(k));
    }

    private int Source(int k) => k / Output.Shape[1] * Inputs[0].Shape[1] + _start + k % Output.Shape[1];
}
