using Courseware.Tensors.Kernels;

namespace Courseware.Tensors.Operations;

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
}
