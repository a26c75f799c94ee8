namespace Courseware;

/// <summary>Lays every sample out as one row: (N, C, H, W) → (N, C·H·W), last index fastest.</summary>
public sealed class Flatten : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, Pass pass) => x.Reshape(x.Shape[0], OutputShape[0]);

    /// <inheritdoc/>
    protected override int[] Build(int[] inputShape, LayerBuilder builder) => [inputShape.Aggregate(1, (a, b) => a * b)];
}
