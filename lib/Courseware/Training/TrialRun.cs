using System.Diagnostics;

namespace Courseware;

/// <summary>
/// Runs trials on threads of their own, while the calling thread shows what they have to show and listens for the cell's end.
/// </summary>
/// <remarks>
/// They begin in their order, so that of several that fail the first is the same on any number of threads. The first has all threads for
/// itself until it is known whether they help it; after each trial, what it was decides how the next ones run. This changes times and no
/// bit.
/// </remarks>
/// <param name="count">How many trials.</param>
/// <param name="compute">Computes one; on any thread.</param>
/// <param name="keep">Keeps the result of one that has ended well; never called twice at a time.</param>
/// <param name="nameOf">What an error calls one.</param>
internal sealed class TrialRun(int count, Action<int> compute, Action<int> keep, Func<int, string> nameOf) : IDisposable
{
    // Two threads that share 0.85 of a trial's work need 0.58 of its time; side by side, and in each other's way in caches and memory,
    // two trials take about as long.
    private const double Large = 0.85;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan s_probeFrom = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan s_probeTo = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_untilLine = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly AutoResetEvent _changed = new(false);
    private readonly List<Running> _running = [];
    private readonly TrialContext?[] _ended = new TrialContext?[count];
    private readonly Dictionary<LiveView, Func<object?>> _watched = [];
    private readonly HashSet<LiveView> _views = [];
    private readonly LiveView _line = new();
    private readonly Stopwatch _clock = new();
    private readonly CancellationToken _cell = Notebook.Cancellation;
    private readonly int _most = Engine.Default.SameBitsEverywhere ? WorkerPool.Threads : 1;
    private int _allowed = 1;
    private bool _isDecided;
    private int _threads;
    private int _next;
    private int _good;
    private int _shown;
    private int _failed = int.MaxValue;
    private Exception? _error;
    private bool _isStopped;

    // Whether no further trial is to begin.
    private bool IsOver => _isStopped || _error is not null || _cell.IsCancellationRequested;

