namespace Courseware.Kernel.Sessions;

/// <summary>A thread as far as cells use it: which cell's code it runs at the moment, and whether its waits may be interrupted.</summary>
/// <remarks>
/// The flow of <see cref="CellContext"/> tells it when a thread takes up a cell's work and when it puts it down: so the threads of tasks
/// and of Parallel.For are known as well as the cell's own. An interrupt that was asked for and not met is taken back before the thread
/// does anything else.
/// </remarks>
internal sealed class CellThread
{
    // A library's short waits for its own helpers are not to be broken up: only one that goes on is a wait that the user sees.
    private const int LastingWait = 6;

    private static readonly Lock s_gate = new();
    private static readonly List<CellThread> s_all = [];

    [ThreadStatic]
    private static CellThread? s_current;

    private readonly Thread _thread = Thread.CurrentThread;
    private readonly int _systemId = BlockedCall.ThreadId();
    private int? _waitsFor;
    private CellContext? _context;
    private int _taken;
    private int _inHost;
    private bool _mayBePending;
    private long _waitingSince;

    public static CellThread Current => s_current ?? Register();

    /// <summary>The threads that run code of this cell right now, the calling one left out.</summary>
    public static IReadOnlyList<CellThread> In(CellContext context)
    {
        lock (s_gate)
        {
            s_all.RemoveAll(thread => !thread._thread.IsAlive);
            return [.. s_all.Where(thread => thread != s_current && Volatile.Read(ref thread._context) == context)];
        }
    }

    /// <summary>Called on the thread whenever the cell whose code it runs changes.</summary>
    public void Runs(CellContext? context)
    {
        Take();
        _context = context;
        Release();
        TakeBackInterrupt();
    }

    /// <summary>Called on the thread around work of ours that must not be broken up in the middle, such as sending a message.</summary>
    public void EnterHost()
    {
        Take();
        _inHost++;
        Release();
        TakeBackInterrupt();
    }

    public void LeaveHost()
    {
        Take();
        _inHost--;
        Release();
    }

    /// <summary>Ends the wait that the thread is in, if it has lasted a little and the thread still runs the cell.</summary>
    public void InterruptIfWaiting(CellContext context)
    {
        if ((_thread.ThreadState & ThreadState.WaitSleepJoin) == 0)
        {
            _waitingSince = 0;
            return;
        }
        var now = Environment.TickCount64;
        if (_waitingSince == 0)
            _waitingSince = now;
        if (now - _waitingSince < LastingWait)
            return;
        Take();
        try
        {
            if (_context == context && _inHost == 0 && (_thread.ThreadState & ThreadState.WaitSleepJoin) != 0)
            {
                _mayBePending = true;
                _thread.Interrupt();
                _waitingSince = 0;
            }
        }
        finally
        {
            Release();
        }
    }

    /// <summary>
    /// Ends the call in which the thread waits for a socket or a pipe, if it still does since the last time that this was asked.
    /// </summary>
    /// <returns>Whether it was ended.</returns>
    public bool EndIfBlocked(CellContext context)
    {
        Take();
        try
        {
            if (_context != context || _inHost != 0 || BlockedCall.DescriptorOf(_systemId) is not { } descriptor)
            {
                _waitsFor = null;
                return false;
            }
            var lasts = _waitsFor == descriptor;
            _waitsFor = descriptor;
            if (lasts)
                BlockedCall.End(descriptor, _systemId);
            return lasts;
        }
        finally
        {
            Release();
        }
    }

    // Only the thread itself leaves a cell or enters the host, so that nobody sets the flag between the look and the wait.
    private void TakeBackInterrupt()
    {
        if (!_mayBePending || (_context is not null && _inHost == 0))
            return;
        _mayBePending = false;
        try
        {
            Thread.Sleep(1);
        }
        catch (ThreadInterruptedException)
        {
        }
    }

    private static CellThread Register()
    {
        var thread = new CellThread();
        s_current = thread;
        // This runs where an exception would end the process: no wait that an interrupt could end.
        while (!s_gate.TryEnter())
            Thread.Yield();
        s_all.Add(thread);
        s_gate.Exit();
        return thread;
    }

    // A lock would itself be a wait that an interrupt ends.
    private void Take()
    {
        var spin = default(SpinWait);
        while (Interlocked.CompareExchange(ref _taken, 1, 0) != 0)
            spin.SpinOnce(sleep1Threshold: -1);
    }

    private void Release() => Volatile.Write(ref _taken, 0);
}
