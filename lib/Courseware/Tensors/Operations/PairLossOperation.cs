namespace Courseware;

/// <summary>
/// y = c · Σ f(p, t) over all elements of a prediction and its target;  ∂L/∂p = c · ∂L/∂y · ∂f/∂p. No gradient flows to the target.
/// </summary>
internal sealed class PairLossOperation<TRule> : Operation
    where TRule : struct, IDifferentiablePairRule
{
    private readonly TRule _rule;
    private readonly double _scale;
    private readonly Func<string, string, string>? _tex;
    private readonly Action<Tensor>? _check;

    private PairLossOperation(string name, TRule rule, double scale, Tensor prediction, Tensor target, Func<string, string, string>? tex,
        Action<Tensor>? check)
        : base(name, prediction, target) => (_rule, _scale, _tex, _check) = (rule, scale, tex, check);

    public static Tensor Of(string name, TRule rule, double scale, Tensor prediction, Tensor target,
        Func<string, string, string>? tex = null, Action<Tensor>? check = null)
    {
        if (!Shapes.Same(prediction.Shape, target.Shape))
            throw new ArgumentException($"{name} compares a prediction and a target of the same shape; got {Shapes.Text(prediction.Shape)} and {Shapes.Text(target.Shape)}.");
        return new PairLossOperation<TRule>(name, rule, scale, prediction, target, tex, check).Record(prediction.Like());
    }

    public override string Tex(params string[] inputs) => _tex?.Invoke(inputs[0], inputs[1]) ?? base.Tex(inputs);

    public override void Forward()
    {
        var (p, t) = (Inputs[0], Inputs[1]);
        _check?.Invoke(p);
        Output.Set(0, _scale * (p.IsSingle ? Reduce.Sum(_rule, p.Floats, t.Floats) : Reduce.Sum(_rule, p.Doubles, t.Doubles)));
    }

    public override void Backward()
    {
        if (!Inputs[0].NeedsGrad)
            return;
        var gradient = Inputs[0].TakeGrad(out var add);
        ElementByElement.Map(new Chain(_rule, _scale * Output.GradStorage.At(0)), Inputs[0], Inputs[1], gradient, add);
    }

    public override V Line<V>(Func<int, int, V> input, int k)
    {
        var sum = _rule.Apply(input(0, 0), input(1, 0));
        for (var i = 1; i < Inputs[0].Length; i++)
            sum += _rule.Apply(input(0, i), input(1, i));
        return _scale * sum;
    }

    public override void LineBack<V>(Func<int, int, V> input, Func<int, V> output, Func<int, V> dy, Action<int, int, V> give)
    {
        for (var i = 0; i < Inputs[0].Length; i++)
            give(0, i, _scale * dy(0) * _rule.Derivative(input(0, i), input(1, i)));
    }

    private readonly struct Chain(TRule rule, double dy) : IBinaryRule
    {
        public V Apply<V>(V p, V t) where V : struct, ILane<V> => dy * rule.Derivative(p, t);
    }
}
