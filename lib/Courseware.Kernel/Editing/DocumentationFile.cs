using System.Text;

namespace Courseware.Kernel.Editing;

/// <summary>
/// Finds one member in a compiler's documentation file by reading through it: even the framework's 31 MB take milliseconds, and nothing is
/// kept.
/// </summary>
internal static class DocumentationFile
{
    private const int Chunk = 1 << 20;
    private const int LargestMember = 1 << 18;

    /// <param name="id">The documentation id, for example <c>M:System.Math.Abs(System.Double)</c>.</param>
    /// <returns>The <c>member</c> element; null when the file has none of that id.</returns>
    public static string? Find(string path, string id)
    {
        try
        {
            var key = Encoding.UTF8.GetBytes($"<member name=\"{id}\"");
            using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
            var buffer = new byte[Chunk + key.Length];
            for (long offset = 0, length = RandomAccess.GetLength(file); offset < length; offset += Chunk)
            {
                // Chunks overlap by a key, so that none is cut in two.
                var read = RandomAccess.Read(file, buffer, offset);
                var at = buffer.AsSpan(0, read).IndexOf(key);
                if (at >= 0)
                    return Member(file, offset + at);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without documentation then.
        }
        return null;
    }

    private static string? Member(Microsoft.Win32.SafeHandles.SafeFileHandle file, long start)
    {
        var buffer = new byte[LargestMember];
        var read = RandomAccess.Read(file, buffer, start);
        var end = buffer.AsSpan(0, read).IndexOf("</member>"u8);
        return end < 0 ? null : Encoding.UTF8.GetString(buffer, 0, end) + "</member>";
    }
}
