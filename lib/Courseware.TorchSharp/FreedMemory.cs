using System.Runtime.InteropServices;

namespace Courseware;

/// <summary>
/// What glibc does with memory that a step frees. By default it goes back to the system, and the next step gets it page by page, each page
/// cleared: a third of a step's time for a network with weights of some megabytes. Kept, it is there for the next step.
/// </summary>
internal static unsafe class FreedMemory
{
    // glibc's malloc.h.
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;

    /// <summary>Keeps up to 256 MB. Linux with glibc only; elsewhere nothing happens.</summary>
    public static void Keep()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out var glibc)
            || !NativeLibrary.TryGetExport(glibc, "mallopt", out var address))
        {
            return;
        }

        var mallopt = (delegate* unmanaged<int, int, int>)address;
        mallopt(TrimThreshold, 256 << 20);
        mallopt(MapThreshold, 32 << 20); // The largest that glibc takes: greater tensors always go back.
    }
}
