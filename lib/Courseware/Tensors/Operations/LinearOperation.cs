namespace Courseware;

/// <summary>
/// Y = X·Wᵀ + b, shapes (N, in) · (out, in)ᵀ + (out) → (N, out);
/// ∂L/∂X = ∂L/∂Y · W,  ∂L/∂W = ∂L/∂Yᵀ · X,  ∂L/∂b = the column sums of ∂L/∂Y.
/// </summary>
internal sealed class LinearOperation : Operation
{
    private readonly Tensor? _bias;

    private LinearOperation(Tensor x, Tensor weight, Tensor? bias)
        : base("linear", bias is null ? [x, weight] : [x, weight, bias]) => _bias = bias;

    public static Tensor Of(Tensor x, Tensor weight, Tensor? bias)
        => new LinearOperation(x, weight, bias).Record(x.Like(x.Shape[0], weight.Shape[0]));

    public override BackwardReads BackwardReads => BackwardReads.Inputs;

    public override string Tex(params string[] inputs)
        => inputs.Length == 3 ? $"{inputs[0]} {inputs[1]}^\\top + {inputs[2]}" : $"{inputs[0]} {inputs[1]}^\\top";

    public override void Forward()
    {
        var (x, weight) = (Inputs[0], Inputs[1]);
        if (x.SparseRows is not { } rows
            || !SparseProduct.TryMultiply(rows, weight.Floats, weight.Shape[0], _bias is null ? [] : _bias.Floats, Output.Floats))
        {
            Product.Run(x, false, weight, true, Output, add: false, _bias);
        }
    }

    public override void Backward()
    {
        var (x, weight, dy) = (Inputs[0], Inputs[1], Output.GradStorage);
        if (x.NeedsGrad)
            Product.Run(dy, false, weight, false, x.TakeGrad(out var addX), addX);
        if (weight.NeedsGrad)
        {
            var gradient = weight.TakeGrad(out var addW);
            if (x.SparseRows is not { } rows || !SparseProduct.TryGradient(rows, dy.Floats, weight.Shape[0], gradient.Floats, addW))
                Product.Run(dy, true, x, false, gradient, addW);
        }
        if (_bias is { NeedsGrad: true })
        {
            var gradient = _bias.TakeGrad(out var addB);
            if (dy.IsSingle)
                Reduce.ColumnSums(dy.Floats, gradient.Floats, addB);
            else
                Reduce.ColumnSums(dy.Doubles, gradient.Doubles, addB);
        }
    }

    public override V Line<V>(Func<int, int, V> input, int k)
    {
        var (inputs, units) = (Inputs[0].Shape[1], Output.Shape[1]);
        var (n, unit) = (k / units, k % units);
        var sum = input(0, n * inputs) * input(1, unit * inputs);
        for (var i = 1; i < inputs; i++)
            sum += input(0, n * inputs + i) * input(1, unit * inputs + i);
        return _bias is null ? sum : sum + input(2, unit);
    }

    public override void LineBack<V>(Func<int, int, V> input, Func<int, V> output, Func<int, V> dy, Action<int, int, V> give)
    {
        var (inputs, units) = (Inputs[0].Shape[1], Output.Shape[1]);
        for (var k = 0; k < Output.Length; k++)
        {
            var (n, unit) = (k / units, k % units);
            for (var i = 0; i < inputs; i++)
            {
                give(0, n * inputs + i, dy(k) * input(1, unit * inputs + i));
                give(1, unit * inputs + i, dy(k) * input(0, n * inputs + i));
            }
            if (_bias is not null)
                give(2, unit, dy(k));
        }
    }
}
