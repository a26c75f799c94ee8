using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Courseware;

/// <summary>
/// A short hash over content, the same on every machine: SHA-256 over the parts' bytes (little-endian), first 16 hex digits.
/// </summary>
internal sealed class ContentHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public ContentHash Add(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        return this;
    }

    public ContentHash Add(ReadOnlySpan<int> numbers) => Add(MemoryMarshal.AsBytes(numbers));

    public ContentHash Add(ReadOnlySpan<float> numbers) => Add(MemoryMarshal.AsBytes(numbers));

    public string Finish()
    {
        var text = Convert.ToHexStringLower(_hash.GetHashAndReset())[..16];
        Dispose();
        return text;
    }

    public void Dispose() => _hash.Dispose();
}
