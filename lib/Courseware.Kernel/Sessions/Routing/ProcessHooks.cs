using System.Runtime.ExceptionServices;
using Courseware.Kernel.Formatting;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// The process-wide places where a cell's code meets its host: the console, and three conventions that a library can follow without a
/// reference to us.
/// </summary>
/// <remarks>
/// <c>AppContext.GetData("notebook.display")</c> is an <c>Action&lt;IReadOnlyDictionary&lt;string, string&gt;, string?, bool&gt;</c>
/// (bundle, display id or null, update?);
/// <c>AppContext.GetData("notebook.cancellation")</c> is a <c>Func&lt;CancellationToken&gt;</c> that long loops poll;
/// <c>AppContext.GetData("notebook.stale")</c> is a <c>Func&lt;IReadOnlyList&lt;string&gt;&gt;</c>: the names that the running cell uses
/// and whose values a new session would not give.
/// </remarks>
internal static class ProcessHooks
{
    private static readonly Lock s_gate = new();
    private static bool s_installed;
    // The exit codes of a process that a signal has ended.
    private const int Interrupted = 130;
    private const int Terminated = 143;

    private static volatile bool s_hostEnds;
    private static TextWriter? s_error;
    private static (TextWriter Out, TextWriter Error, TextReader In) s_own;

    public static void Install()
    {
        lock (s_gate)
        {
            if (s_installed)
                return;
            s_installed = true;
            Console.SetOut(new RoutedWriter("stdout", Console.Out));
            s_error = Console.Error;
            Console.SetError(new RoutedWriter("stderr", Console.Error));
            Console.SetIn(new RoutedReader(Console.In));
            s_own = (Console.Out, Console.Error, Console.In);
            AppContext.SetData("notebook.display", (Action<IReadOnlyDictionary<string, string>, string?, bool>)Display);
            AppContext.SetData("notebook.cancellation",
                (Func<CancellationToken>)(() => CellContext.Current?.Cancellation ?? CancellationToken.None));
            AppContext.SetData("notebook.stale", (Func<IReadOnlyList<string>>)(() => CellContext.Current?.StaleNames ?? []));
            ExceptionHandling.SetUnhandledExceptionHandler(ReportFromBackground);
            TaskScheduler.UnobservedTaskException += (_, e) => ReportUnobserved(e.Exception);
            AppDomain.CurrentDomain.ProcessExit += (_, _) => ReportExit();
        }
    }

    /// <summary>
    /// Takes the console back from a cell that gave it another writer or reader: that holds for the cell, and silences no other.
    /// </summary>
    public static void TakeBackConsole()
    {
        if (Console.Out != s_own.Out)
            Console.SetOut(s_own.Out);
        if (Console.Error != s_own.Error)
            Console.SetError(s_own.Error);
        if (Console.In != s_own.In)
            Console.SetIn(s_own.In);
    }

    private static void Display(IReadOnlyDictionary<string, string> bundle, string? displayId, bool isUpdate)
    {
        if (CellContext.Current is { } cell)
            cell.Send(new DisplayOutput(bundle, displayId, isUpdate));
        else if (bundle.TryGetValue(MimeTypes.Plain, out var text))
            Console.Out.WriteLine(text);
    }

    // An exception on a thread of the cell's own would end the process, and with it every value of the session.
    private static bool ReportFromBackground(Exception exception)
    {
        if (CellContext.Current is not { } cell)
            return false;
        if (cell.IsStopping && Interruption.Is(exception))
            return true;
        cell.Send(cell.Session.Describe(exception));
        return true;
    }

    // Nobody awaited the task, so its cell may long have ended: it is told to the newest cell, on a finalizer's thread.
    private static void ReportUnobserved(AggregateException exception)
    {
        if (CellContext.Current is not { } cell || Interruption.Is(exception))
            return;
        var error = cell.Session.Describe(exception);
        cell.Write("stderr", $"A task that nobody awaits has failed: {string.Join('\n', error.Trace)}\n");
        cell.Flush();
    }

    /// <summary>From now on the process ends because its host wants it to, and not a cell.</summary>
    public static void HostEnds() => s_hostEnds = true;

    // The runtime calls this on a thread of its own: that a cell called Environment.Exit shows in that one is running, and that nobody else
    // has asked for the end.
    private static void ReportExit()
    {
        if (s_hostEnds || CellContext.Current is not { HasEnded: false } cell || Environment.ExitCode is Interrupted or Terminated)
            return;
        var text = $"The cell ended the process with exit code {Environment.ExitCode} (Environment.Exit). The variables are lost; restart the kernel to go on.\n";
        foreach (var (other, _) in cell.Session.Unsent)
            other.Flush();
        cell.Write("stderr", text);
        cell.Flush();
        cell.Session.Ending?.Invoke();
        s_error?.Write(text);
        s_error?.Flush();
    }
}
