namespace Courseware;

/// <summary>The mean squared error over all elements, as PyTorch and Keras define it (no ½).</summary>
/// <remarks>L = 1/(N·outputs) · Σ (p − t)²;  ∂L/∂p = 2(p − t) / (N·outputs)</remarks>
public sealed record MeanSquaredError : Loss
{
    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target)
        => PairLossOperation<Rule>.Of("mean squared error", default, Scale(prediction.Length), prediction, target,
            (p, t) => $@"\overline{{({p} - {t})^2}}");

    private readonly struct Rule : IDifferentiablePairRule
    {
        public V Apply<V>(V p, V t) where V : struct, ILane<V> => (p - t) * (p - t);
        public V Derivative<V>(V p, V t) where V : struct, ILane<V> => 2 * (p - t);
    }
}
