using Courseware.Tensors.Kernels;

namespace Courseware.Tensors.Operations;

/// <summary>
/// Y = X·Wᵀ + b, shapes (N, in) · (out, in)ᵀ + (out) → (N, out);
/// ∂L/∂X = ∂L/∂Y · W,  ∂L/∂W = ∂L/∂Yᵀ · X,  ∂L/∂b = the column sums of ∂L/∂Y.
/// </summary>
internal sealed class LinearOperation : Operation
{
    private readonly Tensor? bias;

    private LinearOperation(Tensor x, Tensor weight, Tensor? bias)
        : base("linear", bias is null ? [x, weight] : [x, weight, bias]) => this.bias = bias;

    public static Tensor Of(Tensor x, Tensor weight, Tensor? bias)
        => new LinearOperation(x, weight, bias).Record(x.Like(x.Shape[0], weight.Shape[0]));

    public override string Tex(params string[] inputs)
        => inputs.Length == 3 ? $"{inputs[0]} {inputs[1]}^\\top + {inputs[2]}" : $"{inputs[0]} {inputs[1]}^\\top";

    public override void Forward()
    {
        Product.Run(Inputs[0], false, Inputs[1], true, Output, add: false);
        if (bias is null)
            return;
        if (Output.IsSingle)
            Elementwise.MapRows(default(AddRule), Output.Floats, bias.Floats, Output.Floats);
        else
            Elementwise.MapRows(default(AddRule), Output.Doubles, bias.Doubles, Output.Doubles);
    }

    public override void Backward()
    {
        var (x, weight, dy) = (Inputs[0], Inputs[1], Output.GradStorage);
        if (x.NeedsGrad)
            Product.Run(dy, false, weight, false, x.TakeGrad(out var addX), addX);
        if (weight.NeedsGrad)
            Product.Run(dy, true, x, false, weight.TakeGrad(out var addW), addW);
        if (bias is { NeedsGrad: true })
        {
            var gradient = bias.TakeGrad(out var addB);
            if (dy.IsSingle)
                Reduce.ColumnSums(dy.Floats, gradient.Floats, addB);
            else
                Reduce.ColumnSums(dy.Doubles, gradient.Doubles, addB);
        }
    }
}
