using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// The processes that cells have started: what still runs of them ends with the session's process, instead of working on for nobody.
/// </summary>
internal static class ChildProcesses
{
    private const int MostAtOnce = 1024;

    /// <summary>Ends them, and what they have started.</summary>
    public static void End()
    {
        foreach (var id in Running())
        {
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill(entireProcessTree: true);
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception or NotSupportedException
                or AggregateException)
            {
                // It ended by itself meanwhile, or is not ours to end.
            }
        }
    }

    /// <summary>
    /// The ids of this process's children. None on Windows, where nobody asks for a process's parent: there a front end ends the kernel
    /// with its whole tree.
    /// </summary>
    internal static IReadOnlyList<int> Running() => OperatingSystem.IsLinux() ? OfProc() : OperatingSystem.IsMacOS() ? OfMacOS() : [];

    private static List<int> OfProc()
    {
        var children = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && ParentOf(folder) == Environment.ProcessId)
            {
                children.Add(id);
            }
        }
        return children;
    }

    // "id (name) state parent …"; a name may hold anything, brackets too.
    private static int ParentOf(string folder)
    {
        try
        {
            var text = File.ReadAllText(folder + "/stat");
            var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return fields is [_, var parent, ..] ? int.Parse(parent, CultureInfo.InvariantCulture) : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static int[] OfMacOS()
    {
        var children = new int[MostAtOnce];
        var count = ListChildren(Environment.ProcessId, children, children.Length * sizeof(int));
        return count <= 0 ? [] : children[..int.Min(count, children.Length)];
    }

    [DllImport("libproc", EntryPoint = "proc_listchildpids"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ListChildren(int parent, [Out] int[] buffer, int bytes);
}
