using System.Diagnostics;
using System.Runtime.InteropServices;
using Courseware.AdapterBuild;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// Loads native libraries of packages. One that needs another package's finds it neither beside itself nor on the system's path: the system
/// takes what is loaded already.
/// </summary>
internal static class NativeLoading
{
    private const int LargestCopied = 64 << 20;
    private const string WithoutName = " (deleted)";

    /// <summary>Whether the process holds a library of this file's name. Where nobody can tell, it may.</summary>
    public static bool IsLoaded(string path)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())
            return true;
        var name = Path.GetFileName(path);
        using var process = Process.GetCurrentProcess();
        // A copy that is loaded has lost its name, and still has it.
        return process.Modules.Cast<ProcessModule>().Any(module => module.ModuleName.Replace(WithoutName, "", StringComparison.Ordinal)
            .Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The library's handle; 0 where it cannot be loaded.</summary>
    /// <param name="others">The native libraries of all packages, which are loaded first if it cannot be loaded without.</param>
    public static nint Load(string path, IReadOnlyList<string> others)
    {
        if (NativeLibrary.TryLoad(path, out var handle))
            return handle;
        // They need each other too, in an order that nobody tells: again, as long as that has loaded any.
        var waiting = others.Where(other => other != path).ToList();
        for (var before = int.MaxValue; waiting.Count < before && waiting.Count > 0;)
        {
            before = waiting.Count;
            waiting.RemoveAll(other => NativeLibrary.TryLoad(other, out _));
            if (NativeLibrary.TryLoad(path, out handle))
                return handle;
        }
        return LoadWithoutUnusedNeeds(path);
    }

    // The system's C++ library may be older than the one that the library was made with, and the loader refuses it even where nothing of
    // the newer one is used: a copy that does not insist on that is loaded.
    private static nint LoadWithoutUnusedNeeds(string path)
    {
        if (!OperatingSystem.IsLinux() || new FileInfo(path) is not { Exists: true, Length: < LargestCopied })
            return 0;
        var copies = Directory.CreateTempSubdirectory("courseware-");
        try
        {
            var library = File.ReadAllBytes(path);
            if (VersionNeeds.Weaken(library).Count == 0)
                return 0;
            var copy = Path.Combine(copies.FullName, Path.GetFileName(path));
            File.WriteAllBytes(copy, library);
            return NativeLibrary.TryLoad(copy, out var handle) ? handle : 0;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return 0;
        }
        finally
        {
            // What is loaded stays, without its name.
            copies.Delete(recursive: true);
        }
    }
}
