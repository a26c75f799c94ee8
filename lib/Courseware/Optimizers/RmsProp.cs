using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>RMSprop: divide the step by a running root mean square of the gradient (Tieleman &amp; Hinton 2012).</summary>
/// <remarks>
/// s ← ρs + (1−ρ)g²;  w ← w − α·g / (√s + ε).  Centered (Graves 2013): ḡ ← ρḡ + (1−ρ)g, and s − ḡ² in place of s.
/// With momentum: b ← μb + g / (√s + ε);  w ← w − αb.
/// </remarks>
/// <param name="LearningRate">α: 0.01 in PyTorch, 0.001 in Keras.</param>
/// <param name="Decay">ρ (PyTorch's alpha): 0.99 in PyTorch, 0.9 in Keras.</param>
/// <param name="Epsilon">ε: 10⁻⁸ in PyTorch, 10⁻⁷ in Keras.</param>
public sealed record RmsProp(double LearningRate = 0.01, double Decay = 0.99, double Epsilon = 1e-8) : Optimizer(LearningRate)
{
    /// <summary>ρ, from 0 to below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public double Decay { get; init => field = Setting.Share(value, "RmsProp's Decay"); } = Setting.Share(Decay, "RmsProp's Decay");

    /// <summary>ε, 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public double Epsilon { get; init => field = Setting.NotNegative(value, "RmsProp's Epsilon"); }
        = Setting.NotNegative(Epsilon, "RmsProp's Epsilon");

    /// <summary>Where ε is: outside the root in PyTorch, inside in Keras.</summary>
    public EpsilonPlace EpsilonPlace { get; init; }

    /// <summary>μ; 0 for none.</summary>
    public double Momentum { get; init; }

    /// <summary>Divide by the running variance instead of the mean square.</summary>
    public bool Centered { get; init; }

    /// <inheritdoc/>
    public override int Slots => Centered ? 3 : Momentum > 0 ? 2 : 1;

    /// <inheritdoc/>
    internal override void Step(ParameterUpdate parameter, double α, long t) => parameter.Apply(
        new Rule(α, Decay, Epsilon, Momentum, Centered, EpsilonPlaces.OutsideOrInside(EpsilonPlace, nameof(RmsProp))));

    private readonly struct Rule(double α, double ρ, double ε, double μ, bool centered, EpsilonPlace place) : IUpdateRule, INamedRule<Rule>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V>(ref V w, V g, ref V s, ref V b, ref V mean) where V : struct, ILane<V>
        {
            s = ρ * s + (1 - ρ) * g * g;
            var square = s;
            if (centered)
            {
                mean = ρ * mean + (1 - ρ) * g;
                square = s - mean * mean;
            }
            var step = g / (place == EpsilonPlace.Inside ? V.Sqrt(square + ε) : V.Sqrt(square) + ε);
            if (μ > 0)
                step = b = μ * b + step;
            w -= α * step;
        }

        public Rule With(Func<string, double, double> constant)
            => new(constant("α", α), constant("ρ", ρ), constant("ε", ε), constant("μ", μ), centered, place);
    }
}
