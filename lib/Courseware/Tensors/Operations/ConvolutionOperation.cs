namespace Courseware;

/// <summary>
/// Y = X ⋆ W + b (cross-correlation), shapes (N, C, H, W) ⋆ (O, C, kh, kw) + (O) → (N, O, H′, W′);
/// ∂L/∂X, ∂L/∂W correlate ∂L/∂Y with W and X, and ∂L/∂b is its sum over samples and pixels.
/// </summary>
internal sealed class ConvolutionOperation : Operation
{
    private readonly ConvolutionShape _shape;
    private readonly Tensor? _bias;

    private ConvolutionOperation(Tensor x, Tensor weight, Tensor? bias, ConvolutionShape shape)
        : base("conv2d", bias is null ? [x, weight] : [x, weight, bias]) => (_bias, _shape) = (bias, shape);

    public static Tensor Of(Tensor x, Tensor weight, Tensor? bias, ConvolutionShape shape)
        => new ConvolutionOperation(x, weight, bias, shape).Record(x.Like(shape.Batch, shape.OutChannels, shape.OutHeight, shape.OutWidth));

    public override BackwardReads BackwardReads => BackwardReads.Inputs;

    public override string Tex(params string[] inputs)
        => inputs.Length == 3 ? $@"{inputs[0]} \star {inputs[1]} + {inputs[2]}" : $@"{inputs[0]} \star {inputs[1]}";

    public override void Forward()
    {
        var (x, weight) = (Inputs[0], Inputs[1]);
        if (x.IsSingle)
            Convolution.Forward(_shape, x.Floats, weight.Floats, _bias is null ? [] : _bias.Floats, Output.Floats);
        else
            Convolution.Forward(_shape, x.Doubles, weight.Doubles, _bias is null ? [] : _bias.Doubles, Output.Doubles);
    }

    public override void Backward()
    {
        var (x, weight, dy) = (Inputs[0], Inputs[1], Output.GradStorage);
        if (x.NeedsGrad)
        {
            var dx = x.TakeGrad(out var add);
            if (dy.IsSingle)
                Convolution.BackwardInput(_shape, dy.Floats, weight.Floats, dx.Floats, add);
            else
                Convolution.BackwardInput(_shape, dy.Doubles, weight.Doubles, dx.Doubles, add);
        }
        if (weight.NeedsGrad)
        {
            var dw = weight.TakeGrad(out var add);
            if (dy.IsSingle)
                Convolution.BackwardWeight(_shape, x.Floats, dy.Floats, dw.Floats, add);
            else
                Convolution.BackwardWeight(_shape, x.Doubles, dy.Doubles, dw.Doubles, add);
        }
        if (_bias is { NeedsGrad: true })
        {
            var db = _bias.TakeGrad(out var add);
            if (dy.IsSingle)
                Convolution.BackwardBias(_shape, dy.Floats, db.Floats, add);
            else
                Convolution.BackwardBias(_shape, dy.Doubles, db.Doubles, add);
        }
    }
}
