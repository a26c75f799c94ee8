namespace Courseware;

/// <summary>The mean of each window (floor mode: an incomplete window at the right or bottom is dropped).</summary>
/// <remarks>Shapes (N, C, H, W) → (N, C, ⌊(H + 2·padding − size)/stride⌋ + 1, …).</remarks>
/// <param name="size">The window's rows and columns.</param>
/// <param name="stride">Steps from one window to the next; the size if not given.</param>
/// <param name="padding">Rows and columns of zeros around the image, at most half the size; 0 if not given.</param>
/// <param name="countPadding">Whether padding counts in the divisor: true in PyTorch, false in Keras.</param>
public sealed class AveragePooling2D(Size2D size, Size2D? stride = null, Size2D? padding = null, bool countPadding = true) : Layer
{
    /// <summary>The window, its steps and the padding.</summary>
    internal PoolingWindow Window { get; } = PoolingWindow.Of(nameof(AveragePooling2D), size, stride, padding);

    /// <summary>Whether padding counts in the divisor.</summary>
    internal bool CountsPadding => countPadding;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, Pass pass) => AveragePoolingOperation.Of(x, Window.Shape(x.Shape), countPadding);

    /// <inheritdoc/>
    protected override int[] Build(int[] inputShape, LayerBuilder builder)
        => Window.OutputShape(inputShape) ?? throw Misfit(Window.Takes, inputShape);
}
