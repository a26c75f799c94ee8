namespace Courseware;

/// <summary>L = −c · Σ q·l for log-probabilities l, shape (N, C), and the coefficients q of <see cref="ClassTargets"/>;  ∂L/∂l = −c·q.</summary>
internal sealed class NegativeLogLikelihoodOperation : Operation
{
    private readonly ClassTargets targets;
    private readonly bool mean;
    private double scale;

    private NegativeLogLikelihoodOperation(Tensor logProbabilities, Tensor target, ClassTargets targets, bool mean)
        : base("negative log-likelihood", logProbabilities, target) => (this.targets, this.mean) = (targets, mean);

    public static Tensor Of(Tensor logProbabilities, Tensor target, ClassTargets targets, bool mean)
        => new NegativeLogLikelihoodOperation(logProbabilities, target, targets, mean).Record(logProbabilities.Like());

    public override void Forward()
    {
        targets.Read();
        scale = mean ? 1 / targets.Count : 1;
        Output.Set(0, -scale * ElementRange.Sum(default(LogLikelihoodRule), targets.Coefficients, Inputs[0], 0, Inputs[0].Length));
    }

    public override void Backward()
    {
        if (!Inputs[0].NeedsGrad)
            return;
        var gradient = Inputs[0].TakeGrad(out var add);
        ElementByElement.Map(new ScaleRule(-scale * Output.GradStorage.At(0)), targets.Coefficients, gradient, add);
    }
}
