namespace Courseware;

/// <summary>
/// L = −c · Σ q·log p with p = softmax(z) of the logits z, shape (N, C), and the coefficients q of <see cref="ClassTargets"/>, in one stable step;
/// ∂L/∂z = c · (p·Σq − q), for plain labels the well-known p − onehot. No gradient flows to the target.
/// </summary>
internal sealed class CrossEntropyOperation : Operation
{
    private readonly ClassTargets targets;
    private readonly bool mean;
    private readonly Tensor logProbabilities;
    private double scale;

    private CrossEntropyOperation(Tensor logits, Tensor target, ClassTargets targets, bool mean)
        : base("cross-entropy", logits, target)
    {
        (this.targets, this.mean) = (targets, mean);
        logProbabilities = logits.Like(logits.Shape);
    }

    public static Tensor Of(Tensor logits, Tensor target, ClassTargets targets, bool mean)
        => new CrossEntropyOperation(logits, target, targets, mean).Record(logits.Like());

    public override string Tex(params string[] inputs) => $@"\operatorname{{cross-entropy}}({inputs[0]}, {inputs[1]})";

    public override void Forward()
    {
        targets.Read();
        scale = mean ? 1 / targets.Count : 1;
        SoftmaxRows.LogSoftmax(Inputs[0], logProbabilities);
        Output.Set(0, -scale * ElementRange.Sum(default(LogLikelihoodRule), targets.Coefficients, logProbabilities, 0, logProbabilities.Length));
    }

    public override void Backward()
    {
        if (!Inputs[0].NeedsGrad)
            return;
        var gradient = Inputs[0].TakeGrad(out var add);
        var c = scale * Output.GradStorage.At(0);
        if (targets.SumToOne)
        {
            ElementByElement.Map(new Back(c, 1), logProbabilities, targets.Coefficients, gradient, add);
            return;
        }
        var classes = gradient.Shape[1];
        for (var n = 0; n < gradient.Shape[0]; n++)
            ElementRange.Map(new Back(c, targets.RowSum(n)), logProbabilities, targets.Coefficients, gradient, n * classes, classes, add);
    }

    private readonly struct Back(double c, double sum) : IBinaryRule
    {
        public V Apply<V>(V logP, V q) where V : struct, ILane<V> => c * (sum * V.Exp(logP) - q);
    }
}
