namespace Courseware;

/// <summary>
/// The sizes of a 2-D convolution: input (Batch, InChannels, InHeight, InWidth), weights (OutChannels, InChannels, KernelHeight,
/// KernelWidth), output (Batch, OutChannels, OutHeight, OutWidth), all contiguous with the last index fastest.
/// </summary>
/// <remarks>OutHeight = ⌊(InHeight + 2·PaddingY − KernelHeight) / StrideY⌋ + 1, and so the width.</remarks>
internal readonly record struct ConvolutionShape(
    int Batch, int InChannels, int InHeight, int InWidth, int OutChannels, int KernelHeight, int KernelWidth,
    int StrideY = 1, int StrideX = 1, int PaddingY = 0, int PaddingX = 0)
{
    /// <summary>Rows of the output.</summary>
    public int OutHeight => OutSize(InHeight, KernelHeight, StrideY, PaddingY);

    /// <summary>Columns of the output.</summary>
    public int OutWidth => OutSize(InWidth, KernelWidth, StrideX, PaddingX);

    /// <summary>Values of the input.</summary>
    public long InputLength => (long)Batch * InChannels * InHeight * InWidth;

    /// <summary>Values of the output.</summary>
    public long OutputLength => (long)Batch * OutChannels * OutHeight * OutWidth;

    /// <summary>Values of the weights.</summary>
    public long WeightLength => (long)OutChannels * InChannels * KernelHeight * KernelWidth;

    /// <summary>Terms of each output's sum.</summary>
    internal int Terms => InChannels * KernelHeight * KernelWidth;

    /// <summary>Multiplications of one pass.</summary>
    internal long Work => OutputLength * Terms;

    internal static int OutSize(int size, int kernel, int stride, int padding)
        => size + 2 * padding < kernel ? 0 : (size + 2 * padding - kernel) / stride + 1;

    internal void Check()
    {
        if (Batch < 0 || InChannels < 1 || OutChannels < 1 || InHeight < 1 || InWidth < 1 || KernelHeight < 1 || KernelWidth < 1
            || StrideY < 1 || StrideX < 1 || PaddingY < 0 || PaddingX < 0)
        {
            throw new ArgumentException($"A convolution needs channels, sizes, kernel and stride of at least 1 and padding of at least 0; got {this}.");
        }

        if (OutHeight < 1 || OutWidth < 1)
        {
            throw new ArgumentException(
                $"A {KernelHeight} × {KernelWidth} kernel does not fit into a {InHeight} × {InWidth} input with padding {PaddingY}, {PaddingX}: the output would be empty.");
        }
    }
}
