using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>
/// Binary cross-entropy of logits z: the sigmoid and the logarithm in one stable step (PyTorch's <c>BCEWithLogitsLoss</c>).
/// </summary>
/// <remarks>
/// L = mean(w·t·ln(1 + e⁻ᶻ) + (1−t)·ln(1 + eᶻ));  ∂/∂z = (1−t)·σ(z) − w·t·σ(−z), without weights σ(z) − t.
/// </remarks>
public sealed record BinaryCrossEntropyWithLogits : Loss
{
    /// <summary>
    /// w, the weight of the positive examples: one for all outputs, or one for each; null for 1. 0 or more, and not all 0.
    /// </summary>
    public double[]? PositiveWeights { get; init => field = Setting.Weights(value, "BinaryCrossEntropyWithLogits' PositiveWeights"); }

    /// <summary>0: a logit above 0 is a probability above ½.</summary>
    public override double DecisionThreshold => 0;

    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        Probabilities.CheckTargets(target, nameof(BinaryCrossEntropyWithLogits));
        if (PositiveWeights is null or [_])
        {
            return PairLossOperation<Rule>.Of("binary cross-entropy", new Rule(PositiveWeights?[0] ?? 1), Scale(prediction.Length),
                prediction, target);
        }

        if (prediction.Rank == 0 || PositiveWeights.Length != prediction.Shape[^1] || !Shapes.Same(prediction.Shape, target.Shape))
            throw new ArgumentException($"BinaryCrossEntropyWithLogits has {PositiveWeights.Length} positive weights, one an output; got predictions of shape {Shapes.Text(prediction.Shape)} and targets of shape {Shapes.Text(target.Shape)}.");
        var w = Tensor.From(PositiveWeights, PositiveWeights.Length).To(prediction.DType);
        var (positive, negative) = (UnaryOperation<SoftplusRule>.Of("softplus", default, -prediction),
            UnaryOperation<SoftplusRule>.Of("softplus", default, prediction));
        return (w * target * positive + (1 - target) * negative).Sum() * Scale(prediction.Length);
    }

    internal override string? WrongTargets(ReadOnlySpan<float> targets)
        => Probabilities.WrongValues(targets, nameof(BinaryCrossEntropyWithLogits));

    private readonly struct Rule(double w) : IDifferentiablePairRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V z, V t) where V : struct, ILane<V> => w * t * V.Softplus(-z) + (1 - t) * V.Softplus(z);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative<V>(V z, V t) where V : struct, ILane<V>
        {
            // σ(z) and σ(−z) from one exponential, as V.Sigmoid computes each of them.
            V e = V.Exp(-V.Abs(z));
            V sigmoid = V.Where(-z, e, 1) / (1 + e), opposite = V.Where(z, e, 1) / (1 + e);
            return (1 - t) * sigmoid - w * t * opposite;
        }
    }

    private readonly struct SoftplusRule : IDifferentiableRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V x) where V : struct, ILane<V> => V.Softplus(x);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative<V>(V x, V y) where V : struct, ILane<V> => V.Sigmoid(x);
    }
}
