namespace Courseware;

/// <summary>Y = A·B, shapes (m, k) · (k, n) → (m, n);  ∂L/∂A = ∂L/∂Y · Bᵀ,  ∂L/∂B = Aᵀ · ∂L/∂Y.</summary>
internal sealed class MatMulOperation : Operation
{
    private MatMulOperation(Tensor a, Tensor b)
        : base("matmul", a, b)
    {
    }

    public static Tensor Of(Tensor a, Tensor b)
    {
        if (a.Rank != 2 || b.Rank != 2 || a.Shape[1] != b.Shape[0])
            throw new ArgumentException($"A matrix product takes shapes (m, k) and (k, n); got {Shapes.Text(a.Shape)} and {Shapes.Text(b.Shape)}.");
        return new MatMulOperation(a, b).Record(a.Like(a.Shape[0], b.Shape[1]));
    }

    public override string Tex(params string[] inputs) => $"{inputs[0]} {inputs[1]}";

    public override void Forward()
    {
        var (a, b) = (Inputs[0], Inputs[1]);
        Product.Run(a, false, b, false, Output, add: false);
    }

    public override void Backward()
    {
        var (a, b, dy) = (Inputs[0], Inputs[1], Output.GradStorage);
        if (a.NeedsGrad)
            Product.Run(dy, false, b, true, a.TakeGrad(out var addA), addA);
        if (b.NeedsGrad)
            Product.Run(a, true, dy, false, b.TakeGrad(out var addB), addB);
    }

    public override V Line<V>(Func<int, int, V> input, int k)
    {
        var (inner, columns) = (Inputs[0].Shape[1], Output.Shape[1]);
        var (row, column) = (k / columns, k % columns);
        var sum = input(0, row * inner) * input(1, column);
        for (var i = 1; i < inner; i++)
            sum += input(0, row * inner + i) * input(1, i * columns + column);
        return sum;
    }

    public override void LineBack<V>(Func<int, int, V> input, Func<int, V> output, Func<int, V> dy, Action<int, int, V> give)
    {
        var (inner, columns) = (Inputs[0].Shape[1], Output.Shape[1]);
        for (var k = 0; k < Output.Length; k++)
        {
            for (var i = 0; i < inner; i++)
            {
                give(0, k / columns * inner + i, dy(k) * input(1, i * columns + k % columns));
                give(1, i * columns + k % columns, dy(k) * input(0, k / columns * inner + i));
            }
        }
    }
}
