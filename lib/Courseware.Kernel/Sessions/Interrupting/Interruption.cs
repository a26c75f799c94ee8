using System.Diagnostics;

namespace Courseware.Kernel.Sessions;

/// <summary>Sees a cell to its end once it was told to stop, and after it the work that it left running.</summary>
internal static class Interruption
{
    private static readonly TimeSpan s_untilTold = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan s_strays = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_laterStrays = TimeSpan.FromSeconds(30);

    private const string NotStopping =
        "This cell does not stop: it is inside code that cannot be interrupted (a library's own loop, or a regular expression that backtracks).\n"
        + "It stops as soon as that code returns. To stop it now, restart the kernel (or press Ctrl+C again, where it is run by command): the variables are lost then.\n";

    /// <summary>
    /// Raises the check points' flag at once; the rest is done by threads of their own, since the cell may hold all others.
    /// </summary>
    public static void Begin(CellContext context, CancellationTokenSource token)
    {
        CheckPoints.Raise();
        // Code that waits on the token may go on inside this call, on this thread, for as long as it likes.
        Start("cell's token", () => Cancel(token));
        Start("cell's end", () => SeeToItsEnd(context));
    }

    /// <summary>Whether an exception is only how a stopped cell ended.</summary>
    public static bool Is(Exception exception) => exception switch
    {
        OperationCanceledException or ThreadInterruptedException => true,
        AggregateException several => several.InnerExceptions.Any(Is),
        { InnerException: { } inner } => Is(inner),
        _ => false,
    };

    private static void Cancel(CancellationTokenSource token)
    {
        try
        {
            token.Cancel();
        }
        catch (AggregateException)
        {
            // What a callback of the cell's threw.
        }
    }

    private static void SeeToItsEnd(CellContext context)
    {
        var watch = Stopwatch.StartNew();
        var told = false;
        var nextLook = s_betweenLooks;
        while (!context.HasEnded)
        {
            Interrupt(context);
            if (watch.Elapsed > nextLook)
            {
                nextLook = watch.Elapsed + s_betweenLooks;
                EndBlocked(context);
            }
            if (!told && watch.Elapsed > s_untilTold)
            {
                told = true;
                context.Write("stderr", NotStopping);
                context.Flush();
            }
            Thread.Sleep(watch.Elapsed < s_untilTold ? 1 : 20);
        }
        for (watch.Restart(); watch.Elapsed < s_strays; Thread.Sleep(5))
            Interrupt(context);
        CheckPoints.Lower();
        LookAgainAtTimes(new WeakReference<CellContext>(context));
    }

    // What the cell left sleeping or waiting may begin to loop much later. To hold the flag up for it would slow down the cells that
    // follow.
    private static void LookAgainAtTimes(WeakReference<CellContext> stopped)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < s_laterStrays; Thread.Sleep(500))
        {
            if (!stopped.TryGetTarget(out _))
                return;
            CheckPoints.Raise();
            Thread.Sleep(20);
            CheckPoints.Lower();
        }
    }

    private static void Interrupt(CellContext context)
    {
        foreach (var thread in CellThread.In(context))
            thread.InterruptIfWaiting(context);
    }

    private static void EndBlocked(CellContext context)
    {
        foreach (var thread in CellThread.In(context))
        {
            if (thread.EndIfBlocked(context))
                context.HasEndedCall = true;
        }
    }

    private static void Start(string name, ThreadStart body) => new Thread(body) { IsBackground = true, Name = name }.UnsafeStart();
}
