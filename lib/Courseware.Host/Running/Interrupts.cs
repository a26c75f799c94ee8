using System.Runtime.InteropServices;

namespace Courseware.Host.Running;

/// <summary>
/// What Ctrl+C, or a request to terminate, asks of a run: the first to stop, the second to end at once. A third ends the program where it
/// is.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _end = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _count;

    /// <summary>The running cell is to be interrupted, and no other to begin.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>The process that executes cells is to be ended.</summary>
    public CancellationToken End => _end.Token;

    /// <summary>What a cell may take to stop before its process is ended.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    public static Interrupts OfTerminal()
    {
        var interrupts = new Interrupts();
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM])
            interrupts._signals.Add(PosixSignalRegistration.Create(signal, context => context.Cancel = interrupts.Ask()));
        return interrupts;
    }

    /// <returns>Whether the run goes on, to write what there is.</returns>
    public bool Ask()
    {
        switch (Interlocked.Increment(ref _count))
        {
            case 1:
                _stop.Cancel();
                return true;
            case 2:
                _end.Cancel();
                return true;
            default:
                return false;
        }
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _stop.Dispose();
        _end.Dispose();
    }
}
