using System.Security.Cryptography;

namespace Courseware;

/// <summary>Compares a file with the size and checksums that the catalogue gives.</summary>
internal static class Checksums
{
    /// <summary>How the verdict on a file that is another begins.</summary>
    public const string Differs = "DIFFERS: ";

    /// <summary>Null if the file is as it should be; else what differs: "SHA-256 3c…, not 5a…".</summary>
    public static string? Difference(string path, CatalogueFile file)
    {
        var length = new FileInfo(path).Length;
        if (file.Size is { } size && length != size)
            return $"{length:N0} bytes, not {size:N0}";
        if (file.Sha256 is { } sha)
            return Hash(path, SHA256.HashData) is var found && found == sha ? null : $"SHA-256 {found}, not {sha}";
        if (file.Md5 is { } md5)
            return Md5(path) is var found && found == md5 ? null : $"MD5 {found}, not {md5}";
        return file.Weights is { } weights ? TensorFile.Difference(path, weights) : null;
    }

    /// <summary>"verified (SHA-256)", or what differs.</summary>
    public static string Verdict(string path, CatalogueFile file)
    {
        if (Difference(path, file) is not { } difference)
        {
            return file.Sha256 is not null ? "verified (SHA-256)" : file.Md5 is not null ? "verified (MD5)"
                : file.Weights is not null ? "of the right shape; no checksum is published" : "there; no checksum is published";
        }

        return file.AlsoSha256.Contains(Hash(path, SHA256.HashData)) ? "verified (another packing of the same content)"
            : $"{Differs}{difference}";
    }

    private static string Hash(string path, Func<Stream, byte[]> hash)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(hash(stream));
    }

    // MD5 is what the owners publish; it guards against damage in transit, not against malice.
#pragma warning disable CA5351
    private static string Md5(string path) => Hash(path, MD5.HashData);
#pragma warning restore CA5351
}
