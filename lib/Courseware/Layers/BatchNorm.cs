namespace Courseware;

/// <summary>
/// Batch normalisation (Ioffe &amp; Szegedy 2015): each feature of a row, or each channel of an image, to mean 0 and variance 1 over the
/// batch.
/// </summary>
/// <remarks>
/// training: y = γ·(x − μ)/√(σ² + ε) + β with the batch's mean μ and biased variance σ² (over N, or over N, H and W), and
/// running ← (1 − momentum)·running + momentum·batch, where the running variance takes the unbiased one, σ²·n/(n−1);
/// evaluation: the running statistics in place of μ and σ². PyTorch's form; Keras' momentum 0.99 is 0.01 here.
/// </remarks>
/// <param name="momentum">The weight of the new value in the running statistics: 0.1 in PyTorch, 0.01 (written 0.99) in Keras.</param>
/// <param name="epsilon">ε: 10⁻⁵ in PyTorch, 10⁻³ in Keras.</param>
/// <param name="affine">Whether γ and β are there and trained; they start at 1 and 0.</param>
/// <param name="unbiasedRunningVariance">Whether the running variance takes n/(n−1)·σ² (PyTorch) or σ² itself (Keras 3).</param>
public sealed class BatchNorm(double momentum = 0.1, double epsilon = 1e-5, bool affine = true, bool unbiasedRunningVariance = true) : Layer
{
    /// <summary>The weight of the new value in the running statistics.</summary>
    internal double Momentum { get; }
        = momentum is >= 0 and <= 1 ? momentum
        : throw new ArgumentOutOfRangeException(nameof(momentum),
            FormattableString.Invariant($"BatchNorm's momentum is the weight of the new value, 0 ≤ momentum ≤ 1; got {momentum}. (Keras' 0.99 is 0.01 here.)"));

    /// <summary>ε.</summary>
    internal double Epsilon { get; } = Setting.Positive(epsilon, "BatchNorm's epsilon", nameof(epsilon));

    /// <summary>Whether the running variance takes n/(n−1)·σ² or σ² itself.</summary>
    internal bool UnbiasedRunningVariance => unbiasedRunningVariance;

    /// <summary>γ, one a feature or channel; null if not affine.</summary>
    public Tensor? Weight { get; private set; }

    /// <summary>β, one a feature or channel; null if not affine.</summary>
    public Tensor? Bias { get; private set; }

    /// <summary>The running mean, which evaluation uses.</summary>
    public Tensor RunningMean { get; private set; } = null!;

    /// <summary>The running variance, which evaluation uses.</summary>
    public Tensor RunningVariance { get; private set; } = null!;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        return BatchNormOperation.Of(x,
            new BatchNormParts(Name, Weight, Bias, RunningMean, RunningVariance, Momentum, Epsilon, unbiasedRunningVariance),
            pass.Training);
    }

    /// <inheritdoc/>
    protected override int[] Build(int[] inputShape, LayerBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        ArgumentNullException.ThrowIfNull(builder);
        if (inputShape.Length is not (1 or 3))
            throw Misfit("vectors, or images of shape (channels, height, width)", inputShape);
        int[] channels = [inputShape[0]];
        Weight = affine ? builder.Parameter("weight", channels, new Constant(1), 1, 1) : null;
        Bias = affine ? builder.Parameter("bias", channels, new Constant(0), 1, 1) : null;
        RunningMean = builder.State("running_mean", channels, 0);
        RunningVariance = builder.State("running_var", channels, 1);
        return [.. inputShape];
    }
}
