namespace Courseware;

/// <summary>y = f(x), element by element;  ∂L/∂x = ∂L/∂y · f′(x).</summary>
internal sealed class UnaryOperation<TRule> : Operation
    where TRule : struct, IDifferentiableRule
{
    private readonly TRule _rule;
    private readonly Func<string, string>? _tex;

    private UnaryOperation(string name, TRule rule, Tensor x, Func<string, string>? tex)
        : base(name, x)
    {
        _rule = rule;
        _tex = tex;
    }

    public static Tensor Of(string name, TRule rule, Tensor x, Func<string, string>? tex = null)
        => new UnaryOperation<TRule>(name, rule, x, tex).Record(x.Like(x.Shape));

    public override BackwardReads BackwardReads => TRule.ReadsOutput ? BackwardReads.Inputs | BackwardReads.Output : BackwardReads.Inputs;

    public override bool GradientInPlace => true;

    public override string Tex(params string[] inputs) => _tex?.Invoke(inputs[0]) ?? base.Tex(inputs);

    public override void Forward() => ElementByElement.Map(_rule, Inputs[0], Output);

    public override void Backward()
    {
        var gradient = Inputs[0].TakeGrad(out var add);
        ElementByElement.Map(new ChainRule(_rule), Inputs[0], Output, Output.GradStorage, gradient, add);
    }

    public override V Line<V>(Func<int, int, V> input, int k) => _rule.Apply(input(0, k));

    public override void LineBack<V>(Func<int, int, V> input, Func<int, V> output, Func<int, V> dy, Action<int, int, V> give)
    {
        for (var k = 0; k < Output.Length; k++)
            give(0, k, new ChainRule(_rule).Apply(input(0, k), output(k), dy(k)));
    }

    private readonly struct ChainRule(TRule rule) : ITernaryRule
    {
        public V Apply<V>(V x, V y, V dy)
            where V : struct, ILane<V>
            => dy * rule.Derivative(x, y);
    }
}
