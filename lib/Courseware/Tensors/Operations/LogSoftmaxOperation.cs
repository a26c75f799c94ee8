namespace Courseware;

/// <summary>y = log softmax(x) over the last axis;  ∂L/∂xᵢ = dyᵢ − softmax(x)ᵢ · Σⱼ dyⱼ, with dy = ∂L/∂y.</summary>
internal sealed class LogSoftmaxOperation : Operation
{
    private LogSoftmaxOperation(Tensor x)
        : base("log softmax", x)
    {
    }

    public static Tensor Of(Tensor x) => new LogSoftmaxOperation(LastAxis.Of(x, "LogSoftmax")).Record(x.Like(x.Shape));

    public override string Tex(params string[] inputs) => $@"\log\operatorname{{softmax}}({inputs[0]})";

    public override void Forward() => SoftmaxRows.LogSoftmax(Inputs[0], Output);

    public override void Backward()
    {
        var (y, dy) = (Output, Output.GradStorage);
        var dx = Inputs[0].TakeGrad(out var add);
        var width = y.Shape[^1];
        for (var row = 0; row < y.Length; row += width)
            ElementRange.Map(new Back(ElementRange.Sum(dy, row, width)), y, dy, dx, row, width, add);
    }

    private readonly struct Back(double sum) : IBinaryRule
    {
        public V Apply<V>(V y, V dy) where V : struct, ILane<V> => dy - V.Exp(y) * sum;
    }
}
