namespace Courseware;

/// <summary>A chart that is drawn while a model trains, in one place on the page, a few times a second, and once more at the end.</summary>
/// <example><code>
/// using var live = new LiveChart("Loss while training", "epoch", "loss");
/// live.Add("training", epoch, loss);   // after each epoch
/// </code></example>
/// <remarks>
/// The work is bounded: a drawing never holds more than a few thousand points of a series, whatever was added. The last drawing depends on
/// the points alone, never on the time: points that trials add side by side are in the order of the trials.
/// </remarks>
public sealed class LiveChart : IDisposable
{
    private const int Most = 4096;
    private readonly LiveView _view;
    private readonly Func<IReadOnlyList<Series>, Chart> _draw;
    private readonly Lock _gate = new();
    private readonly List<Part> _parts = [];
    private readonly TrialContext? _madeIn = TrialContext.Current;
    private object? _lastRun;
    private int _phase;

    /// <summary>Lines with a legend, on axes that grow with the data.</summary>
    public LiveChart(string title, string x, string y, string? subtitle = null, bool logY = false, TimeSpan? interval = null,
        TimeProvider? clock = null)
        : this(series => Plot.Lines(series, title, x, y, logY: logY, subtitle: subtitle), interval, clock)
    {
    }

    /// <summary>Any chart of the points so far.</summary>
    public LiveChart(Func<IReadOnlyList<Series>, Chart> draw, TimeSpan? interval = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(draw);
        _draw = draw;
        _view = new LiveView(interval, clock);
    }

    /// <summary>Adds a point to a series, which begins with its first point. Trials that run side by side may share a chart.</summary>
    public void Add(string series, double x, double y)
    {
        var trial = TrialContext.Current == _madeIn ? null : TrialContext.Current;
        lock (_gate)
        {
            if (_lastRun != trial?.Run)
                (_lastRun, _phase) = (trial?.Run, _phase + 1);
            var (phase, number) = (_phase, trial?.Number ?? 0);
            var part = _parts.Find(p => p.Name == series && p.Phase == phase && p.Trial == number);
            if (part is null)
                _parts.Add(part = new(series, phase, number, [], []));
            part.X.Add(x);
            part.Y.Add(y);
            if (part.X.Count > Most) Halve(part.X, part.Y);
        }
        if (trial is not null) trial.Watch(_view, Chart);
        else if (_madeIn is not null) _view.Keep(Chart);
        else _view.Offer(Chart);
    }

    /// <summary>The chart of all points so far.</summary>
    internal Chart Chart()
    {
        Series[] series;
        lock (_gate)
        {
            series = [.. _parts.OrderBy(part => part.Phase).ThenBy(part => part.Trial).GroupBy(part => part.Name)
                .Select(parts => Whole(parts.Key, [.. parts.SelectMany(part => part.X)], [.. parts.SelectMany(part => part.Y)]))];
        }
        return _draw(series);
    }

    /// <summary>Draws the last state, if the page does not show it yet.</summary>
    public void Finish()
    {
        // Of a chart that trials share, the last drawing comes after the last trial.
        if (TrialContext.Current == _madeIn) _view.Finish();
    }

    public void Dispose() => Finish();

    private static Series Whole(string name, List<double> xs, List<double> ys)
    {
        while (xs.Count > Most) Halve(xs, ys);
        return new(name, [.. xs], [.. ys]);
    }

    // Of every four points the lowest and the highest stay, in their order.
    private static void Halve(List<double> xs, List<double> ys)
    {
        var kept = 0;
        for (var start = 0; start < xs.Count; start += 4)
        {
            var end = Math.Min(start + 4, xs.Count);
            var (low, high) = (start, start);
            for (var i = start + 1; i < end; i++)
            {
                if (ys[i] < ys[low]) low = i;
                if (ys[i] > ys[high]) high = i;
            }
            var (first, second) = (Math.Min(low, high), Math.Max(low, high));
            (xs[kept], ys[kept]) = (xs[first], ys[first]);
            kept++;
            if (second == first) continue;
            (xs[kept], ys[kept]) = (xs[second], ys[second]);
            kept++;
        }
        xs.RemoveRange(kept, xs.Count - kept);
        ys.RemoveRange(kept, ys.Count - kept);
    }

    // What one trial has added to a series; points that come from no trial have parts of their own.
    private sealed record Part(string Name, int Phase, int Trial, List<double> X, List<double> Y);
}
