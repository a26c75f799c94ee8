using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>One parameter as an optimizer sees it: the weight w, its gradient g, and what the rule remembers (m, v, …).</summary>
internal sealed class ParameterUpdate
{
    private readonly Optimizer _optimizer;

    internal ParameterUpdate(Tensor weight, Optimizer optimizer)
    {
        Weight = weight;
        _optimizer = optimizer;
        State = new Tensor[optimizer.Slots];
        for (var i = 0; i < State.Length; i++)
            State[i] = Tensor.Full(weight.Shape, optimizer.InitialState, weight.DType);
    }

    /// <summary>The parameter itself.</summary>
    internal Tensor Weight { get; }

    /// <summary>What the rule remembers, one tensor of the weight's shape for each slot.</summary>
    internal IReadOnlyList<Tensor> Slots => State;

    internal Tensor[] State { get; }

    /// <summary>α of the step that runs; decoupled weight decay needs it.</summary>
    internal double LearningRate { private get; set; }

    /// <summary>Gets the rule in place of running it; for derivations.</summary>
    internal IRuleReader? Reader { private get; init; }

    /// <summary>Applies the textbook line to every weight.</summary>
    public void Apply<TRule>(TRule rule)
        where TRule : struct, IUpdateRule
    {
        if (_optimizer.WeightDecay == 0 && _optimizer.DecoupledWeightDecay == 0)
            Run(rule);
        else
            Run(new WithDecay<TRule>(rule, _optimizer.WeightDecay, LearningRate * _optimizer.DecoupledWeightDecay));
    }

    /// <summary>Applies a plain function of (w, g, state) to one weight after the other, in double.</summary>
    internal void Apply(Func<double, double, double[], double> rule)
    {
        if (Reader is not null)
        {
            throw new NotSupportedException(
                "This optimizer's rule is a plain function over doubles, which cannot be read as a formula. Derive the step of one of the library's own optimizers.");
        }

        var gradient = Weight.GradStorage;
        var state = new double[State.Length];
        for (var i = 0; i < Weight.Length; i++)
        {
            for (var s = 0; s < state.Length; s++)
                state[s] = State[s].At(i);
            var w = Weight.At(i);
            var g = gradient.At(i) + _optimizer.WeightDecay * w;
            w -= LearningRate * _optimizer.DecoupledWeightDecay * w;
            Weight.Set(i, rule(w, g, state));
            for (var s = 0; s < state.Length; s++)
                State[s].Set(i, state[s]);
        }
    }

    private void Run<TRule>(TRule rule)
        where TRule : struct, IUpdateRule
    {
        if (Reader is not null)
        {
            Reader.Read(rule);
            return;
        }
        ElementByElement.Update(rule, Weight, Weight.GradStorage, State);
    }

    /// <summary>
    /// PyTorch's coupled decay, g ← g + decay·w, and the decoupled one, w ← w − shrink·w with shrink = α·decay, before the rule itself.
    /// </summary>
    private readonly struct WithDecay<TRule>(TRule rule, double coupled, double shrink) : IUpdateRule, INamedRule<WithDecay<TRule>>
        where TRule : struct, IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V>(ref V w, V g, ref V s, ref V t, ref V u)
            where V : struct, ILane<V>
        {
            g += coupled * w;
            w -= shrink * w;
            rule.Apply(ref w, g, ref s, ref t, ref u);
        }

        public WithDecay<TRule> With(Func<string, double, double> constant)
            => new(rule is INamedRule<TRule> named ? named.With(constant) : rule, constant("λ", coupled), constant("αλ", shrink));
    }
}
