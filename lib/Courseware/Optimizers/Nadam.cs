using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>Adam with Nesterov's momentum (Dozat 2016), with the momentum schedule of PyTorch and Keras.</summary>
/// <remarks>
/// μₜ = β₁(1 − ½·0.96^(tψ));  m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;  v̂ = v/(1−β₂ᵗ);
/// m̂ = μₜ₊₁·m/(1 − μ₁⋯μₜ₊₁) + (1−μₜ)·g/(1 − μ₁⋯μₜ);  w ← w − α·m̂ / (√v̂ + ε)
/// </remarks>
/// <param name="LearningRate">α: 0.002 in PyTorch, 0.001 in Keras.</param>
/// <param name="Beta1">β₁.</param>
/// <param name="Beta2">β₂.</param>
/// <param name="Epsilon">ε: 10⁻⁸ in PyTorch, 10⁻⁷ in Keras.</param>
/// <param name="MomentumDecay">ψ: 0.004 in PyTorch, 1 in Keras.</param>
public sealed record Nadam(double LearningRate = 0.002, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8,
    double MomentumDecay = 0.004) : Optimizer(LearningRate)
{
    /// <summary>β₁, from 0 to below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public double Beta1 { get; init => field = Setting.Share(value, "Nadam's Beta1"); } = Setting.Share(Beta1, "Nadam's Beta1");

    /// <summary>β₂, from 0 to below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public double Beta2 { get; init => field = Setting.Share(value, "Nadam's Beta2"); } = Setting.Share(Beta2, "Nadam's Beta2");

    /// <summary>ε, 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public double Epsilon { get; init => field = Setting.NotNegative(value, "Nadam's Epsilon"); }
        = Setting.NotNegative(Epsilon, "Nadam's Epsilon");

    /// <summary>ψ, 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public double MomentumDecay { get; init => field = Setting.NotNegative(value, "Nadam's MomentumDecay"); }
        = Setting.NotNegative(MomentumDecay, "Nadam's MomentumDecay");

    private readonly MomentumProducts _products = new();

    /// <inheritdoc/>
    public override int Slots => 2;

    /// <inheritdoc/>
    internal override void Step(ParameterUpdate parameter, double α, long t)
    {
        var (μ, μNext) = (MomentumProducts.Μ(t, Beta1, MomentumDecay), MomentumProducts.Μ(t + 1, Beta1, MomentumDecay));
        var product = _products.Upto(t, Beta1, MomentumDecay);
        parameter.Apply(new Rule(
            α, Beta1, Beta2, Epsilon, μNext / (1 - product * μNext), (1 - μ) / (1 - product), 1 - Elementary.Pow(Beta2, t)));
    }

    private readonly struct Rule(double α, double β1, double β2, double ε, double ofMomentum, double ofGradient, double correction2)
        : IUpdateRule, INamedRule<Rule>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V>(ref V w, V g, ref V m, ref V v, ref V u) where V : struct, ILane<V>
        {
            m = β1 * m + (1 - β1) * g;
            v = β2 * v + (1 - β2) * g * g;
            var (mHat, vHat) = (ofMomentum * m + ofGradient * g, v / correction2);
            w -= α * mHat / (V.Sqrt(vHat) + ε);
        }

        public Rule With(Func<string, double, double> constant) => new(
            constant("α", α), constant("β₁", β1), constant("β₂", β2), constant("ε", ε),
            constant("μₜ₊₁/(1 − μ₁⋯μₜ₊₁)", ofMomentum), constant("(1 − μₜ)/(1 − μ₁⋯μₜ)", ofGradient), constant("1 − β₂ᵗ", correction2));
    }
}
