using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Courseware.Kernel.Jupyter;

/// <summary>Ends the kernel when the program that started it is gone: a front end that crashed sends no shutdown_request.</summary>
/// <remarks>
/// Jupyter names its process in JPY_PARENT_PID; on Windows that is a handle which the kernel inherits. Without the variable nobody is
/// watched: a kernel may be meant to outlive the shell that started it.
/// </remarks>
internal static class ParentWatch
{
    private const int NoSuchProcess = 3; // ESRCH
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    /// <param name="onGone">Called once, on a thread of its own.</param>
    /// <returns>Whether there is a parent to watch.</returns>
    public static bool Start(Action onGone)
    {
        var named = Environment.GetEnvironmentVariable("JPY_PARENT_PID") ?? Environment.GetEnvironmentVariable("JUPYTER_PARENT_PID");
        if (!long.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var parent) || parent <= 0)
            return false;
        var wait = OperatingSystem.IsWindows() ? ByHandle((nint)parent) : parent <= int.MaxValue ? ByPolling((int)parent) : null;
        if (wait is null)
            return false;
        new Thread(() =>
        {
            wait();
            onGone();
        })
        { IsBackground = true, Name = "parent watch" }.Start();
        return true;
    }

    private static Action? ByPolling(int named)
    {
        var real = GetParent();
        // An old value, inherited from an environment further up, names nobody.
        var watchesNamed = Exists(named);
        if (!watchesNamed && real <= 1)
            return null;
        return () =>
        {
            while (GetParent() == real && (!watchesNamed || Exists(named)))
                Thread.Sleep(s_period);
        };
    }

    private static Action? ByHandle(nint handle)
    {
        try
        {
            var process = new ManualResetEvent(false) { SafeWaitHandle = new SafeWaitHandle(handle, ownsHandle: false) };
            process.WaitOne(0);
            return () => process.WaitOne();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static bool Exists(int process) => Kill(process, 0) == 0 || Marshal.GetLastPInvokeError() != NoSuchProcess;

    [DllImport("libc", EntryPoint = "getppid"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetParent();

    [DllImport("libc", EntryPoint = "kill", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
