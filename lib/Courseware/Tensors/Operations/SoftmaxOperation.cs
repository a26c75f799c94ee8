namespace Courseware;

/// <summary>y = softmax(x) over the last axis;  ∂L/∂xᵢ = yᵢ(dyᵢ − Σⱼ dyⱼyⱼ), with dy = ∂L/∂y.</summary>
internal sealed class SoftmaxOperation : Operation
{
    private SoftmaxOperation(Tensor x)
        : base("softmax", x)
    {
    }

    public static Tensor Of(Tensor x) => new SoftmaxOperation(LastAxis.Of(x, "Softmax")).Record(x.Like(x.Shape));

    public override void Forward() => SoftmaxRows.Softmax(Inputs[0], Output);

    public override void Backward()
    {
        var (y, dy) = (Output, Output.GradStorage);
        var dx = Inputs[0].TakeGrad(out var add);
        var width = y.Shape[^1];
        for (var row = 0; row < y.Length; row += width)
            ElementRange.Map(new Back(ElementRange.Sum(default(MultiplyRule), y, dy, row, width)), y, dy, dx, row, width, add);
    }

    private readonly struct Back(double sum) : IBinaryRule
    {
        public V Apply<V>(V y, V dy) where V : struct, ILane<V> => y * (dy - sum);
    }
}
