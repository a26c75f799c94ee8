namespace Courseware;

/// <summary>The packing buffers of one thread: made at its first product, kept for the next.</summary>
internal sealed class MatMulScratch
{
    /// <summary>Floats of a strip of up to 14 rows at <see cref="RowMajorA"/>'s pitch, rounded up.</summary>
    public const int StripFloats = RowMajorA.MaxCount * 16;

    [ThreadStatic]
    private static MatMulScratch? s_ofThisThread;

    public static MatMulScratch OfThisThread => s_ofThisThread ??= new MatMulScratch();

    public AlignedBuffer PackedA { get; } = new();

    public AlignedBuffer PackedB { get; } = new();

    public AlignedBuffer Tiles { get; } = new();

    public AlignedBuffer LastBias { get; } = new();
}
