namespace Courseware;

/// <summary>
/// Target(sample, row, pixel) = Σ over terms of Weights(row, term) · Planes(offset of the term + pixel): the forward pass and the gradient
/// of the input.
/// </summary>
internal unsafe struct ConvolutionPlan
{
    public int Samples;

    /// <summary>Channels of the target.</summary>
    public int Rows;

    /// <summary>Terms of a sum.</summary>
    public int Count;

    public float* Source;
    public ConvolutionPlanes Planes;

    /// <summary>Where each term is in the planes.</summary>
    public int* Offsets;

    /// <summary>The weights as strips of <see cref="RowMajorA"/>, block of terms after block.</summary>
    public float* PackedWeights;
    public int Strips;
    public int Blocks;

    public float* Target;

    /// <summary>From one channel of the target to the next.</summary>
    public nint TargetChannel;

    /// <summary>From one of the target's rows and columns that are computed to the next.</summary>
    public nint TargetRow;
    public nint TargetColumn;

    /// <summary>Rows and columns that are computed.</summary>
    public int OutHeight;
    public int OutWidth;

    /// <summary>From one sample of the target to the next.</summary>
    public nint TargetSample;

    public bool Accumulate;
    public float* Bias;
}
