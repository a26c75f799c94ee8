namespace Courseware;

/// <summary>y = the mean of each window;  ∂L/∂x: every value of the window gets its equal share of ∂L/∂y.</summary>
internal sealed class AveragePoolingOperation : Operation
{
    private readonly PoolingShape _shape;
    private readonly bool _countPadding;

    private AveragePoolingOperation(Tensor x, PoolingShape shape, bool countPadding)
        : base("average pooling", x) => (_shape, _countPadding) = (shape, countPadding);

    public static Tensor Of(Tensor x, PoolingShape shape, bool countPadding)
        => new AveragePoolingOperation(x, shape, countPadding).Record(x.Like(x.Shape[0], x.Shape[1], shape.OutHeight, shape.OutWidth));

    public override BackwardReads BackwardReads => BackwardReads.None;

    public override void Forward()
    {
        if (Output.IsSingle)
            Pooling.AverageForward<float>(_shape, Inputs[0].Floats, Output.Floats, _countPadding);
        else
            Pooling.AverageForward<double>(_shape, Inputs[0].Doubles, Output.Doubles, _countPadding);
    }

    public override void Backward()
    {
        var dx = Inputs[0].TakeGrad(out var add);
        if (dx.IsSingle)
            Pooling.AverageBackward<float>(_shape, Output.GradStorage.Floats, dx.Floats, _countPadding, add);
        else
            Pooling.AverageBackward<double>(_shape, Output.GradStorage.Doubles, dx.Doubles, _countPadding, add);
    }
}
