using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>Adadelta: steps in the units of the weights, by the ratio of two running root mean squares (Zeiler 2012).</summary>
/// <remarks>
/// s ← ρs + (1−ρ)g²;  Δ = √(x + ε)/√(s + ε) · g;  x ← ρx + (1−ρ)Δ²;  w ← w − αΔ
/// </remarks>
/// <param name="LearningRate">α: 1 in the paper and PyTorch, 0.001 in Keras.</param>
/// <param name="Decay">ρ: 0.9 in PyTorch, 0.95 in Keras.</param>
/// <param name="Epsilon">ε: 10⁻⁶ in PyTorch, 10⁻⁷ in Keras; inside both roots.</param>
public sealed record Adadelta(double LearningRate = 1, double Decay = 0.9, double Epsilon = 1e-6) : Optimizer(LearningRate)
{
    /// <summary>ρ, from 0 to below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public double Decay { get; init => field = Setting.Share(value, "Adadelta's Decay"); } = Setting.Share(Decay, "Adadelta's Decay");

    /// <summary>ε, 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public double Epsilon { get; init => field = Setting.NotNegative(value, "Adadelta's Epsilon"); }
        = Setting.NotNegative(Epsilon, "Adadelta's Epsilon");

    /// <inheritdoc/>
    public override int Slots => 2;

    /// <inheritdoc/>
    internal override void Step(ParameterUpdate parameter, double α, long t) => parameter.Apply(new Rule(α, Decay, Epsilon));

    private readonly struct Rule(double α, double ρ, double ε) : IUpdateRule, INamedRule<Rule>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V>(ref V w, V g, ref V s, ref V x, ref V u) where V : struct, ILane<V>
        {
            s = ρ * s + (1 - ρ) * g * g;
            var Δ = V.Sqrt(x + ε) / V.Sqrt(s + ε) * g;
            x = ρ * x + (1 - ρ) * Δ * Δ;
            w -= α * Δ;
        }

        public Rule With(Func<string, double, double> constant) => new(constant("α", α), constant("ρ", ρ), constant("ε", ε));
    }
}
