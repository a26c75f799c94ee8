namespace Courseware;

/// <summary>
/// Keras' cross-entropy from probabilities p, shape (N, C), computed in double. With one-hot targets a row is divided by its sum and then
/// clipped: q = clip(p/Σp), L = −c·Σ t·log q. With class indices it is clipped and then renormalised: r = clip(p), L = −c·log(r_y/Σr).
/// Where the clip acts, nothing flows back.
/// </summary>
internal sealed class KerasCrossEntropyOperation : Operation
{
    private readonly ClassTargets _targets;
    private readonly double _scale;
    private readonly double _low;
    private readonly double _high;

    private KerasCrossEntropyOperation(Tensor probabilities, Tensor target, ClassTargets targets, double scale, double epsilon)
        : base("cross-entropy", probabilities, target)
        => (_targets, _scale, _low, _high) = (targets, scale, epsilon, 1 - epsilon);

    public static Tensor Of(Tensor probabilities, Tensor target, ClassTargets targets, double scale, double epsilon)
        => new KerasCrossEntropyOperation(probabilities, target, targets, scale, epsilon).Record(probabilities.Like());

    public override void Forward()
    {
        Probabilities.Check(Inputs[0], nameof(KerasCategoricalCrossEntropy));
        _targets.Read();
        var loss = 0.0;
        for (var n = 0; n < Inputs[0].Shape[0]; n++)
            loss += _targets.HasIndices ? Sparse(n) : Dense(n);
        Output.Set(0, _scale * loss);
    }

    public override void Backward()
    {
        if (!Inputs[0].NeedsGrad)
            return;
        var gradient = Inputs[0].TakeGrad(out var add);
        if (!add)
            gradient.Fill(0);
        var c = _scale * Output.GradStorage.At(0);
        for (var n = 0; n < Inputs[0].Shape[0]; n++)
        {
            if (_targets.HasIndices)
                SparseBack(n, c, gradient);
            else
                DenseBack(n, c, gradient);
        }
    }

    private int Classes => Inputs[0].Shape[1];

    private double P(int n, int c) => Inputs[0].At(n * Classes + c);

    private double T(int n, int c) => _targets.Coefficients.At(n * Classes + c);

    private double Clip(double p) => Math.Min(Math.Max(p, _low), _high);

    private bool Inside(double p) => p >= _low && p <= _high;

    private double Dense(int n)
    {
        var (sum, loss) = (Sum(n, clip: false), 0.0);
        for (var c = 0; c < Classes; c++)
        {
            if (T(n, c) > 0)
                loss -= T(n, c) * Elementary.Log(Clip(P(n, c) / sum));
        }

        return loss;
    }

    private double Sparse(int n)
    {
        var (sum, loss) = (Sum(n, clip: true), 0.0);
        for (var c = 0; c < Classes; c++)
        {
            if (T(n, c) > 0)
                loss -= Elementary.Log(Clip(P(n, c)) / sum);
        }

        return loss;
    }

    private void DenseBack(int n, double scale, Tensor gradient)
    {
        // dL/dq = −t/q inside the clip; q = p/Σp, so dL/dpᵢ = (dL/dqᵢ − Σⱼ qⱼ·dL/dqⱼ) / Σp.
        var (sum, weighted) = (Sum(n, clip: false), 0.0);
        for (var c = 0; c < Classes; c++)
            weighted += P(n, c) / sum * Slope(n, c, sum);
        for (var c = 0; c < Classes; c++)
            Add(gradient, n, c, scale * (Slope(n, c, sum) - weighted) / sum);
    }

    private double Slope(int n, int c, double sum) => Inside(P(n, c) / sum) ? -T(n, c) / (P(n, c) / sum) : 0;

    private void SparseBack(int n, double scale, Tensor gradient)
    {
        var sum = Sum(n, clip: true);
        for (var c = 0; c < Classes; c++)
        {
            if (Inside(P(n, c)))
                Add(gradient, n, c, scale * (1 / sum - T(n, c) / P(n, c)));
        }
    }

    private double Sum(int n, bool clip)
    {
        var sum = 0.0;
        for (var c = 0; c < Classes; c++)
            sum += clip ? Clip(P(n, c)) : P(n, c);
        return sum;
    }

    private void Add(Tensor gradient, int n, int c, double value) => gradient.Set(n * Classes + c, gradient.At(n * Classes + c) + value);
}
