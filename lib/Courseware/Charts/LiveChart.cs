namespace Courseware;

/// <summary>A chart that is drawn while a model trains, in one place on the page, a few times a second, and once more at the end.</summary>
/// <example><code>
/// using var live = new LiveChart("Loss while training", "epoch", "loss");
/// live.Add("training", epoch, loss);   // after each epoch
/// </code></example>
/// <remarks>
/// The work is bounded: a drawing never holds more than a few thousand points, whatever was added. The last drawing depends on the points
/// alone, never on the time.
/// </remarks>
public sealed class LiveChart : IDisposable
{
    private const int Most = 4096;
    private readonly LiveView _view;
    private readonly Func<IReadOnlyList<Series>, Chart> _draw;
    private readonly List<(string Name, List<double> X, List<double> Y)> _series = [];

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

    /// <summary>Adds a point to a series, which begins with its first point.</summary>
    public void Add(string series, double x, double y)
    {
        var at = _series.FindIndex(s => s.Name == series);
        if (at < 0)
        {
            at = _series.Count;
            _series.Add((series, [], []));
        }
        var (_, xs, ys) = _series[at];
        xs.Add(x);
        ys.Add(y);
        if (xs.Count > Most) Halve(xs, ys);
        _view.Offer(Chart);
    }

    /// <summary>The chart of all points so far.</summary>
    internal Chart Chart() => _draw([.. _series.Select(s => new Series(s.Name, [.. s.X], [.. s.Y]))]);

    /// <summary>Draws the last state, if the page does not show it yet.</summary>
    public void Finish() => _view.Finish();

    public void Dispose() => _view.Dispose();

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
}
