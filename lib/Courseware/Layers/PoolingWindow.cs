namespace Courseware;

/// <summary>The window that a pooling layer moves over an image.</summary>
/// <param name="Size">Its rows and columns.</param>
/// <param name="Stride">Steps from one place to the next.</param>
/// <param name="Padding">Rows and columns around the image.</param>
internal readonly record struct PoolingWindow(Size2D Size, Size2D Stride, Size2D Padding)
{
    internal string Takes => $"images of shape (channels, height, width), no smaller than its window ({Size}, padding {Padding})";

    /// <summary>The window of a layer, checked; the stride is the size if it is not given.</summary>
    internal static PoolingWindow Of(string layer, Size2D size, Size2D? stride, Size2D? padding)
    {
        var window = new PoolingWindow(
            size.AtLeast(1, $"{layer}'s size"), (stride ?? size).AtLeast(1, $"{layer}'s stride"),
            (padding ?? 0).AtLeast(0, $"{layer}'s padding"));
        if (2 * window.Padding.Rows > size.Rows || 2 * window.Padding.Columns > size.Columns)
        {
            throw new ArgumentOutOfRangeException(
                nameof(padding), $"{layer}'s padding is at most half its size, or a window could be outside the image; got padding {window.Padding} for size {size}.");
        }

        return window;
    }

    /// <summary>The kernel's sizes for a batch (N, C, H, W).</summary>
    internal PoolingShape Shape(int[] batch)
        => new(batch[0] * batch[1], batch[2], batch[3], Size.Rows, Size.Columns, Stride.Rows, Stride.Columns, Padding.Rows,
            Padding.Columns);

    /// <summary>The output's shape for one image (C, H, W); null if the window does not fit.</summary>
    internal int[]? OutputShape(int[] image)
    {
        if (image.Length != 3)
            return null;
        var shape = Shape([1, .. image]);
        return shape.OutHeight >= 1 && shape.OutWidth >= 1 ? [image[0], shape.OutHeight, shape.OutWidth] : null;
    }
}
