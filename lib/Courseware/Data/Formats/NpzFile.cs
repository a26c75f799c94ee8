using System.IO.Compression;

namespace Courseware;

/// <summary>NumPy's archive of arrays: a zip of .npy files.</summary>
internal static class NpzFile
{
    // Reuters' x.npy has 4 MB.
    private const int Largest = 1 << 26;

    /// <summary>The bytes of the arrays <paramref name="members"/> (each an .npy file), checksums compared.</summary>
    public static byte[][] Read(string path, string expected, params string[] members)
    {
        using var file = FileFacts.Open(path, expected);
        Span<byte> head = stackalloc byte[64];
        var got = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (head[..got] is not [(byte)'P', (byte)'K', 3, 4, ..])
            throw new DataFileException(path, expected, FileFacts.Describe(head[..got]));
        file.Position = 0;
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            return [.. members.Select(name => ReadMember(path, expected, zip, name))];
        }
        catch (Exception error) when (error is InvalidDataException or IOException or NotSupportedException or ArgumentException
            or OverflowException)
        {
            throw new DataFileException(path, expected, "a damaged or cut off zip archive", null, error);
        }
    }

    private static byte[] ReadMember(string path, string expected, ZipArchive zip, string name)
    {
        var entry = zip.GetEntry(name) ?? throw new DataFileException(
            path, expected, $"an archive without {name} (it holds {string.Join(", ", zip.Entries.Take(5).Select(e => e.FullName))})");
        if (entry.Length > Largest)
            throw new DataFileException(path, expected, $"{name} of {entry.Length:N0} bytes");
        var content = GC.AllocateUninitializedArray<byte>((int)entry.Length);
        using var stream = entry.Open();
        var got = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        if (got < content.Length)
            throw new DataFileException(path, expected, $"{name} cut off after {got:N0} of {content.Length:N0} bytes");
        return Crc32.Of(content) == entry.Crc32 ? content : throw new DataFileException(path, expected, $"{name} with a wrong checksum");
    }
}
