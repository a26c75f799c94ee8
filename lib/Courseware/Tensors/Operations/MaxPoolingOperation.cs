namespace Courseware;

/// <summary>y = the largest value of each window;  ∂L/∂x: the window's first maximum gets the whole ∂L/∂y.</summary>
internal sealed class MaxPoolingOperation : Operation
{
    private readonly PoolingShape _shape;
    private readonly int[] _places;

    private MaxPoolingOperation(Tensor x, PoolingShape shape)
        : base("max pooling", x)
    {
        _shape = shape;
        _places = new int[shape.OutputLength];
    }

    /// <summary>For each output the place of its maximum in the plane, row·width + column.</summary>
    public IReadOnlyList<int> Places => _places;

    public static Tensor Of(Tensor x, PoolingShape shape)
        => new MaxPoolingOperation(x, shape).Record(x.Like(x.Shape[0], x.Shape[1], shape.OutHeight, shape.OutWidth));

    public override BackwardReads BackwardReads => BackwardReads.None;

    public override void Forward()
    {
        if (Output.IsSingle)
            Pooling.MaxForward<float>(_shape, Inputs[0].Floats, Output.Floats, _places);
        else
            Pooling.MaxForward<double>(_shape, Inputs[0].Doubles, Output.Doubles, _places);
    }

    public override void Backward()
    {
        var dx = Inputs[0].TakeGrad(out var add);
        if (dx.IsSingle)
            Pooling.MaxBackward<float>(_shape, Output.GradStorage.Floats, _places, dx.Floats, add);
        else
            Pooling.MaxBackward<double>(_shape, Output.GradStorage.Doubles, _places, dx.Doubles, add);
    }
}
