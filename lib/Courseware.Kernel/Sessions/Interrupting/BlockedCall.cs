using System.Globalization;
using System.Runtime.InteropServices;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// A call of the system in which a thread waits for a socket, and which .NET repeats when a signal ends it. Shutting the socket down ends
/// it for good. Linux tells where its threads are; others do not.
/// </summary>
internal static class BlockedCall
{
    private const int Both = 2;

    // By their numbers: read, write, connect, accept, accept4, recvfrom, recvmsg, sendto, sendmsg take the descriptor first; poll and ppoll
    // a list of them.
    private static readonly (int[] Plain, int[] Lists) s_numbers = RuntimeInformation.ProcessArchitecture == Architecture.Arm64
        ? ([63, 64, 203, 202, 242, 207, 212, 206, 211], [73])
        : ([0, 1, 42, 43, 288, 45, 47, 44, 46], [7, 271]);

    /// <summary>The system's own number of the calling thread; 0 where there is none to be had.</summary>
    public static int ThreadId()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64))
            return 0;
        try
        {
            return OwnId();
        }
        catch (EntryPointNotFoundException)
        {
            // An old C library.
            return 0;
        }
    }

    /// <summary>The socket that a thread waits for; null where it does not.</summary>
    public static int? SocketOf(int thread)
    {
        if (thread == 0)
            return null;
        try
        {
            var fields = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/self/task/{thread}/syscall")).Split(' ');
            if (fields.Length < 3 || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return null;
            var first = long.Parse(fields[1].AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (s_numbers.Lists.Contains(number))
                first = fields[2] == "0x1" ? Marshal.ReadInt32((nint)first) : -1;
            else if (!s_numbers.Plain.Contains(number))
                first = -1;
            return first >= 0 && IsSocket((int)first) ? (int)first : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Ends all that waits for the socket, now and later.</summary>
    public static void End(int socket) => _ = ShutDown(socket, Both);

    private static bool IsSocket(int descriptor) =>
        new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}")).LinkTarget?.StartsWith("socket:",
            StringComparison.Ordinal) == true;

    [DllImport("libc", EntryPoint = "gettid"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OwnId();

    [DllImport("libc", EntryPoint = "shutdown"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ShutDown(int socket, int how);
}
