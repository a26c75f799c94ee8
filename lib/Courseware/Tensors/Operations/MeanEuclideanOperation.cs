namespace Courseware;

/// <summary>
/// L = c·Σ d over the landmarks of all samples, d = √((x−x′)² + (y−y′)²), rows x₀, y₀, x₁, y₁, …;  ∂d/∂x = (x−x′)/d, and 0 where d = 0.
/// No gradient flows to the target. Computed in double.
/// </summary>
internal sealed class MeanEuclideanOperation : Operation
{
    private readonly double _scale;
    private readonly double[] _distances;

    private MeanEuclideanOperation(Tensor prediction, Tensor target, double scale)
        : base("mean Euclidean distance", prediction, target)
    {
        _scale = scale;
        _distances = new double[prediction.Length / 2];
    }

    public static Tensor Of(Tensor prediction, Tensor target, double scale)
        => new MeanEuclideanOperation(prediction, target, scale).Record(prediction.Like());

    public override void Forward()
    {
        var sum = 0.0;
        for (var k = 0; k < _distances.Length; k++)
        {
            var (dx, dy) = (Difference(2 * k), Difference(2 * k + 1));
            _distances[k] = Math.Sqrt(dx * dx + dy * dy);
            sum += _distances[k];
        }
        Output.Set(0, _scale * sum);
    }

    public override void Backward()
    {
        if (!Inputs[0].NeedsGrad)
            return;
        var gradient = Inputs[0].TakeGrad(out var add);
        var c = _scale * Output.GradStorage.At(0);
        for (var i = 0; i < gradient.Length; i++)
        {
            var slope = _distances[i / 2] > 0 ? c * Difference(i) / _distances[i / 2] : 0;
            gradient.Set(i, add ? gradient.At(i) + slope : slope);
        }
    }

    private double Difference(int i) => Inputs[0].At(i) - Inputs[1].At(i);
}
