namespace Courseware;

/// <summary>The buffers of one thread for convolutions: made at its first one, kept for the next.</summary>
internal sealed class ConvolutionScratch
{
    [ThreadStatic]
    private static ConvolutionScratch? s_ofThisThread;

    public static ConvolutionScratch OfThisThread => s_ofThisThread ??= new ConvolutionScratch();

    /// <summary>One image, padded.</summary>
    public AlignedBuffer Planes { get; } = new();

    /// <summary>Sums that the target cannot take as they are.</summary>
    public AlignedBuffer Tiles { get; } = new();

    /// <summary>A strip of rows for the gradient of the weights.</summary>
    public AlignedBuffer Strip { get; } = new();

    /// <summary>Packed weights, of the calling thread for all.</summary>
    public AlignedBuffer Weights { get; } = new();

    /// <summary>Where each term of a sum is in the padded image, of the calling thread for all.</summary>
    public AlignedBuffer Offsets { get; } = new();

    /// <summary>Padded images of a group of samples, of the calling thread for all.</summary>
    public AlignedBuffer GroupPlanes { get; } = new();

    /// <summary>Output gradients of a group of samples with channels side by side, of the calling thread for all.</summary>
    public AlignedBuffer GroupGradients { get; } = new();

    /// <summary>The weights' gradient while it is being summed, of the calling thread for all.</summary>
    public AlignedBuffer WeightSums { get; } = new();
}
