using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>
/// Adam with decoupled weight decay: the decay does not pass through the moments (Loshchilov &amp; Hutter 2019, algorithm 2).
/// </summary>
/// <remarks>
/// w ← w − αλw;  m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;  m̂ = m/(1−β₁ᵗ);  v̂ = v/(1−β₂ᵗ);  w ← w − α·m̂ / (√v̂ + ε)
/// </remarks>
/// <param name="LearningRate">α.</param>
/// <param name="Beta1">β₁.</param>
/// <param name="Beta2">β₂.</param>
/// <param name="Epsilon">ε: 10⁻⁸ in PyTorch, 10⁻⁷ in Keras.</param>
/// <param name="Decay">λ, PyTorch's weight_decay here: 0.01 in PyTorch, 0.004 in Keras. (The inherited WeightDecay is the coupled
/// one.)</param>
public sealed record AdamW(double LearningRate = 0.001, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8,
    double Decay = 0.01) : Optimizer(LearningRate)
{
    /// <summary>β₁, from 0 to below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public double Beta1 { get; init => field = Setting.Share(value, "AdamW's Beta1"); } = Setting.Share(Beta1, "AdamW's Beta1");

    /// <summary>β₂, from 0 to below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public double Beta2 { get; init => field = Setting.Share(value, "AdamW's Beta2"); } = Setting.Share(Beta2, "AdamW's Beta2");

    /// <summary>ε, 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public double Epsilon { get; init => field = Setting.NotNegative(value, "AdamW's Epsilon"); }
        = Setting.NotNegative(Epsilon, "AdamW's Epsilon");

    /// <summary>λ, 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public double Decay { get; init => field = Setting.NotNegative(value, "AdamW's Decay"); } = Setting.NotNegative(Decay, "AdamW's Decay");

    /// <summary>Where ε is; outside the root by default.</summary>
    public EpsilonPlace EpsilonPlace { get; init; }

    /// <summary>Divide by the largest v so far instead of the present one (Reddi et al. 2018).</summary>
    public bool AmsGrad { get; init; }

    /// <inheritdoc/>
    public override int Slots => AmsGrad ? 3 : 2;

    /// <inheritdoc/>
    internal override void Step(ParameterUpdate parameter, double α, long t) => parameter.Apply(new Rule(
        α, Decay, Beta1, Beta2, Epsilon, 1 - Elementary.Pow(Beta1, t), 1 - Elementary.Pow(Beta2, t), EpsilonPlace, AmsGrad));

    private readonly struct Rule(
        double α, double λ, double β1, double β2, double ε, double correction1, double correction2, EpsilonPlace place, bool amsGrad)
        : IUpdateRule, INamedRule<Rule>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V>(ref V w, V g, ref V m, ref V v, ref V largest) where V : struct, ILane<V>
        {
            w -= α * λ * w;
            m = β1 * m + (1 - β1) * g;
            v = β2 * v + (1 - β2) * g * g;
            if (amsGrad)
                largest = V.Max(largest, v);
            var second = amsGrad ? largest : v;
            var (mHat, vHat) = (m / correction1, second / correction2);
            w -= place switch
            {
                EpsilonPlace.Inside => α * mHat / V.Sqrt(vHat + ε),
                EpsilonPlace.Hat => α * Math.Sqrt(correction2) / correction1 * m / (V.Sqrt(second) + ε),
                _ => α * mHat / (V.Sqrt(vHat) + ε),
            };
        }

        public Rule With(Func<string, double, double> constant) => new(
            constant("α", α), constant("λ", λ), constant("β₁", β1), constant("β₂", β2), constant("ε", ε),
            constant("1 − β₁ᵗ", correction1), constant("1 − β₂ᵗ", correction2), place, amsGrad);
    }
}
