using System.Security.Cryptography;
using Courseware.Kernel.Packages;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// Copies of assemblies, kept by their content: a session loads the copy, so that the next build can overwrite the original and never
/// changes what is loaded.
/// </summary>
internal static class ShadowCopy
{
    private static readonly TimeSpan s_keptUnused = TimeSpan.FromDays(14);

    // The variable is for machines whose user folder is not to be written to.
    private static string Root
        => Environment.GetEnvironmentVariable("COURSEWARE_LOADED") is { Length: > 0 } told ? told : UserFolder.Of("loaded");

    /// <summary>Copies an assembly, with its symbols and documentation where they are beside it.</summary>
    /// <returns>The copy's path and the hash of its content.</returns>
    public static (string Path, string Hash) Of(string file) => Of(file, Root);

    /// <param name="root">The folder of all copies.</param>
    internal static (string Path, string Hash) Of(string file, string root)
    {
        var content = File.ReadAllBytes(file);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content))[..24];
        var folder = Path.Combine(root, hash);
        var copy = Path.Combine(folder, Path.GetFileName(file));
        if (!File.Exists(copy))
        {
            Prune(root);
            Publish(file, content, folder, copy);
        }
        else
        {
            MarkUsed(folder);
        }
        if (!content.AsSpan().SequenceEqual(File.ReadAllBytes(copy)))
        {
            // Not what was copied: damaged, or changed by somebody since. What is loaded is always what was asked for.
            folder = UserFolder.New();
            copy = Path.Combine(folder, Path.GetFileName(file));
            Publish(file, content, folder, copy);
        }
        return (copy, hash);
    }

    // The day is enough. Without it a library that is used daily, but not rebuilt, would go under a session that has not loaded all of it
    // yet.
    private static void MarkUsed(string folder)
    {
        try
        {
            if (DateTime.UtcNow - Directory.GetLastWriteTimeUtc(folder) > TimeSpan.FromDays(1))
                Directory.SetLastWriteTimeUtc(folder, DateTime.UtcNow);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only its age is wrong then.
        }
    }

    private static void Publish(string file, byte[] content, string folder, string copy)
    {
        var draft = $"{folder}.{Environment.ProcessId}-{Guid.NewGuid():N}";
        Directory.CreateDirectory(draft);
        File.WriteAllBytes(Path.Combine(draft, Path.GetFileName(file)), content);
        foreach (var extension in (string[])[".pdb", ".xml"])
        {
            var companion = Path.ChangeExtension(file, extension);
            if (File.Exists(companion))
                File.Copy(companion, Path.Combine(draft, Path.GetFileName(companion)));
        }
        try
        {
            Directory.Move(draft, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another session published the same content, or the same content under another file name.
            if (!File.Exists(copy))
                File.Move(Path.Combine(draft, Path.GetFileName(file)), copy, overwrite: true);
            Directory.Delete(draft, recursive: true);
        }
    }

    private static void Prune(string root)
    {
        if (!Directory.Exists(root))
            return;
        foreach (var folder in Directory.EnumerateDirectories(root))
        {
            try
            {
                if (DateTime.UtcNow - Directory.GetLastWriteTimeUtc(folder) > s_keptUnused)
                    Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use by another session; a later one removes it.
            }
        }
    }
}
