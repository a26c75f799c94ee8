namespace Courseware;

/// <summary>
/// The textbook's squared error with the ½: summed over the outputs, averaged over the samples. Not PyTorch's or Keras'
/// (<see cref="MeanSquaredError"/>).
/// </summary>
/// <remarks>L = 1/(2N) · Σ (p − t)²;  ∂L/∂p = (p − t) / N</remarks>
public sealed record HalfMeanSquaredError : Loss
{
    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return PairLossOperation<Rule>.Of("half mean squared error", default, Scale(prediction.Rank == 0 ? 1 : prediction.Shape[0]),
            prediction, target, (p, t) => $@"\tfrac{{1}}{{2}}\overline{{({p} - {t})^2}}");
    }

    private readonly struct Rule : IDifferentiablePairRule
    {
        public V Apply<V>(V p, V t) where V : struct, ILane<V> => 0.5 * (p - t) * (p - t);
        public V Derivative<V>(V p, V t) where V : struct, ILane<V> => p - t;
    }
}
