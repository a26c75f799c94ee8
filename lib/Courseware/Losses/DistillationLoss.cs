namespace Courseware;

/// <summary>What a student learns from: the labels (hard) and the teacher's logits (soft) (Hinton, Vinyals &amp; Dean 2015).</summary>
/// <remarks>
/// L = α·hard(z, labels) + (1−α)·T²·KL(softmax(v/T) ‖ softmax(z/T)) for the student's logits z and the teacher's v, as in the keras.io
/// example: α is the weight of the <i>hard</i> loss (some texts use the opposite). A term of weight 0 is not computed, so α = 1 trains
/// exactly as the hard loss alone. Without a teacher's logits (a validation set) the loss is the hard one.
/// </remarks>
/// <param name="Alpha">α, from 0 to 1.</param>
/// <param name="Temperature">T, above 0.</param>
/// <exception cref="ArgumentOutOfRangeException">α is not in 0 ≤ α ≤ 1, or T is not a positive number.</exception>
public sealed record DistillationLoss(double Alpha, double Temperature) : Loss
{
    /// <summary>α, the weight of the hard loss, 0 ≤ α ≤ 1.</summary>
    public double Alpha { get; init => field = Weight(value, nameof(Alpha)); } = Weight(Alpha, nameof(Alpha));

    /// <summary>T, above 0.</summary>
    public double Temperature { get; init => field = Setting.Positive(value, "The temperature"); }
        = Setting.Positive(Temperature, "The temperature");

    /// <summary>The loss against the labels; cross-entropy of the logits by default. It is reduced as this loss is.</summary>
    public Loss Hard { get; init; } = new CrossEntropy();

    /// <summary>
    /// Hand the student's softmax(z) to the hard loss instead of its logits z: for losses on probabilities, such as
    /// <see cref="MeanSquaredError"/>.
    /// </summary>
    public bool HardOnProbabilities { get; init; }

    /// <inheritdoc/>
    internal override TargetForm TargetForm => Hard.TargetForm;

    /// <inheritdoc/>
    public override double DecisionThreshold => 0;

    /// <summary>The hard loss alone: what a validation set without a teacher's logits is measured by.</summary>
    public override Tensor Of(Tensor prediction, Tensor target)
        => (Hard with { Reduction = Reduction }).Of(HardOnProbabilities ? SoftmaxOperation.Of(prediction) : prediction, target);

    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target, Tensor secondTarget)
    {
        if (Alpha == 1)
            return Of(prediction, target);
        var soft = new KullbackLeibler(Temperature) { Reduction = Reduction }.Of(prediction, secondTarget);
        return Alpha == 0 ? soft : Alpha * Of(prediction, target) + (1 - Alpha) * soft;
    }

    internal override string? WrongTargets(ReadOnlySpan<float> targets) => Hard.WrongTargets(targets);

    private static double Weight(double value, string name) => value is >= 0 and <= 1 ? value
        : throw new ArgumentOutOfRangeException(name,
            FormattableString.Invariant($"DistillationLoss' alpha is the weight of the hard loss, 0 ≤ α ≤ 1; got {value}."));
}
