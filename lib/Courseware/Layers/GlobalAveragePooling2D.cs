namespace Courseware;

/// <summary>The mean of each channel's whole plane: (N, C, H, W) → (N, C) (Lin, Chen &amp; Yan 2014).</summary>
public sealed class GlobalAveragePooling2D : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(x);
        var plane = PoolingWindow.Of(nameof(GlobalAveragePooling2D), (x.Shape[2], x.Shape[3]), null, null);
        return AveragePoolingOperation.Of(x, plane.Shape(x.Shape), countPadding: true).Reshape(x.Shape[0], x.Shape[1]);
    }

    /// <inheritdoc/>
    protected override int[] Build(int[] inputShape, LayerBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        return inputShape.Length == 3 ? [inputShape[0]] : throw Misfit("images of shape (channels, height, width)", inputShape);
    }
}
