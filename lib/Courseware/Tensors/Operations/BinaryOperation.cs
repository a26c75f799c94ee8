namespace Courseware;

/// <summary>The rule of a binary operator: its value, and what flows back to each operand.</summary>
internal interface IOperatorRule : IBinaryRule
{
    /// <summary>∂L/∂a from the operands and dy = ∂L/∂y.</summary>
    V BackA<V>(V a, V b, V dy)
        where V : struct, ILane<V>;

    /// <summary>∂L/∂b from the operands and dy = ∂L/∂y.</summary>
    V BackB<V>(V a, V b, V dy)
        where V : struct, ILane<V>;
}

/// <summary>y = a ∘ b, element by element, with NumPy's broadcasting; a broadcast operand's gradient is summed over its copies.</summary>
internal sealed class BinaryOperation<TRule> : Operation
    where TRule : struct, IOperatorRule
{
    private readonly Func<string, string, string> _tex;
    private readonly Tensor _a;
    private readonly Tensor _b;
    private readonly int[]? _indexA;
    private readonly int[]? _indexB;
    private Tensor? _scratch;

    private BinaryOperation(string name, Tensor x, Tensor y, int[] shape, Func<string, string, string> tex)
        : base(name, x, y)
    {
        _tex = tex;
        (_a, _indexA) = Spread(x, shape);
        (_b, _indexB) = Spread(y, shape);
    }

    public static Tensor Of(string name, Tensor x, Tensor y, Func<string, string, string> tex)
    {
        var shape = Shapes.Broadcast(x.Shape, y.Shape, name);
        return new BinaryOperation<TRule>(name, x, y, shape, tex).Record(x.Like(shape));
    }

    public override string Tex(params string[] inputs) => _tex(inputs[0], inputs[1]);

    public override void Forward()
    {
        Gather(Inputs[0], _indexA, _a);
        Gather(Inputs[1], _indexB, _b);
        ElementByElement.Map(default(TRule), _a, _b, Output);
    }

    public override void Backward()
    {
        if (Inputs[0].NeedsGrad)
            Back(default(RuleA), Inputs[0], _indexA);
        if (Inputs[1].NeedsGrad)
            Back(default(RuleB), Inputs[1], _indexB);
    }

    public override V Line<V>(Func<int, int, V> input, int k)
        => default(TRule).Apply(input(0, _indexA?[k] ?? k), input(1, _indexB?[k] ?? k));

    public override void LineBack<V>(Func<int, int, V> input, Func<int, V> output, Func<int, V> dy, Action<int, int, V> give)
    {
        for (var k = 0; k < Output.Length; k++)
        {
            var (at, bt) = (_indexA?[k] ?? k, _indexB?[k] ?? k);
            give(0, at, default(TRule).BackA(input(0, at), input(1, bt), dy(k)));
            give(1, bt, default(TRule).BackB(input(0, at), input(1, bt), dy(k)));
        }
    }

    private void Back<T>(T back, Tensor input, int[]? index)
        where T : struct, ITernaryRule
    {
        var gradient = input.TakeGrad(out var add);
        if (index is null)
        {
            ElementByElement.Map(back, _a, _b, Output.GradStorage, gradient, add);
            return;
        }

        _scratch ??= Output.Like(Output.Shape);
        ElementByElement.Map(back, _a, _b, Output.GradStorage, _scratch);
        if (!add)
            gradient.Fill(0);
        for (var i = 0; i < index.Length; i++)
            gradient.Set(index[i], gradient.At(index[i]) + _scratch.At(i));
    }

    private static (Tensor, int[]?) Spread(Tensor x, int[] shape)
        => Shapes.Same(x.Shape, shape) ? (x, null) : (x.Like(shape), Shapes.BroadcastIndex(x.Shape, shape));

    private static void Gather(Tensor from, int[]? index, Tensor to)
    {
        if (index is null)
            return;
        for (var i = 0; i < index.Length; i++)
            to.Set(i, from.At(index[i]));
    }

    private readonly struct RuleA : ITernaryRule
    {
        public V Apply<V>(V a, V b, V dy)
            where V : struct, ILane<V>
            => default(TRule).BackA(a, b, dy);
    }

    private readonly struct RuleB : ITernaryRule
    {
        public V Apply<V>(V a, V b, V dy)
            where V : struct, ILane<V>
            => default(TRule).BackB(a, b, dy);
    }
}
