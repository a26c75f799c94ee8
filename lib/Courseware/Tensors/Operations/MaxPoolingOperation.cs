namespace Courseware;

/// <summary>y = the largest value of each window;  ∂L/∂x: the window's first maximum gets the whole ∂L/∂y.</summary>
internal sealed class MaxPoolingOperation : Operation
{
    private readonly PoolingShape shape;
    private readonly int[] places;

    private MaxPoolingOperation(Tensor x, PoolingShape shape)
        : base("max pooling", x)
    {
        this.shape = shape;
        places = new int[shape.OutputLength];
    }

    /// <summary>For each output the place of its maximum in the plane, row·width + column.</summary>
    public IReadOnlyList<int> Places => places;

    public static Tensor Of(Tensor x, PoolingShape shape) => new MaxPoolingOperation(x, shape).Record(x.Like(x.Shape[0], x.Shape[1], shape.OutHeight, shape.OutWidth));

    public override BackwardReads BackwardReads => BackwardReads.None;

    public override void Forward()
    {
        if (Output.IsSingle)
            Pooling.MaxForward<float>(shape, Inputs[0].Floats, Output.Floats, places);
        else
            Pooling.MaxForward<double>(shape, Inputs[0].Doubles, Output.Doubles, places);
    }

    public override void Backward()
    {
        var dx = Inputs[0].TakeGrad(out var add);
        if (dx.IsSingle)
            Pooling.MaxBackward<float>(shape, Output.GradStorage.Floats, places, dx.Floats, add);
        else
            Pooling.MaxBackward<double>(shape, Output.GradStorage.Doubles, places, dx.Doubles, add);
    }
}
