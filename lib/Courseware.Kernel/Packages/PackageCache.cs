using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Courseware.Kernel.Packages;

/// <summary>
/// What earlier restores came to, by what was asked: the second time needs neither a network nor a <c>dotnet</c> process.
/// </summary>
internal sealed class PackageCache(string notebook)
{
    private const int KeyLength = 24;

    // Without a version, or with a star in it, the newest counts: of yesterday's answer that cannot be said.
    private static readonly TimeSpan s_floatingKept = TimeSpan.FromDays(1);

    // An entry is small, but every combination of packages that anybody ever tried has one.
    private static readonly TimeSpan s_unusedKept = TimeSpan.FromDays(60);

    // The variable is for machines whose user folder is not to be written to.
    private static string Root
        => Environment.GetEnvironmentVariable("COURSEWARE_PACKAGES") is { Length: > 0 } told ? told : UserFolder.Of("packages");

    /// <summary>The folder for a set of requests.</summary>
    public string FolderOf(IReadOnlyList<PackageRequest> requests, IReadOnlyList<string> sources)
    {
        var key = new StringBuilder($"1\n{PackageRestore.Framework}\n{PackageRestore.Runtime}\n");
        foreach (var request in requests.OrderBy(request => request.Name, StringComparer.OrdinalIgnoreCase))
            key.Append(request.Name.ToLowerInvariant()).Append(' ').Append(request.Version).Append('\n');
        foreach (var source in sources)
            key.Append(source).Append('\n');
        // Sources and the packages' folder may be set for the notebook's folder or any above it.
        for (var folder = notebook; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            foreach (var name in (string[])["NuGet.Config", "NuGet.config", "nuget.config"])
            {
                var file = Path.Combine(folder, name);
                if (File.Exists(file))
                    key.Append(file).Append(File.ReadAllText(file)).Append('\n');
            }
        }
        return Path.Combine(Root, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.ToString())))[..KeyLength]);
    }

    /// <summary>
    /// The answer kept in a folder, if it is there and its files are; <c>IsFresh</c> is false for the newest of an earlier day.
    /// </summary>
    public static (RestoredSet Set, bool IsFresh)? Find(string folder, IReadOnlyList<PackageRequest> requests)
    {
        var file = Path.Combine(folder, "resolved.json");
        try
        {
            if (!File.Exists(file) || JsonSerializer.Deserialize<RestoredSet>(File.ReadAllText(file)) is not { } set || !set.IsComplete)
                return null;
            var age = DateTime.UtcNow - File.GetLastWriteTimeUtc(file);
            MarkUsed(folder);
            return (set, !requests.Any(request => request.IsFloating) || age < s_floatingKept);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static void Keep(string folder, RestoredSet set)
    {
        var draft = Path.Combine(folder, $"resolved.{Guid.NewGuid():N}");
        File.WriteAllText(draft, JsonSerializer.Serialize(set));
        File.Move(draft, Path.Combine(folder, "resolved.json"), overwrite: true);
        MarkUsed(folder);
        DropUnused(Path.GetDirectoryName(folder)!, folder);
    }

    // The day is enough: an entry that is read with every cell is not written with every cell.
    private static void MarkUsed(string folder)
    {
        var mark = Path.Combine(folder, "used");
        try
        {
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(mark) > TimeSpan.FromDays(1))
                File.WriteAllText(mark, "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another session writes it, or the cache can only be read: the answer counts all the same.
        }
    }

    private static void DropUnused(string root, string current)
    {
        foreach (var entry in Directory.EnumerateDirectories(root))
        {
            try
            {
                if (entry == current || !IsEntry(entry) || DateTime.UtcNow - LastUse(entry) < s_unusedKept)
                    continue;
                // Who is restoring into it holds the lock.
                using (new FileStream(Path.Combine(entry, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
                    File.Delete(Path.Combine(entry, "resolved.json"));
                Directory.Delete(entry, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use, or not ours: the next restore tries again.
            }
        }
    }

    // Whatever else is in a folder that a variable names is not ours to delete.
    private static bool IsEntry(string folder) =>
        Path.GetFileName(folder) is { Length: KeyLength } name && name.All(char.IsAsciiHexDigitLower)
        && (File.Exists(Path.Combine(folder, "resolved.json")) || File.Exists(Path.Combine(folder, "lock")));

    private static DateTime LastUse(string folder) =>
        ((string[])["used", "resolved.json", "lock"]).Select(name => Path.Combine(folder, name)).Where(File.Exists)
        .Select(File.GetLastWriteTimeUtc).Append(DateTime.MinValue).Max();

    // Any other error (a disk that is full or can only be read) would still be there after the wait. Windows: sharing or lock violation;
    // else EAGAIN, of Linux and of macOS.
    private static bool IsHeld(IOException error)
        => OperatingSystem.IsWindows() ? (error.HResult & 0xffff) is 32 or 33 : error.HResult is 11 or 35;

    /// <summary>Keeps other sessions from restoring into the folder at the same time.</summary>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public static IDisposable Lock(string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (IsHeld(e) && !cancellation.IsCancellationRequested)
            {
                cancellation.WaitHandle.WaitOne(50);
            }
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