    public void Run()
    {
        // A single one is a computation like any other, with a line of its own.
        if (count <= 1 || TrialContext.Current is not null)
        {
            RunHere();
            return;
        }
        _clock.Start();
        Exception? fault = null;
        try
        {
            while (Fill() > 0)
            {
                _changed.WaitOne(s_look);
                if (_cell.IsCancellationRequested)
                    Stop();
                Probe();
                ShowOutputs();
                ShowWatched(isLast: false);
                Progress(isLast: false);
            }
        }
#pragma warning disable CA1031 // An interrupt of this thread's wait, or what drawing a chart has thrown: no trial may go on after it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            fault = error;
            Stop();
            AwaitAll();
        }
        if (fault is not null and not ThreadInterruptedException)
            throw new InvalidOperationException($"The trials were stopped: {fault.Message}", fault);
        ShowOutputs();
        ShowWatched(isLast: true);
        Progress(isLast: true);
        if (_cell.IsCancellationRequested || fault is not null)
            throw new OperationCanceledException("The cell was stopped, and its trials with it.", _cell);
        if (_error is not null)
            throw new InvalidOperationException($"{nameOf(_failed)}: {_error.Message}", _error);
    }

    public void Dispose()
    {
        _changed.Dispose();
        _line.Dispose();
    }

    // Trials of a trial: the threads are busy with the outer ones.
    private void RunHere()
    {
        for (var i = 0; i < count; i++)
        {
            Notebook.Cancellation.ThrowIfCancellationRequested();
            try
            {
                compute(i);
            }
            catch (Exception error) when (error is not (OperationCanceledException or ThreadInterruptedException))
            {
                throw new InvalidOperationException($"{nameOf(i)}: {error.Message}", error);
            }
            keep(i);
        }
    }

    // Starts threads for as many trials as may run now; returns how many threads there are.
    private int Fill()
    {
        Hold();
        try
        {
            while (!IsOver && _threads < _allowed && _threads - _running.Count < count - _next)
            {
                _threads++;
                // It takes the flow of the cell along: who it is that shows something, and who is to stop.
                new Thread(Work) { IsBackground = true, Name = "Courseware trials" }.Start();
            }
            return _threads;
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void Work()
    {
        while (Take() is { } running)
        {
            Exception? error = null;
            try
            {
                Notebook.StopWith(running.Stop.Token);
                Show.Redirect((bundle, id, isUpdate) => running.Trial.Later(() => Show.Send(bundle, id!, isUpdate)));
                running.Trial.Enter(() => compute(running.Trial.Number));
                Keep(running.Trial.Number);
            }
#pragma warning disable CA1031 // Whatever it is, it belongs to the caller of Run.
            catch (Exception thrown)
#pragma warning restore CA1031
            {
                error = thrown;
            }
            Notebook.StopWith(null);
            End(running, error);
        }
    }

    // The next trial; null where the thread is no longer needed.
    private Running? Take()
    {
        Hold();
        try
        {
            if (IsOver || _next == count || _running.Count >= _allowed)
            {
                _threads--;
                _changed.Set();
                return null;
            }
            var trial = new TrialContext(this, _next++, Watch);
            var running = new Running(trial, CancellationTokenSource.CreateLinkedTokenSource(_cell), Stopwatch.GetTimestamp());
            _running.Add(running);
            ShareThreads();
            return running;
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void Keep(int number)
    {
        Hold();
        try
        {
            keep(number);
            _good++;
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void End(Running running, Exception? error)
    {
        Hold();
        try
        {
            _running.Remove(running);
            var isStopped = running.Stop.IsCancellationRequested;
            if (error is null)
                Decide(running.Trial.Shareable(Stopwatch.GetTimestamp() - running.Began));
            else if (!isStopped)
                Fail(running.Trial.Number, error);
            if (!isStopped)
                running.Stop.Dispose();
            Volatile.Write(ref _ended[running.Trial.Number], running.Trial);
            ShareThreads();
        }
        finally
        {
            _gate.Exit();
        }
        _changed.Set();
    }

    // The first in their order counts; those that follow it need not go on.
    private void Fail(int number, Exception error)
    {
        if (number > _failed)
            return;
        (_failed, _error) = (number, error);
        foreach (var later in _running.Where(other => other.Trial.Number > number))
            _ = later.Stop.CancelAsync();
    }

    private void Stop()
    {
        Hold();
        _isStopped = true;
        foreach (var running in _running)
            _ = running.Stop.CancelAsync();
        _gate.Exit();
    }

    // A trial that is told to stop ends at its next step; until then its cell is not over.
    private void AwaitAll()
    {
        while (Fill() > 0)
        {
            try
            {
                _changed.WaitOne(s_look);
            }
            catch (ThreadInterruptedException)
            {
                // Asked once more.
            }
        }
    }

    // A look at the first trial while it runs.
    private void Probe()
    {
        if (_isDecided || _most == 1)
            return;
        Hold();
        if (_running.FirstOrDefault() is { } first)
        {
            var elapsed = Stopwatch.GetElapsedTime(first.Began);
            if (elapsed >= s_probeTo && first.Trial.HasMark)
                Decide(first.Trial.ShareableSinceMark());
            else if (elapsed >= s_probeFrom && !first.Trial.HasMark)
                first.Trial.Mark();
            ShareThreads();
        }
        _gate.Exit();
    }

    private void Decide(double shareable) => (_isDecided, _allowed) = (true, shareable >= Large ? 1 : _most);

    private void ShareThreads()
    {
        var isAlone = _running.Count > 1 || _allowed > 1;
        foreach (var running in _running)
            running.Trial.IsAlone = isAlone;
    }

    private void Watch(LiveView view, Func<object?> state)
    {
        Hold();
        _watched[view] = state;
        _gate.Exit();
    }

    private void ShowWatched(bool isLast)
    {
        Hold();
        KeyValuePair<LiveView, Func<object?>>[] watched = [.. _watched];
        _watched.Clear();
        _gate.Exit();
        foreach (var (view, state) in watched)
        {
            _views.Add(view);
            view.Offer(state);
        }
        foreach (var view in isLast ? _views : [])
            view.Finish();
    }

    // In their order, and of none that comes after one that has failed.
    private void ShowOutputs()
    {
        while (_shown < count && _shown <= _failed && Volatile.Read(ref _ended[_shown]) is { } trial)
        {
            trial.ShowOutputs();
            _shown++;
        }
    }

    private void Progress(bool isLast)
    {
        if (_clock.Elapsed < s_untilLine || !Show.HasNotebook)
            return;
        _line.Offer(() => new Transient(Line(isLast)));
        if (isLast)
            _line.Finish();
    }

    private string Line(bool isLast)
    {
        var (good, seconds) = (_good, _clock.Elapsed.TotalSeconds);
        var how = isLast ? FormattableString.Invariant($"{(good < count ? "stopped after" : "took")} {seconds:F1} s")
            : good == 0 ? "the first is under way"
            : FormattableString.Invariant($"{(_allowed == 1 ? "one after another" : $"{_allowed} side by side")}, about {seconds * (count - good) / good:F0} s to go");
        return FormattableString.Invariant($"Trials: {good} of {count} done, {how}");
    }

    // An interrupt of the cell ends waits; this one is too short to be one.
    private void Hold()
    {
        while (!_gate.TryEnter())
            Thread.Yield();
    }

    private sealed record Running(TrialContext Trial, CancellationTokenSource Stop, long Began);
}
