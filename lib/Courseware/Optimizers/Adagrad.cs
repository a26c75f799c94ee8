using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>Adagrad: divide the step by the root of the sum of all squared gradients so far (Duchi, Hazan &amp; Singer 2011).</summary>
/// <remarks>s ← s + g²;  w ← w − α·g / (√s + ε)</remarks>
/// <param name="LearningRate">α: 0.01 in PyTorch, 0.001 in Keras.</param>
/// <param name="Epsilon">ε: 10⁻¹⁰ in PyTorch, 10⁻⁷ in Keras.</param>
public sealed record Adagrad(double LearningRate = 0.01, double Epsilon = 1e-10) : Optimizer(LearningRate)
{
    /// <summary>ε, 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public double Epsilon { get; init => field = Setting.NotNegative(value, "Adagrad's Epsilon"); }
        = Setting.NotNegative(Epsilon, "Adagrad's Epsilon");

    /// <summary>Where ε is: outside the root in PyTorch, inside in Keras.</summary>
    public EpsilonPlace EpsilonPlace { get; init; }

    /// <summary>s before the first step: 0 in PyTorch, 0.1 in Keras.</summary>
    public double InitialAccumulator { get; init; }

    /// <summary>PyTorch's lr_decay: the rate of step t is α / (1 + (t−1)·decay).</summary>
    public double LearningRateDecay { get; init; }

    /// <inheritdoc/>
    public override int Slots => 1;

    /// <inheritdoc/>
    internal override double InitialState => InitialAccumulator;

    /// <inheritdoc/>
    internal override void Step(ParameterUpdate parameter, double α, long t)
        => parameter.Apply(
            new Rule(α / (1 + (t - 1) * LearningRateDecay), Epsilon, EpsilonPlaces.OutsideOrInside(EpsilonPlace, nameof(Adagrad))));

    private readonly struct Rule(double α, double ε, EpsilonPlace place) : IUpdateRule, INamedRule<Rule>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V>(ref V w, V g, ref V s, ref V t, ref V u) where V : struct, ILane<V>
        {
            s += g * g;
            w -= α * g / (place == EpsilonPlace.Inside ? V.Sqrt(s + ε) : V.Sqrt(s) + ε);
        }

        public Rule With(Func<string, double, double> constant) => new(constant("α", α), constant("ε", ε), place);
    }
}
