using System.Text;

namespace Courseware;

/// <summary>Says what a file looks like, for messages about a file that is not what it should be.</summary>
internal static class FileFacts
{
    /// <summary>"an HTML page (a login or error page saved under this name?)", "a gzip file", "an empty file" …</summary>
    public static string Describe(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
            return "an empty file";
        if (head.StartsWith("\u001f\u008b"u8) || head is [0x1f, 0x8b, ..])
            return "a gzip file";
        if (head is [(byte)'P', (byte)'K', 3 or 5, ..])
            return "a zip archive";
        if (head is [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..])
            return "a NumPy array file";
        if (head is [0, 0, 8, var dimensions, ..])
            return $"an idx file of bytes with {dimensions} dimensions";
        var text = Encoding.Latin1.GetString(head[..Math.Min(head.Length, 60)]);
        if (text.TrimStart().StartsWith('<'))
            return "an HTML page (a login or error page saved under this name?)";
        if (text.StartsWith("version https://git-lfs", StringComparison.Ordinal))
            return "a Git LFS pointer, not the data (git lfs pull fetches them)";
        return head[..Math.Min(head.Length, 60)].IndexOfAnyExceptInRange((byte)9, (byte)126) < 0
            ? $"text that begins \"{new string([.. text.Take(40).Select(c => c < ' ' ? ' ' : c)])}\""
            : $"bytes that begin {Convert.ToHexStringLower(head[..Math.Min(head.Length, 8)])}";
    }

    /// <summary>The first bytes of a file described.</summary>
    public static string DescribeFile(string path)
    {
        Span<byte> head = stackalloc byte[64];
        using var file = Open(path, "a data file");
        return Describe(head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)]);
    }

    /// <summary>Opens a file for reading, or says why it cannot be.</summary>
    public static FileStream Open(string path, string expected)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16,
                FileOptions.SequentialScan);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException(path, expected, $"a file that cannot be opened ({error.Message})",
                "Check that it exists and may be read.", error);
        }
    }
}
