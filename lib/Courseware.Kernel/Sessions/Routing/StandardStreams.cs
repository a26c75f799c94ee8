using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Courseware.Kernel.Sessions;

/// <summary>The process's standard output and error as they are now, for what is ours and no cell's.</summary>
/// <remarks>
/// On Unix systems the streams of .NET's console hold the lock of <see cref="Console.Out"/> while they write, which a cell that prints holds
/// while it waits for us: two threads would wait for each other for ever. These streams know no lock.
/// </remarks>
internal static class StandardStreams
{
    private const int DuplicateForThisProcess = 1030;

    public static Stream Output() => Copy(1) ?? Console.OpenStandardOutput();

    public static Stream Error() => Copy(2) ?? Console.OpenStandardError();

    // The descriptor itself may be given another meaning later. What a cell starts does not get the copy.
    private static FileStream? Copy(int descriptor)
    {
        if (OperatingSystem.IsWindows())
            return null;
        try
        {
            var copy = OperatingSystem.IsLinux() ? new SafeFileHandle(Control(descriptor, DuplicateForThisProcess, 0), ownsHandle: true)
                : File.OpenHandle($"/dev/fd/{descriptor}", FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            return copy.IsInvalid ? null : new FileStream(copy, FileAccess.Write, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "fcntl"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int descriptor, int command, int least);
}
