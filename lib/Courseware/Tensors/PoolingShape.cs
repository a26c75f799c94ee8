namespace Courseware;

/// <summary>
/// The sizes of a 2-D pooling: input (Planes, InHeight, InWidth) with Planes = samples · channels, output (Planes, OutHeight, OutWidth).
/// Incomplete windows at the right and bottom are dropped.
/// </summary>
internal readonly record struct PoolingShape(
    int Planes, int InHeight, int InWidth, int KernelHeight, int KernelWidth, int StrideY, int StrideX, int PaddingY = 0, int PaddingX = 0)
{
    /// <summary>Rows of the output.</summary>
    public int OutHeight => ConvolutionShape.OutSize(InHeight, KernelHeight, StrideY, PaddingY);

    /// <summary>Columns of the output.</summary>
    public int OutWidth => ConvolutionShape.OutSize(InWidth, KernelWidth, StrideX, PaddingX);

    /// <summary>Values of the input.</summary>
    public long InputLength => (long)Planes * InHeight * InWidth;

    /// <summary>Values of the output.</summary>
    public long OutputLength => (long)Planes * OutHeight * OutWidth;

    internal void Check()
    {
        if (Planes < 0 || InHeight < 1 || InWidth < 1 || KernelHeight < 1 || KernelWidth < 1 || StrideY < 1 || StrideX < 1 || PaddingY < 0
            || PaddingX < 0)
        {
            throw new ArgumentException($"A pooling needs sizes, window and stride of at least 1 and padding of at least 0; got {this}.");
        }

        if (PaddingY >= KernelHeight || PaddingX >= KernelWidth)
            throw new ArgumentException($"The padding of a pooling must be smaller than its window, or a window could hold nothing but padding; got {this}.");
        if (OutHeight < 1 || OutWidth < 1)
            throw new ArgumentException($"A {KernelHeight} × {KernelWidth} window does not fit into a {InHeight} × {InWidth} input with padding {PaddingY}, {PaddingX}: the output would be empty.");
    }
}
