namespace Courseware;

/// <summary>
/// Keras' cross-entropy from probabilities, shape (N, classes): <c>categorical_crossentropy</c> for one-hot targets,
/// <c>sparse_categorical_crossentropy</c>
/// for class indices. On logits, <see cref="CrossEntropy"/> is more accurate.
/// </summary>
/// <remarks>
/// One-hot: q = clip(p/Σp, ε, 1−ε), L = −mean of Σ t·ln q. Class indices: r = clip(p, ε, 1−ε), L = −mean of ln(r[label]/Σr).
/// Where the clip acts, the gradient is 0.
/// </remarks>
/// <param name="Epsilon">ε, Keras' backend epsilon.</param>
/// <exception cref="ArgumentOutOfRangeException">ε is not in 0 ≤ ε &lt; ½.</exception>
public sealed record KerasCategoricalCrossEntropy(double Epsilon = 1e-7) : Loss
{
    /// <summary>ε, 0 ≤ ε &lt; ½.</summary>
    public double Epsilon { get; init => field = Setting.Clip(value, "KerasCategoricalCrossEntropy's Epsilon"); }
        = Setting.Clip(Epsilon, "KerasCategoricalCrossEntropy's Epsilon");

    /// <summary>True: <c>Fit</c> hands over class indices (Keras' sparse categorical). False: one-hot rows.</summary>
    public bool Sparse { get; init; }

    /// <inheritdoc/>
    internal override TargetForm TargetForm => Sparse ? TargetForm.ClassIndices : TargetForm.Values;

    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target)
    {
        var targets = new ClassTargets(nameof(KerasCategoricalCrossEntropy), prediction, target, 0, null, divideByWeights: false);
        return KerasCrossEntropyOperation.Of(prediction, target, targets, Scale(prediction.Shape[0]), Epsilon);
    }

    internal override string? WrongTargets(ReadOnlySpan<float> targets)
        => Sparse ? null : Probabilities.WrongRow(targets, nameof(KerasCategoricalCrossEntropy));
}
