namespace Courseware;

/// <summary>Rows of bytes with the float that each byte stands for: images and multi-hot texts need a quarter of the memory.</summary>
internal sealed class ByteStore : FeatureStore
{
    private readonly byte[] _bytes;
    private readonly float[] _meaning;
    private readonly ByteLine? _line;

    /// <param name="bytes">rows × width.</param>
    /// <param name="width">Bytes in a row.</param>
    /// <param name="meaning">256 values: what byte b means.</param>
    public ByteStore(byte[] bytes, int width, float[] meaning)
        => (_bytes, Width, _meaning, _line) = (bytes, width, meaning, ByteLine.Of(meaning));

    public override int Width { get; }

    public override int Rows => Width == 0 ? 0 : _bytes.Length / Width;

    /// <summary>b / 255: pixels from 0 to 1.</summary>
    public static float[] Pixels { get; } = [.. Enumerable.Range(0, 256).Select(b => b / 255f)];

    /// <summary>b itself: counts and flags.</summary>
    public static float[] Counts { get; } = [.. Enumerable.Range(0, 256).Select(b => (float)b)];

    public override bool AllFinite => Array.TrueForAll(_meaning, float.IsFinite);

    // Only the byte 0 is left out, and only where it means +0.
    private bool ZeroIsZero => BitConverter.SingleToInt32Bits(_meaning[0]) == 0;

    public ByteStore Map(Func<float, float> change) => new(_bytes, Width, [.. _meaning.Select(change)]);

    /// <summary>The same rows without their zeros, where that takes less memory; else these.</summary>
    public FeatureStore Smallest()
    {
        const int BytesOfEntry = sizeof(int) + sizeof(float);
        if (!ZeroIsZero || CountFilled() * BytesOfEntry + (Rows + 1L) * sizeof(int) >= _bytes.LongLength)
            return this;
        var rows = new SparseRows();
        rows.Clear(Width);
        for (var row = 0; row < Rows; row++)
            AppendRow(row, rows);
        return new SparseStore(rows.Trimmed());
    }

    public override void CopyRow(int row, Span<float> target)
    {
        var source = _bytes.AsSpan((int)((long)row * Width), Width);
        if (_line is not null)
        {
            _line.Convert(source, target);
            return;
        }
        var meaning = _meaning;
        target = target[..source.Length];
        for (var i = 0; i < source.Length; i++)
            target[i] = meaning[source[i]];
    }

    public override void AppendRow(int row, SparseRows target)
    {
        if (ZeroIsZero)
        {
            target.Append(_bytes.AsSpan((int)((long)row * Width), Width), _meaning);
            return;
        }
        var numbers = new float[Width];
        CopyRow(row, numbers);
        target.Append(numbers);
    }

    protected override long CountFilled() => ZeroIsZero ? _bytes.LongLength - _bytes.AsSpan().Count((byte)0) : _bytes.LongLength;
}
