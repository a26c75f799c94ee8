using System.Runtime.InteropServices;

namespace Courseware.Kernel.Jupyter;

/// <summary>
/// Gives back to the system, once nobody waits for anything, the memory that a cell has used and freed: the collector itself would keep it
/// for a next cell, which may never come.
/// </summary>
internal static class IdleCollection
{
    // A cell that made less is not worth the pause.
    private const long Worth = 32 << 20;
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(1);

    /// <param name="pausedAfter">The number of cells that have run, while the kernel pauses; null while it does not.</param>
    public static void Start(Func<long?> pausedAfter)
        => new Thread(() => Run(pausedAfter)) { IsBackground = true, Name = "idle collection", Priority = ThreadPriority.BelowNormal }
        .UnsafeStart();

    private static void Run(Func<long?> pausedAfter)
    {
        var (cells, allocated) = (0L, GC.GetTotalAllocatedBytes());
        while (true)
        {
            Thread.Sleep(s_between);
            if (pausedAfter() is not { } now || now == cells)
                continue;
            cells = now;
            if (GC.GetTotalAllocatedBytes() - allocated < Worth)
                continue;
            // Twice, as what has a finalizer is freed by the collection after that has run.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            TrimNative();
            allocated = GC.GetTotalAllocatedBytes();
        }
    }

    // What native libraries have freed, glibc keeps.
    private static void TrimNative()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = Trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library.
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Trim(nuint pad);
}
