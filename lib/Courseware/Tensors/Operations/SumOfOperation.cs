namespace Courseware;

/// <summary>y = Σ f(x) over all elements;  ∂L/∂x = ∂L/∂y · f′(x).</summary>
internal sealed class SumOfOperation<TRule> : Operation
    where TRule : struct, IDifferentiableRule
{
    private readonly TRule _rule;

    private SumOfOperation(string name, TRule rule, Tensor x)
        : base(name, x) => _rule = rule;

    public static Tensor Of(string name, TRule rule, Tensor x) => new SumOfOperation<TRule>(name, rule, x).Record(x.Like());

    public override void Forward()
        => Output.Set(0, Inputs[0].IsSingle ? Reduce.Sum(_rule, Inputs[0].Floats) : Reduce.Sum(_rule, Inputs[0].Doubles));

    public override void Backward()
    {
        var gradient = Inputs[0].TakeGrad(out var add);
        ElementByElement.Map(new Chain(_rule, Output.GradStorage.At(0)), Inputs[0], gradient, add);
    }

    private readonly struct Chain(TRule rule, double dy) : IUnaryRule
    {
        public V Apply<V>(V x) where V : struct, ILane<V> => dy * rule.Derivative(x, x);
    }
}
