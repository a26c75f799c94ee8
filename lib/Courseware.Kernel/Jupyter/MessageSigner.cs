using System.Security.Cryptography;
using System.Text;

namespace Courseware.Kernel.Jupyter;

/// <summary>Signs messages and checks signatures: the HMAC of header, parent header, metadata and content, in hexadecimal digits.</summary>
internal sealed class MessageSigner(string scheme, string key)
{
    private static readonly Dictionary<string, HashAlgorithmName> s_hashes = new(StringComparer.Ordinal)
    {
        ["hmac-sha256"] = HashAlgorithmName.SHA256,
        ["hmac-sha384"] = HashAlgorithmName.SHA384,
        ["hmac-sha512"] = HashAlgorithmName.SHA512,
        ["hmac-sha1"] = HashAlgorithmName.SHA1,
        ["hmac-md5"] = HashAlgorithmName.MD5,
    };

    // Jupyter's own limits are of this size: a replay long after its message is not what this is for.
    private const int RememberedSignatures = 1 << 16;

    private readonly HashAlgorithmName _hash = s_hashes[scheme];
    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);
    private readonly Lock _gate = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Queue<string> _seenInOrder = new();

    public static IEnumerable<string> Schemes => s_hashes.Keys;

    /// <summary>Whether messages carry a signature at all.</summary>
    public bool Signs => _key.Length > 0;

    public static bool Knows(string scheme) => s_hashes.ContainsKey(scheme);

    /// <returns>ASCII digits; empty without a key.</returns>
    public byte[] Sign(ReadOnlyMemory<byte> header, ReadOnlyMemory<byte> parent, ReadOnlyMemory<byte> metadata,
        ReadOnlyMemory<byte> content)
    {
        if (!Signs)
            return [];
        using var hmac = IncrementalHash.CreateHMAC(_hash, _key);
        hmac.AppendData(header.Span);
        hmac.AppendData(parent.Span);
        hmac.AppendData(metadata.Span);
        hmac.AppendData(content.Span);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hmac.GetHashAndReset()));
    }

    /// <summary>Whether <paramref name="signature"/> is that of the frames. Takes as long for a wrong one as for the right one.</summary>
    public bool IsRight(ReadOnlySpan<byte> signature, ReadOnlyMemory<byte> header, ReadOnlyMemory<byte> parent,
        ReadOnlyMemory<byte> metadata, ReadOnlyMemory<byte> content) =>
        !Signs || CryptographicOperations.FixedTimeEquals(signature, Sign(header, parent, metadata, content));

    /// <summary>Whether a right signature comes for the first time; the second time, somebody replays what he overheard.</summary>
    public bool IsNew(ReadOnlySpan<byte> signature)
    {
        if (!Signs)
            return true;
        var text = Encoding.ASCII.GetString(signature);
        lock (_gate)
        {
            if (!_seen.Add(text))
                return false;
            _seenInOrder.Enqueue(text);
            if (_seenInOrder.Count > RememberedSignatures)
                _seen.Remove(_seenInOrder.Dequeue());
            return true;
        }
    }
}
