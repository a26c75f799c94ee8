using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Courseware;

/// <summary>
/// Gathers values for one <see cref="Fingerprint"/>: the bytes in the order of the calls, little-endian on every machine.
/// </summary>
/// <remarks>The lengths of the pieces are not hashed; add a name or a shape where [a, b] + [c] must differ from [a] + [b, c].</remarks>
internal sealed class FingerprintBuilder
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public FingerprintBuilder Add(ReadOnlySpan<float> values) => AddWords(MemoryMarshal.Cast<float, int>(values));

    public FingerprintBuilder Add(ReadOnlySpan<double> values) => AddLongs(MemoryMarshal.Cast<double, long>(values));

    public FingerprintBuilder Add(ReadOnlySpan<int> values) => AddWords(values);

    public FingerprintBuilder Add(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        return this;
    }

    public FingerprintBuilder Add(int value) => AddWords([value]);

    public FingerprintBuilder Add(long value) => AddLongs([value]);

    public FingerprintBuilder Add(float value) => Add([value]);

    public FingerprintBuilder Add(double value) => Add([value]);

    /// <summary>UTF-8 bytes with their count in front, so that "ab" + "c" and "a" + "bc" differ.</summary>
    public FingerprintBuilder Add(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Add(bytes.Length).Add((ReadOnlySpan<byte>)bytes);
    }

    /// <summary>The fingerprint of everything so far; more may be added afterwards.</summary>
    public Fingerprint ToFingerprint() => new(_hash.GetCurrentHash());

    private FingerprintBuilder AddWords(ReadOnlySpan<int> words)
    {
        if (BitConverter.IsLittleEndian)
            return Add(MemoryMarshal.AsBytes(words));
        int[] swapped = new int[words.Length];
        BinaryPrimitives.ReverseEndianness(words, swapped);
        return Add(MemoryMarshal.AsBytes<int>(swapped));
    }

    private FingerprintBuilder AddLongs(ReadOnlySpan<long> words)
    {
        if (BitConverter.IsLittleEndian)
            return Add(MemoryMarshal.AsBytes(words));
        long[] swapped = new long[words.Length];
        BinaryPrimitives.ReverseEndianness(words, swapped);
        return Add(MemoryMarshal.AsBytes<long>(swapped));
    }
}
