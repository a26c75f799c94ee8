using System.Diagnostics;

namespace Courseware;

/// <summary>One of several computations that run side by side, as the thread that computes it knows it.</summary>
/// <param name="run">What it is a part of: the trials of one run have the same.</param>
/// <param name="number">Its place among them, from 0.</param>
/// <param name="watch">Takes a view that all of them share, and how its state is drawn.</param>
internal sealed class TrialContext(object run, int number, Action<LiveView, Func<object?>> watch)
{
    [ThreadStatic]
    private static TrialContext? s_current;

    private readonly Lock _gate = new();
    private readonly List<Action> _outputs = [];
    private volatile bool _isAlone;
    private bool _isInside;
    private long _shareable;
    private long _sharedWall;
    private Moment? _mark;

    /// <summary>The trial that the calling thread computes; null where it computes none.</summary>
    public static TrialContext? Current => s_current;

    public object Run => run;

    public int Number => number;

    /// <summary>Whether its thread does all of its work, since the others are busy with other trials. No bit depends on it.</summary>
    public bool IsAlone
    {
        get => _isAlone;
        set => _isAlone = value;
    }

    /// <summary>Calls <paramref name="act"/> as this trial, on the calling thread.</summary>
    public void Enter(Action act)
    {
        var outer = s_current;
        s_current = this;
        try
        {
            act();
        }
        finally
        {
            s_current = outer;
        }
    }

    /// <summary>Has a view that several trials share show its state; the thread that waits for all trials draws it.</summary>
    public void Watch(LiveView view, Func<object?> state) => watch(view, state);

    /// <summary>Keeps what the trial shows until it is its turn: what a run shows does not depend on who was faster.</summary>
    public void Later(Action output)
    {
        lock (_gate)
            _outputs.Add(output);
    }

    /// <summary>Shows what was kept.</summary>
    public void ShowOutputs()
    {
        Action[] outputs;
        lock (_gate)
            outputs = [.. _outputs];
        foreach (var output in outputs)
            output();
    }

    /// <summary>Writes a line of the library's own; in a trial, when it is its turn.</summary>
    public static void WriteLine(string line)
    {
        if (s_current is { } trial)
            trial.Later(() => Console.WriteLine(line));
        else
            Console.WriteLine(line);
    }

    /// <summary>A call begins whose work threads can share.</summary>
    /// <returns>Its beginning for <see cref="EndShareable"/>; 0 inside another such call, whose time counts already.</returns>
    public long BeginShareable()
    {
        if (_isInside)
            return 0;
        _isInside = true;
        return Stopwatch.GetTimestamp();
    }

    /// <summary>The call has ended.</summary>
    /// <param name="began">What <see cref="BeginShareable"/> gave.</param>
    /// <param name="threads">How many threads shared it.</param>
    public void EndShareable(long began, int threads)
    {
        if (began == 0)
            return;
        _isInside = false;
        var ticks = Stopwatch.GetTimestamp() - began;
        Volatile.Write(ref _sharedWall, _sharedWall + ticks);
        Volatile.Write(ref _shareable, _shareable + ticks * threads);
    }

    /// <summary>What share of the trial's work threads could have shared, from 0 to 1.</summary>
    /// <param name="elapsed">How long it has run, in the stopwatch's ticks.</param>
    public double Shareable(long elapsed) => ShareOf(Volatile.Read(ref _shareable), Volatile.Read(ref _sharedWall), elapsed);

    /// <summary>Begins to look at what it does from now on.</summary>
    public void Mark()
        => _mark = new(Volatile.Read(ref _shareable), Volatile.Read(ref _sharedWall), Stopwatch.GetTimestamp());

    /// <summary>Whether <see cref="Mark"/> was called.</summary>
    public bool HasMark => _mark is not null;

    /// <summary>As <see cref="Shareable"/>, of what it has done since <see cref="Mark"/>.</summary>
    public double ShareableSinceMark() => _mark is { } mark
        ? ShareOf(Volatile.Read(ref _shareable) - mark.Work, Volatile.Read(ref _sharedWall) - mark.Wall,
            Stopwatch.GetTimestamp() - mark.At)
        : 0;

    private static double ShareOf(long work, long wall, long elapsed) => work / Math.Max(1.0, work + Math.Max(0, elapsed - wall));

    private sealed record Moment(long Work, long Wall, long At);
}
