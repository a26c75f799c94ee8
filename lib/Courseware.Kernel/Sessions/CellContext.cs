using System.Diagnostics.CodeAnalysis;
using System.Text;
using Courseware.Kernel.Formatting;

namespace Courseware.Kernel.Sessions;

/// <summary>The running cell as seen from the code that it runs: where its console and displays go, and how it is told to stop.</summary>
/// <remarks>
/// It flows with the execution context, so that a task or thread writes to the cell that started it.
/// Threads without one (finalizers, <c>UnsafeStart</c>) write to the newest cell of the session that owns the process.
/// </remarks>
[SuppressMessage("Design", "CA1001",
    Justification = "Background work may write after the cell's end; a timer that is not set holds nothing.")]
internal sealed class CellContext
{
    private const int LargestChunk = 8192;
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromMilliseconds(25);
    private static readonly AsyncLocal<CellContext?> s_flowing = new(static change => CellThread.Current.Runs(change.CurrentValue));
    private static CellContext? s_newest;

    private readonly Lock _gate = new();
    private readonly ICellObserver _observer;
    private readonly CancellationTokenSource _stop = new();
    private readonly StringBuilder _pending = new();
    private readonly Timer _timer;
    private string _pendingName = "stdout";
    private bool _isDue;
    private int _stops;
    private volatile bool _hasEnded;

    public CellContext(Session session, ICellObserver observer)
    {
        Session = session;
        _observer = observer;
        _timer = new Timer(static state => ((CellContext)state!).Flush(), this, Timeout.Infinite, Timeout.Infinite);
    }

    public static CellContext? Current => s_flowing.Value ?? Volatile.Read(ref s_newest);

    /// <summary>How values look in the running cell; outside of one, as in a session of which no cell said anything.</summary>
    public static FormattingContext CurrentFormatting => Current?.Formatting ?? FormattingContext.Outside;

    public Session Session { get; }

    /// <summary>How values look in the cell.</summary>
    public FormattingContext Formatting => new(Session.Formatters, Session.DisplayTimeLimit, Cancellation);

    /// <summary>Cancelled when the cell is to stop; never disposed, as what the cell left running may ask at any time.</summary>
    public CancellationToken Cancellation => _stop.Token;

    /// <summary>Whether the cell was told to stop: then its check points throw, those of the work that it started included.</summary>
    public bool IsStopping => Volatile.Read(ref _stops) != 0;

    /// <summary>Whether the session has done with the cell; work that it started may go on.</summary>
    public bool HasEnded { get => _hasEnded; set => _hasEnded = value; }

    /// <summary>
    /// Whether a call of the system was ended in which the cell waited: whatever it makes of that, it is how it was stopped.
    /// </summary>
    public bool HasEndedCall { get; set; }

    /// <summary>
    /// Whether this is not a cell but something run beside one: then threads of no cell go on writing to the newest cell.
    /// </summary>
    public bool IsAside { get; init; }

    /// <summary>The last of the cell's statements that began after one with a variable: all before it are done.</summary>
    public int Passed { get; set; }

    /// <summary>What the reader is told after all that the cell puts out; null where there is nothing to tell by then.</summary>
    public List<Func<string?>> AtEnd { get; } = [];

    /// <summary>Names that the cell uses and whose values are not those that a new session would give.</summary>
    public IReadOnlyList<string> StaleNames { get; set; } = [];

    /// <summary>What variables held that the cell declares again with another type and asks for before.</summary>
    public IReadOnlyDictionary<string, object?> Earlier { get; set; } = new Dictionary<string, object?>();

    /// <summary>Whether an error was put out, by the cell itself or by a thread that it started.</summary>
    public bool HasError { get; private set; }

    /// <summary>Makes this the context of the calling flow and of threads that have none.</summary>
    public void Enter()
    {
        s_flowing.Value = this;
        if (Session.Options.OwnsProcess && !IsAside)
            Volatile.Write(ref s_newest, this);
    }

    /// <summary>Tells the cell to stop. Returns at once.</summary>
    public void Stop()
    {
        if (Interlocked.Exchange(ref _stops, 1) == 0)
            Interruption.Begin(this, _stop);
    }

    /// <summary>The token may be cancelled a moment after the cell is told to stop; this needs no token.</summary>
    public void ThrowIfStopping()
    {
        if (IsStopping)
            throw new OperationCanceledException("The cell was stopped.", Cancellation);
    }

    public static void Forget(Session session)
    {
        if (Volatile.Read(ref s_newest) is { } newest && newest.Session == session)
            Volatile.Write(ref s_newest, null);
    }

    /// <summary>
    /// Console text: joined for a moment, so that a program that writes single characters does not send single characters.
    /// </summary>
    public void Write(string stream, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return;
        using var host = new HostWork();
        lock (_gate)
        {
            if (_pendingName != stream)
            {
                FlushUnderLock(all: true);
                _pendingName = stream;
            }
            _pending.Append(text);
            if (_pending.Length >= LargestChunk)
            {
                FlushUnderLock();
            }
            else if (!_isDue)
            {
                _isDue = true;
                Session.Unsent[this] = true;
                _timer.Change(s_longestDelay, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Send(CellOutput output)
    {
        using var host = new HostWork();
        lock (_gate)
        {
            FlushUnderLock(all: true);
            HasError |= output is ErrorOutput;
            _observer.OnOutput(output);
        }
    }

    /// <summary>Asks whoever watches the cell for a line; null at the end of input.</summary>
    public string? ReadLine(string prompt, bool isPassword)
    {
        // What was written so far is part of the question.
        Flush();
        return _observer.ReadLine(prompt, isPassword, Cancellation);
    }

    /// <param name="all">Nothing more will be written: half of a character goes too.</param>
    public void Flush(bool all = false)
    {
        using var host = new HostWork();
        lock (_gate)
            FlushUnderLock(all);
    }

    // A program that writes unit by unit may be cut in the middle of a character; its first half waits for the other.
    private void FlushUnderLock(bool all = false)
    {
        if (_isDue)
        {
            _isDue = false;
            Session.Unsent.TryRemove(this, out _);
        }
        var length = _pending.Length - (!all && _pending.Length > 0 && char.IsHighSurrogate(_pending[^1]) ? 1 : 0);
        if (length == 0)
            return;
        var text = _pending.ToString(0, length);
        _pending.Remove(0, length);
        _observer.OnOutput(new StreamOutput(_pendingName, text));
    }

    // An interrupt in the middle of an output would break the message to the front end.
    private readonly ref struct HostWork
    {
        private readonly CellThread _thread = CellThread.Current;

        public HostWork() => _thread.EnterHost();

        public void Dispose() => _thread.LeaveHost();
    }
}
