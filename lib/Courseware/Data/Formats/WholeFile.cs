namespace Courseware;

/// <summary>
/// A file that is written whole or not at all: beside its place, under a name of its own, and moved there when it is complete.
/// </summary>
/// <remarks>What writers that were killed have left there is removed first. A part that is being written is locked and stays.</remarks>
internal sealed class WholeFile : IDisposable
{
    private readonly string _path;
    private readonly string _part;
    private bool _done;

    public WholeFile(string path, int bufferSize = 1 << 16)
    {
        _path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        Sweep(_path);
        _part = $"{_path}.{Guid.NewGuid():N}.part";
        Stream = new FileStream(_part, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize);
    }

    /// <summary>What has been written so far.</summary>
    public FileStream Stream { get; }

    /// <summary>Puts the complete file in its place.</summary>
    /// <param name="check">Reads the part once more and throws if it is not what it should be.</param>
    public void Finish(Action<string>? check = null)
    {
        // Elsewhere than on Windows an open file can be moved: so the part is locked until it is no part any more, and no other writer
        // takes it for one that was left.
        if (check is not null || OperatingSystem.IsWindows())
            Stream.Dispose();
        else
            Stream.Flush();
        check?.Invoke(_part);
        File.Move(_part, _path, overwrite: true);
        Stream.Dispose();
        _done = true;
    }

    public void Dispose()
    {
        if (_done)
            return;
        try
        {
            Stream.Dispose();
        }
        catch (IOException)
        {
            // What is still in the buffer cannot be written either, as where the disk is full; the part goes anyway.
        }
        File.Delete(_part);
    }

    private static void Sweep(string path)
    {
        var name = Path.GetFileName(path);
        foreach (var part in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, "*.part"))
        {
            if (!IsPartOf(Path.GetFileName(part), name))
                continue;
            try
            {
                using (new FileStream(part, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                }
                File.Delete(part);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Somebody is writing it, or has removed it, or it is not ours to remove.
            }
        }
    }

    // NAME.32 hex digits.part, and what earlier versions wrote: NAME.process.part.
    private static bool IsPartOf(string part, string name)
        => part.StartsWith(name + ".", StringComparison.Ordinal) && part.Length > name.Length + 1 + ".part".Length
            && part[(name.Length + 1)..^".part".Length] is var middle && (middle.Length == 32 || middle.Length <= 10)
            && middle.All(char.IsAsciiHexDigit);
}
