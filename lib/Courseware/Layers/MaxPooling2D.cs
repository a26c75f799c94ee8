namespace Courseware;

/// <summary>The largest value of each window (floor mode: an incomplete window at the right or bottom is dropped).</summary>
/// <remarks>
/// The first maximum of a window, row by row, gets the whole gradient; padding counts as −∞. Shapes (N, C, H, W) → (N, C, ⌊(H + 2·padding −
/// size)/stride⌋ + 1, …).
/// </remarks>
/// <param name="size">The window's rows and columns.</param>
/// <param name="stride">Steps from one window to the next; the size if not given.</param>
/// <param name="padding">Rows and columns around the image, at most half the size; 0 if not given.</param>
public sealed class MaxPooling2D(Size2D size, Size2D? stride = null, Size2D? padding = null) : Layer
{
    /// <summary>The window, its steps and the padding.</summary>
    internal PoolingWindow Window { get; } = PoolingWindow.Of(nameof(MaxPooling2D), size, stride, padding);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, Pass pass) => MaxPoolingOperation.Of(x, Window.Shape(x.Shape));

    /// <inheritdoc/>
    protected override int[] Build(int[] inputShape, LayerBuilder builder)
        => Window.OutputShape(inputShape) ?? throw Misfit(Window.Takes, inputShape);
}
