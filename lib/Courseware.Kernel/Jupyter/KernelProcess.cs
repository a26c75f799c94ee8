using System.Runtime.InteropServices;
using Courseware.Kernel.Sessions;

namespace Courseware.Kernel.Jupyter;

/// <summary>A process that is a kernel, from its connection file to its end.</summary>
internal static class KernelProcess
{
    private const int Succeeded = 0;
    private const int ParentGone = 1;
    private const int BadConnectionFile = 2;

    private static readonly TimeSpan s_longestEnd = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Runs until the front end ends the kernel. A connection file that cannot be used ends it at once, with one line on standard error.
    /// </summary>
    public static int Run(string connectionFile)
    {
        var log = KernelLog.OfProcess();
        KernelServer kernel;
        try
        {
            var connection = ConnectionFile.Load(connectionFile);
            if (!connection.IsLoopback)
                log.Say($"listens on {connection.Ip}: who can reach that address and has the key can run programs here");
            if (connection.Key.Length == 0)
                log.Say("the connection file has no key: every program that reaches the ports can run cells here");
            kernel = KernelServer.Bind(connection, Directory.GetCurrentDirectory(), ownsProcess: true, log);
        }
        catch (InvalidDataException e)
        {
            log.Say(e.Message);
            return BadConnectionFile;
        }

        StreamCapture.Start();
        // Kernels installed with interrupt_mode "signal", and a terminal's Ctrl+C.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            kernel.Interrupt();
        });
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            kernel.End();
        });
        ParentWatch.Start(() => Exit(ParentGone));
        WarmUp.Start(Directory.GetCurrentDirectory(), kernel.WaitForPauseAsync);
        IdleCollection.Start(() => kernel.PausedAfter);
        kernel.Run();
        Exit(Succeeded);
        return Succeeded;
    }

    // A cell may still run, and what it registered for the process's end may not end: neither keeps the kernel.
    private static void Exit(int code)
    {
        ProcessHooks.HostEnds();
        ChildProcesses.End();
        new Thread(() =>
        {
            Thread.Sleep(s_longestEnd);
            // Not killed: on a busy machine the good end takes longer too, and its code is to be the same.
            if (OperatingSystem.IsWindows())
                _ = TerminateProcess(-1, code);
            else
                ExitAtOnce(code);
        })
        { IsBackground = true }.Start();
        Environment.Exit(code);
    }

    [DllImport("libc", EntryPoint = "_exit"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void ExitAtOnce(int code);

    /// <param name="process">−1: this one.</param>
    [DllImport("kernel32"), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int TerminateProcess(nint process, int code);
}
