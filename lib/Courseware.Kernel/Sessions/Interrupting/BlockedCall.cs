using System.Globalization;
using System.Runtime.InteropServices;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// A call of the system in which a thread waits for a socket, a pipe or a terminal, and which .NET repeats when a signal ends it. Shutting
/// the socket down ends it for good; so does putting the null device into the pipe's place. Linux tells where its threads are; others do
/// not.
/// </summary>
internal static class BlockedCall
{
    private const int Both = 2;
    private const int LastStandard = 2;
    private const int WindowChanged = 28;
    private const int CloseOnExecute = 0x80000;
    private const int FromHere = 1;

    // Takes a signal that means nothing here: only one that somebody takes wakes the thread that it is sent to.
    private static PosixSignalRegistration? s_taker;

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

    /// <summary>The descriptor that a thread waits for; null where it does not, or where its wait cannot be ended.</summary>
    public static int? DescriptorOf(int thread)
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
            return first > LastStandard && (IsSocket((int)first) || IsPipe((int)first)) ? (int)first : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Ends all that waits for the descriptor, now and later: who reads meets the end, what is written is lost.</summary>
    /// <param name="thread">One that waits.</param>
    public static void End(int descriptor, int thread)
    {
        if (IsSocket(descriptor))
        {
            _ = ShutDown(descriptor, Both);
            return;
        }
        if (!OperatingSystem.IsLinux())
            return;
        using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (PutInPlace((int)nothing.DangerousGetHandle(), descriptor, CloseOnExecute) < 0)
            return;
        // It waits for the pipe itself until it is woken; the call that is then repeated looks the descriptor up again.
        s_taker ??= PosixSignalRegistration.Create(PosixSignal.SIGWINCH, static _ => { });
        _ = Signal(Environment.ProcessId, thread, WindowChanged);
    }

    private static bool IsSocket(int descriptor) => Target(descriptor)?.StartsWith("socket:", StringComparison.Ordinal) == true;

    // A pipe without a name, or a file that has no places: a pipe with a name, a terminal.
    private static bool IsPipe(int descriptor) =>
        Target(descriptor) is { } target && (target.StartsWith("pipe:", StringComparison.Ordinal)
            || target.StartsWith('/') && Seek(descriptor, 0, FromHere) < 0);

    private static string? Target(int descriptor)
    {
        try
        {
            return new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}")).LinkTarget;
        }
        catch (IOException)
        {
            // It was closed meanwhile.
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "gettid"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OwnId();

    [DllImport("libc", EntryPoint = "shutdown"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ShutDown(int socket, int how);

    [DllImport("libc", EntryPoint = "dup3"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int PutInPlace(int from, int to, int flags);

    [DllImport("libc", EntryPoint = "lseek"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern long Seek(int descriptor, long offset, int origin);

    [DllImport("libc", EntryPoint = "tgkill"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int thread, int signal);
}
