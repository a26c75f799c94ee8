namespace Courseware;

/// <summary>
/// L = −c · Σ q·l for log-probabilities l, shape (N, C), and the coefficients q of <see cref="ClassTargets"/>;  ∂L/∂l = −c·q.
/// </summary>
internal sealed class NegativeLogLikelihoodOperation : Operation
{
    private readonly ClassTargets _targets;
    private readonly bool _mean;
    private double _scale;

    private NegativeLogLikelihoodOperation(Tensor logProbabilities, Tensor target, ClassTargets targets, bool mean)
        : base("negative log-likelihood", logProbabilities, target) => (_targets, _mean) = (targets, mean);

    public static Tensor Of(Tensor logProbabilities, Tensor target, ClassTargets targets, bool mean)
        => new NegativeLogLikelihoodOperation(logProbabilities, target, targets, mean).Record(logProbabilities.Like());

    public override void Forward()
    {
        _targets.Read();
        _scale = _mean ? 1 / _targets.Count : 1;
        Output.Set(0, -_scale * ElementRange.Sum(default(LogLikelihoodRule), _targets.Coefficients, Inputs[0], 0, Inputs[0].Length));
    }

    public override void Backward()
    {
        if (!Inputs[0].NeedsGrad)
            return;
        var gradient = Inputs[0].TakeGrad(out var add);
        ElementByElement.Map(new ScaleRule(-_scale * Output.GradStorage.At(0)), _targets.Coefficients, gradient, add);
    }
}
