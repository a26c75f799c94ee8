namespace Courseware.Host.Installing;

/// <summary>
/// Copies of the program that kernelspecs start: a <c>git clean</c> or a rebuild of the clone does not break the kernel, and a new version
/// does not overwrite one that runs.
/// </summary>
/// <param name="folder">Holds one folder a copy.</param>
internal sealed class HostCopies(string folder)
{
    // In each copy: a file that a running kernel keeps open, and the list of the kernel.json files that start it.
    private const string InUse = "in-use.lock";
    private const string UsedBy = "used-by.txt";
    private const string Unfinished = ".new-";
    private static readonly TimeSpan s_abandoned = TimeSpan.FromDays(1);

    public string Folder => folder;

    /// <summary>
    /// Says that this process runs from a copy, for as long as the result is not disposed; null when it does not run from one.
    /// </summary>
    public static IDisposable? HoldRunning() => Hold(HostBuild.Running.Folder);

    /// <summary>The copy of that identity, made by <paramref name="fill"/> (which is given an empty folder) unless it is there.</summary>
    public HostBuild Get(string identity, Action<string> fill)
    {
        var copy = Path.Combine(folder, identity);
        if (IsComplete(copy))
            return new HostBuild(copy);

        var fresh = Path.Combine(folder, Unfinished + Guid.NewGuid().ToString("N")[..8]);
        try
        {
            Directory.CreateDirectory(fresh);
            fill(fresh);
            File.WriteAllText(Path.Combine(fresh, UsedBy), "");
            File.WriteAllText(Path.Combine(fresh, InUse), "A kernel that runs from this folder keeps this file open.\n");
            if (Directory.Exists(copy))
                Directory.Delete(copy, recursive: true);
            Directory.Move(fresh, copy);
        }
        catch
        {
            TryDelete(fresh);
            if (!IsComplete(copy)) // else another process made it meanwhile
                throw;
        }
        return new HostBuild(copy);
    }

    public bool Has(string identity) => IsComplete(Path.Combine(folder, identity));

    /// <summary>Notes that a <c>kernel.json</c> starts a copy.</summary>
    public static void NoteUse(HostBuild copy, string kernelJson)
    {
        var list = Path.Combine(copy.Folder, UsedBy);
        if (!File.ReadLines(list).Contains(kernelJson))
            File.AppendAllText(list, kernelJson + "\n");
    }

    /// <summary>Removes the copies that no kernelspec starts any more and no kernel runs from.</summary>
    /// <returns>How many were removed.</returns>
    public int Prune()
    {
        if (!Directory.Exists(folder))
            return 0;
        var removed = 0;
        foreach (var copy in Directory.GetDirectories(folder))
        {
            if (Path.GetFileName(copy).StartsWith(Unfinished, StringComparison.Ordinal))
            {
                if (DateTime.UtcNow - Directory.GetLastWriteTimeUtc(copy) > s_abandoned)
                    TryDelete(copy);
            }
            else if (IsComplete(copy) && !IsNamed(copy) && !IsRunning(copy) && TryDelete(copy))
            {
                removed++;
            }
        }
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
        return removed;
    }

    private static bool IsComplete(string copy) => File.Exists(Path.Combine(copy, InUse));

    private static bool IsNamed(string copy)
        => File.ReadLines(Path.Combine(copy, UsedBy)).Any(file => File.Exists(file) && KernelSpec.Starts(File.ReadAllText(file), copy));

    // Opening a file shared for reading, and alone, is a lock between processes that ends with the process, on every system.
    private static FileStream? Hold(string copy)
    {
        var file = Path.Combine(copy, InUse);
        try
        {
            return File.Exists(file) ? new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsRunning(string copy)
    {
        try
        {
            using var alone = new FileStream(Path.Combine(copy, InUse), FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static bool TryDelete(string path)
    {
        try
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
