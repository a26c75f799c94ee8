namespace Courseware;

/// <summary>y = c · Σx over all elements (c = 1/n gives the mean);  ∂L/∂x = c · ∂L/∂y for every element.</summary>
internal sealed class SumOperation : Operation
{
    private readonly double _scale;

    private SumOperation(string name, Tensor x, double scale)
        : base(name, x) => _scale = scale;

    public static Tensor Sum(Tensor x) => new SumOperation("sum", x, 1).Record(x.Like());

    public static Tensor Mean(Tensor x) => new SumOperation("mean", x, 1.0 / x.Length).Record(x.Like());

    public override string Tex(params string[] inputs)
        => _scale == 1 ? $@"\sum {inputs[0]}" : $@"\tfrac{{1}}{{{Inputs[0].Length}}} \sum {inputs[0]}";

    public override void Forward()
        => Output.Set(0, _scale * (Inputs[0].IsSingle ? Reduce.Sum(Inputs[0].Floats) : Reduce.Sum(Inputs[0].Doubles)));

    public override void Backward()
    {
        var gradient = Inputs[0].TakeGrad(out var add);
        ElementByElement.Map(new Constant(_scale * Output.GradStorage.At(0)), Inputs[0], gradient, add);
    }

    public override V Line<V>(Func<int, int, V> input, int k)
    {
        var sum = input(0, 0);
        for (var i = 1; i < Inputs[0].Length; i++)
            sum += input(0, i);
        return _scale * sum;
    }

    public override void LineBack<V>(Func<int, int, V> input, Func<int, V> output, Func<int, V> dy, Action<int, int, V> give)
    {
        for (var i = 0; i < Inputs[0].Length; i++)
            give(0, i, _scale * dy(0));
    }

    private readonly struct Constant(double value) : IUnaryRule
    {
        public V Apply<V>(V x) where V : struct, ILane<V> => value;
    }
}
