namespace Courseware;

/// <summary>A function of a batch of predictions and their targets that training makes small.</summary>
public abstract record Loss
{
    /// <summary>How the sum over elements or samples becomes one number; the mean by default.</summary>
    public Reduction Reduction { get; init; } = Reduction.Mean;

    /// <summary>What the loss expects as targets when a data set holds class labels.</summary>
    internal virtual TargetForm TargetForm => TargetForm.Values;

    /// <summary>For one output a sample: above which prediction the positive class is called (0 for logits, ½ for probabilities).</summary>
    public virtual double DecisionThreshold => 0.5;

    /// <summary>How many target values a sample has for a model with so many outputs; as many, unless the loss says otherwise.</summary>
    public virtual int TargetsFor(int outputs) => outputs;

    /// <summary>The loss of a batch, shape (): prediction (N, outputs) against target (N, outputs) or, for class indices, (N).</summary>
    public abstract Tensor Of(Tensor prediction, Tensor target);

    /// <summary>The loss of a batch with two targets, such as labels and a teacher's logits.</summary>
    /// <exception cref="NotSupportedException">This loss takes one target.</exception>
    public virtual Tensor Of(Tensor prediction, Tensor target, Tensor secondTarget)
        => throw new NotSupportedException($"{GetType().Name} takes one target, but second targets (a teacher's logits) were given. Use DistillationLoss, or leave FitOptions.SecondTargets out.");

    /// <summary>
    /// What is wrong with the target values of one sample, such as "a target of 5 …", with what they must be; null where nothing is. All
    /// are finite.
    /// </summary>
    internal virtual string? WrongTargets(ReadOnlySpan<float> targets) => null;

    /// <summary>1/count for the mean, 1 for the sum.</summary>
    private protected double Scale(int count) => Reduction == Reduction.Mean ? 1.0 / count : 1;
}
