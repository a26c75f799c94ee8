namespace Courseware;

/// <summary>
/// Cross-entropy of logits z, shape (N, classes): softmax and logarithm in one stable step (PyTorch's <c>CrossEntropyLoss</c>).
/// </summary>
/// <remarks>
/// L = −mean over the samples of Σ t·ln p with p = softmax(z);  ∂L/∂z = (p − t) / N. Targets are class indices, shape (N), or
/// probabilities, shape (N, classes).
/// </remarks>
/// <param name="LabelSmoothing">s: the target becomes (1−s)·t + s/classes (Szegedy et al. 2016).</param>
/// <exception cref="ArgumentOutOfRangeException">s is not in 0 ≤ s &lt; 1.</exception>
public sealed record CrossEntropy(double LabelSmoothing = 0) : Loss
{
    /// <summary>s, the share of the target that goes to all classes alike, 0 ≤ s &lt; 1.</summary>
    public double LabelSmoothing { get; init => field = Share(value, nameof(LabelSmoothing)); }
        = Share(LabelSmoothing, nameof(LabelSmoothing));

    /// <summary>A weight for each class, which multiplies the terms of its samples; null for 1. 0 or more, and not all 0.</summary>
    public double[]? ClassWeights { get; init => field = Setting.Weights(value, "CrossEntropy's ClassWeights"); }

    /// <summary>
    /// With class weights, the mean divides by the sum of the labels' weights (PyTorch); false divides by N (Keras' class_weight).
    /// </summary>
    public bool DivideByWeights { get; init; } = true;

    /// <summary>True: <c>Fit</c> hands over the data set's target rows as probabilities. False: its class indices.</summary>
    public bool SoftTargets { get; init; }

    /// <inheritdoc/>
    internal override TargetForm TargetForm => SoftTargets ? TargetForm.Values : TargetForm.ClassIndices;

    /// <summary>0: the threshold of a logit.</summary>
    public override double DecisionThreshold => 0;

    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target)
    {
        var targets = new ClassTargets(nameof(CrossEntropy), prediction, target, LabelSmoothing, ClassWeights, DivideByWeights);
        return CrossEntropyOperation.Of(prediction, target, targets, Reduction == Reduction.Mean);
    }

    internal override string? WrongTargets(ReadOnlySpan<float> targets)
        => !SoftTargets ? null : Probabilities.WrongRow(targets, nameof(CrossEntropy));

    private static double Share(double value, string name) => value is >= 0 and < 1 ? value
        : throw new ArgumentOutOfRangeException(name,
            FormattableString.Invariant($"CrossEntropy's label smoothing must be in 0 ≤ s < 1; got {value}."));
}
