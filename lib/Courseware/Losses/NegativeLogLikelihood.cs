namespace Courseware;

/// <summary>
/// The negative log-likelihood of log-probabilities l, shape (N, classes): what follows a <see cref="LogSoftmax"/> (PyTorch's
/// <c>NLLLoss</c>).
/// </summary>
/// <remarks>L = −mean over the samples of l[label];  ∂L/∂l = −onehot / N. Targets are class indices, shape (N).</remarks>
public sealed record NegativeLogLikelihood : Loss
{
    /// <summary>
    /// A weight for each class; the mean then divides by the sum of the labels' weights. Null for 1; 0 or more, and not all 0.
    /// </summary>
    public double[]? ClassWeights { get; init => field = Setting.Weights(value, "NegativeLogLikelihood's ClassWeights"); }

    /// <inheritdoc/>
    internal override TargetForm TargetForm => TargetForm.ClassIndices;

    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target)
    {
        var targets = new ClassTargets(nameof(NegativeLogLikelihood), prediction, target, 0, ClassWeights, divideByWeights: true);
        return NegativeLogLikelihoodOperation.Of(prediction, target, targets, Reduction == Reduction.Mean);
    }
}
