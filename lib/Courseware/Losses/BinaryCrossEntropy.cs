using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>
/// Binary cross-entropy of probabilities, as PyTorch's <c>BCELoss</c>. On logits, <see cref="BinaryCrossEntropyWithLogits"/> is more
/// accurate.
/// </summary>
/// <remarks>
/// L = −mean(t·ln p + (1−t)·ln(1−p)), each logarithm no less than −100;  ∂/∂p = (p − t) / (p(1−p)), the divisor no less than 10⁻¹².
/// </remarks>
public sealed record BinaryCrossEntropy : Loss
{
    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target)
    {
        Probabilities.CheckTargets(target, nameof(BinaryCrossEntropy));
        return PairLossOperation<Rule>.Of("binary cross-entropy", default, Scale(prediction.Length), prediction, target, check: p =>
            Probabilities.Check(p, nameof(BinaryCrossEntropy)));
    }

    internal override string? WrongTargets(ReadOnlySpan<float> targets) => Probabilities.WrongValues(targets, nameof(BinaryCrossEntropy));

    private readonly struct Rule : IDifferentiablePairRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V p, V t) where V : struct, ILane<V> => -(t * V.Max(V.Log(p), -100) + (1 - t) * V.Max(V.Log1p(-p), -100));
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative<V>(V p, V t) where V : struct, ILane<V> => (p - t) / V.Max(p * (1 - p), 1e-12);
    }
}
