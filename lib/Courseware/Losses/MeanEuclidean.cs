namespace Courseware;

/// <summary>The mean Euclidean distance of 2-D landmarks; rows are x₀, y₀, x₁, y₁, …</summary>
/// <remarks>
/// L = mean of d = √((x−x′)² + (y−y′)²) over samples and landmarks;  ∂d/∂x = (x−x′)/d, and 0 where d = 0. Not squared: an outlier weighs
/// less than in the MSE.
/// </remarks>
public sealed record MeanEuclidean : Loss
{
    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        if (prediction.Rank == 0 || prediction.Shape[^1] % 2 != 0 || !Shapes.Same(prediction.Shape, target.Shape))
            throw new ArgumentException($"MeanEuclidean compares rows of x, y pairs of the same shape, an even number of columns; got {Shapes.Text(prediction.Shape)} and {Shapes.Text(target.Shape)}.");
        return MeanEuclideanOperation.Of(prediction, target, Scale(prediction.Length / 2));
    }
}
