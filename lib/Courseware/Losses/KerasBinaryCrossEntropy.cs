using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>Binary cross-entropy of probabilities as Keras computes it: p is clipped to [ε, 1−ε].</summary>
/// <remarks>
/// L = −mean(t·ln p + (1−t)·ln(1−p)) with p = clip(prediction, ε, 1−ε); Keras 2 adds ε once more inside each logarithm.
/// The gradient is 0 where the clip acts. In float32 1 − 10⁻⁷ is 0.99999988, so no term exceeds 15.942.
/// </remarks>
/// <param name="Epsilon">ε, Keras' backend epsilon.</param>
/// <exception cref="ArgumentOutOfRangeException">ε is not in 0 ≤ ε &lt; ½.</exception>
public sealed record KerasBinaryCrossEntropy(double Epsilon = 1e-7) : Loss
{
    /// <summary>ε, 0 ≤ ε &lt; ½.</summary>
    public double Epsilon { get; init => field = Setting.Clip(value, "KerasBinaryCrossEntropy's Epsilon"); }
        = Setting.Clip(Epsilon, "KerasBinaryCrossEntropy's Epsilon");

    /// <summary>Compute as Keras 2: ln(p + ε) and ln(1 − p + ε).</summary>
    public bool Keras2 { get; init; }

    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target)
    {
        Probabilities.CheckTargets(target, nameof(KerasBinaryCrossEntropy));
        return PairLossOperation<Rule>.Of("binary cross-entropy", new Rule(Epsilon, Keras2 ? Epsilon : 0), Scale(prediction.Length),
            prediction, target, check: p => Probabilities.Check(p, nameof(KerasBinaryCrossEntropy)));
    }

    internal override string? WrongTargets(ReadOnlySpan<float> targets)
        => Probabilities.WrongValues(targets, nameof(KerasBinaryCrossEntropy));

    private readonly struct Rule(double ε, double inside) : IDifferentiablePairRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V p, V t) where V : struct, ILane<V>
        {
            p = V.Max(ε, V.Min(p, 1 - ε));
            return -(t * V.Log(p + inside) + (1 - t) * V.Log(1 - p + inside));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative<V>(V p, V t) where V : struct, ILane<V>
        {
            V slope = (1 - t) / (1 - p + inside) - t / (p + inside);
            return V.Where(ε - p, 0, V.Where(p - (1 - ε), 0, slope));
        }
    }
}
