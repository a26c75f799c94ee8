using Courseware.Tensors;
using Courseware.Tensors.Kernels;

namespace Courseware.Optimizers;

/// <summary>One parameter as an optimizer sees it: the weight w, its gradient g, and what the rule remembers (m, v, …).</summary>
public sealed class ParameterUpdate
{
    private readonly Optimizer optimizer;

    internal ParameterUpdate(Tensor weight, Optimizer optimizer)
    {
        Weight = weight;
        this.optimizer = optimizer;
        State = new Tensor[optimizer.Slots];
        for (var i = 0; i < State.Length; i++)
            State[i] = Tensor.Full(weight.Shape, optimizer.InitialState, weight.DType);
    }

    /// <summary>The parameter itself.</summary>
    public Tensor Weight { get; }

    /// <summary>What the rule remembers, one tensor of the weight's shape for each slot.</summary>
    public IReadOnlyList<Tensor> Slots => State;

    internal Tensor[] State { get; }

    /// <summary>Applies the textbook line to every weight.</summary>
    public void Apply<TRule>(TRule rule)
        where TRule : struct, IUpdateRule
    {
        if (optimizer.WeightDecay == 0)
            Run(rule);
        else
            Run(new WithDecay<TRule>(rule, optimizer.WeightDecay));
    }

    private void Run<TRule>(TRule rule)
        where TRule : struct, IUpdateRule
    {
        var g = Weight.GradStorage;
        if (Weight.IsSingle)
            Elementwise.Update(rule, Weight.Floats, g.Floats, Floats(0), Floats(1), Floats(2));
        else
            Elementwise.Update(rule, Weight.Doubles, g.Doubles, Doubles(0), Doubles(1), Doubles(2));
    }

    private Span<float> Floats(int slot) => slot < State.Length ? State[slot].Floats : default;

    private Span<double> Doubles(int slot) => slot < State.Length ? State[slot].Doubles : default;

    private readonly struct WithDecay<TRule>(TRule rule, double decay) : IUpdateRule
        where TRule : struct, IUpdateRule
    {
        public void Apply<V>(ref V w, V g, ref V s, ref V t, ref V u)
            where V : struct, ILane<V>
            => rule.Apply(ref w, g + decay * w, ref s, ref t, ref u);
    }
}
