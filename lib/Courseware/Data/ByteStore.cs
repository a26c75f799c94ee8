namespace Courseware;

/// <summary>Rows of bytes with the float that each byte stands for: images and multi-hot texts need a quarter of the memory.</summary>
internal sealed class ByteStore : FeatureStore
{
    private readonly byte[] _bytes;
    private readonly float[] _meaning;

    /// <param name="bytes">rows × width.</param>
    /// <param name="width">Bytes in a row.</param>
    /// <param name="meaning">256 values: what byte b stands for.</param>
    public ByteStore(byte[] bytes, int width, float[] meaning) => (_bytes, Width, _meaning) = (bytes, width, meaning);

    public override int Width { get; }

    public override int Rows => Width == 0 ? 0 : _bytes.Length / Width;

    /// <summary>b / 255: pixels from 0 to 1.</summary>
    public static float[] Pixels { get; } = [.. Enumerable.Range(0, 256).Select(b => b / 255f)];

    /// <summary>b itself: counts and flags.</summary>
    public static float[] Counts { get; } = [.. Enumerable.Range(0, 256).Select(b => (float)b)];

    public ByteStore Map(Func<float, float> change) => new(_bytes, Width, [.. _meaning.Select(change)]);

    public override void CopyRow(int row, Span<float> target)
    {
        var source = _bytes.AsSpan((int)((long)row * Width), Width);
        var meaning = _meaning;
        target = target[..source.Length];
        for (var i = 0; i < source.Length; i++)
            target[i] = meaning[source[i]];
    }
}
