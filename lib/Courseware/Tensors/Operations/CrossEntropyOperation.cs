namespace Courseware;

/// <summary>
/// L = −c · Σ q·log p with p = softmax(z) of the logits z, shape (N, C), and the coefficients q of <see cref="ClassTargets"/>, in one
/// stable step; ∂L/∂z = c · (p·Σq − q), for plain labels the well-known p − onehot. No gradient flows to the target.
/// </summary>
internal sealed class CrossEntropyOperation : Operation
{
    private readonly ClassTargets _targets;
    private readonly bool _mean;
    private readonly Tensor _logProbabilities;
    private double _scale;

    private CrossEntropyOperation(Tensor logits, Tensor target, ClassTargets targets, bool mean)
        : base("cross-entropy", logits, target)
    {
        (_targets, _mean) = (targets, mean);
        _logProbabilities = logits.Like(logits.Shape);
    }

    public static Tensor Of(Tensor logits, Tensor target, ClassTargets targets, bool mean)
        => new CrossEntropyOperation(logits, target, targets, mean).Record(logits.Like());

    public override string Tex(params string[] inputs) => $@"\operatorname{{cross-entropy}}({inputs[0]}, {inputs[1]})";

    public override void Forward()
    {
        _targets.Read();
        _scale = _mean ? 1 / _targets.Count : 1;
        SoftmaxRows.LogSoftmax(Inputs[0], _logProbabilities);
        Output.Set(0,
            -_scale * ElementRange.Sum(default(LogLikelihoodRule), _targets.Coefficients, _logProbabilities, 0, _logProbabilities.Length));
    }

    public override void Backward()
    {
        if (!Inputs[0].NeedsGrad)
            return;
        var gradient = Inputs[0].TakeGrad(out var add);
        var c = _scale * Output.GradStorage.At(0);
        if (_targets.SumToOne)
        {
            ElementByElement.Map(new Back(c, 1), _logProbabilities, _targets.Coefficients, gradient, add);
            return;
        }
        var classes = gradient.Shape[1];
        for (var n = 0; n < gradient.Shape[0]; n++)
        {
            ElementRange.Map(new Back(c, _targets.RowSum(n)), _logProbabilities, _targets.Coefficients, gradient, n * classes,
                classes, add);
        }
    }

    private readonly struct Back(double c, double sum) : IBinaryRule
    {
        public V Apply<V>(V logP, V q) where V : struct, ILane<V> => c * (sum * V.Exp(logP) - q);
    }
}
