using System.Globalization;
using System.Text.Json.Nodes;

namespace Courseware;

public static partial class Plot
{
    /// <summary>
    /// All models' learning curves on one fixed axis: validation solid, training dashed and thinner in the same colour, a large marker at
    /// each best epoch.
    /// </summary>
    /// <param name="curves">The models, in the order of the legend.</param>
    /// <param name="title">What to see.</param>
    /// <param name="quantity">The y axis' name with its unit, such as "binary cross-entropy (nats)".</param>
    /// <param name="logEpochs">Epochs on a log axis, where models need very different numbers of them.</param>
    /// <param name="goal">Which value is a model's best.</param>
    /// <param name="range">The y axis, where it must be the same as another chart's. Without it the axis holds what matters: a curve that
    /// runs far away is cut, and the chart says so.</param>
    /// <param name="subtitle">A line under the title; a note on stand-in data goes here.</param>
    /// <param name="markBest">Whether best epochs are marked.</param>
    public static Chart LearningCurves(IEnumerable<LearningCurve> curves, string title, string quantity = "loss", bool logEpochs = false,
        Best goal = Best.Lowest,
        (double Low, double High)? range = null, string? subtitle = null, bool markBest = true)
    {
        var list = curves.ToArray();
        if (list.Length == 0) throw new ArgumentException("There is no learning curve to draw; give at least one.", nameof(curves));
        foreach (var curve in list) curve.Check();
        var styles = ModelStyle.ForAll(list.Select(c => c.Name));
        var (low, high) = Checked(range, quantity) ?? CurveRange(list, goal);
        var last = list.Max(c => c.EpochAt(Math.Max(c.Validation.Count, c.Training?.Count ?? 0) - 1));
        var first = list.Min(c => c.EpochAt(0));
        if (logEpochs && first <= 0)
        {
            throw new ArgumentException($"A log axis has no place for epoch {Say(first)}; count epochs from 1, or leave logEpochs out.",
                nameof(curves));
        }

        (double Low, double High) x = logEpochs
            ? (LogScale.Of(first),
                LogScale.Of(Math.Max(last, first * 2)) + 0.02 * Math.Max(1, LogScale.Of(Math.Max(last, first * 2)) - LogScale.Of(first)))
            : (Math.Min(first, 0), last > 0 ? last * 1.02 : 1);
        var training = list.Any(c => c.Training is { Count: > 0 });
        var validation = list.Any(c => c.Validation.Count > 0);

        var data = new JsonArray();
        var cut = new List<(string Name, double X, double Value)>();
        for (var i = 0; i < list.Length; i++)
        {
            var (curve, style) = (list[i], styles[i]);
            if (curve.Training is { Count: > 0 } t)
            {
                var (tx, ty) = Decimation.Thin(Positions(curve, t.Count), t, logX: logEpochs);
                data.Add(Figures.Line($"{curve.Name}, training", tx, ty, style.Color, "dash", 2.2, curve.Name, legend: false));
                NoteCut($"{curve.Name} (training)", curve, t);
            }
        }
        for (var i = 0; i < list.Length; i++)
        {
            var (curve, style) = (list[i], styles[i]);
            if (curve.Validation.Count == 0) continue;
            var (vx, vy) = Decimation.Thin(Positions(curve, curve.Validation.Count), curve.Validation, logX: logEpochs);
            data.Add(Figures.Line($"{curve.Name}, validation", vx, vy, style.Color, group: curve.Name, legend: false));
            NoteCut(curve.Name, curve, curve.Validation);
        }
        for (var i = 0; i < list.Length; i++)
        {
            var (curve, style) = (list[i], styles[i]);
            var shown = curve.Validation.Count > 0 ? curve.Validation : curve.Training!;
            var spots = Spots(curve, shown, x, logEpochs, i, list.Length, low, high);
            if (spots.Count > 0)
            {
                data.Add(Figures.Points($"{curve.Name}, marks", spots.Select(curve.EpochAt), spots.Select(s => shown[s]), style.Color,
                    style.Symbol, 9, curve.Name, legend: false, silent: true));
            }
        }
        if (markBest && validation)
        {
            for (var i = 0; i < list.Length; i++)
            {
                var (curve, style) = (list[i], styles[i]);
                if (BestIndex(curve.Validation, goal) is not { } best) continue;
                data.Add(Figures.Points($"{curve.Name}, best epoch", [curve.EpochAt(best)], [curve.Validation[best]], style.Color,
                    style.Symbol, 14, curve.Name, legend: false, edge: Palette.Ink, edgeWidth: 2));
            }
        }
        for (var i = 0; i < list.Length; i++) data.Add(Figures.Key(list[i].Name, styles[i].Color, "solid", styles[i].Symbol, list[i].Name));
        if (training && validation)
        {
            data.Add(Figures.Key("validation", Palette.Muted, "solid", null));
            data.Add(Figures.Key("training", Palette.Muted, "dash", null));
        }
        if (markBest && validation)
            data.Add(Figures.Key("best epoch", "#FFFFFF", "solid", "circle", size: 13, line: false, edge: Palette.Ink, edgeWidth: 2));

        var annotations = new JsonArray();
        string? cutNote = null;
        if (cut.Count > 0)
        {
            var limit = goal == Best.Lowest ? high : low;
            cutNote = $"Cut at {Say(limit)}. Beyond it: " + string.Join(", ", cut.Select(c => $"{c.Name} to {Say(c.Value)}")) + ".";
            AddCutMarks(annotations, cut, x, logEpochs, goal, limit);
        }
        return Figures.Chart(title, [subtitle, cutNote], data,
            Json.Obj(("xaxis", Figures.Axis("epoch", x, logEpochs ? "log" : "linear")), ("yaxis", Figures.Axis(quantity, (low, high)))),
            height: 520, legend: true, annotations: annotations);

        void NoteCut(string name, LearningCurve curve, IReadOnlyList<double> values)
        {
            for (var i = 0; i < values.Count; i++)
            {
                if (!(goal == Best.Lowest ? values[i] > high : values[i] < low)) continue;
                // A first epoch or a single spike outside is noise at the edge; what is worth a word is where the curve is lost for good,
                // or its extreme.
                var extreme = goal == Best.Lowest ? values.Where(double.IsFinite).Max() : values.Where(double.IsFinite).Min();
                cut.Add((name, curve.EpochAt(i), extreme));
                return;
            }
        }
    }

    private static double[] Positions(LearningCurve curve, int count) => [.. Enumerable.Range(0, count).Select(curve.EpochAt)];

    /// <summary>
    /// Where a curve carries its marker: evenly over the axis as it is drawn, staggered from model to model so that markers do not hide
    /// each other.
    /// </summary>
    private static List<int> Spots(LearningCurve curve, IReadOnlyList<double> values, (double Low, double High) x, bool log, int index,
        int models, double low, double high)
    {
        const int marks = 6;
        // The left of a log axis holds few epochs and all curves together: no room for markers.
        var from = log ? x.Low + 0.3 * (x.High - x.Low) : x.Low;
        var spots = new List<int>();
        var at = 0;
        for (var m = 0; m < marks; m++)
        {
            var place = from + (x.High - from) * (m + (index + 0.5) / models) / marks;
            var epoch = log ? LogScale.Inverse(place) : place;
            while (at < values.Count && curve.EpochAt(at) < epoch) at++;
            if (at >= values.Count) break;
            if (values[at] >= low && values[at] <= high && (spots.Count == 0 || spots[^1] != at)) spots.Add(at);
        }
        return spots;
    }

    private static int? BestIndex(IReadOnlyList<double> values, Best goal)
    {
        int? best = null;
        for (var i = 0; i < values.Count; i++)
        {
            if (double.IsNaN(values[i])) continue;
            if (best is null || (goal == Best.Lowest ? values[i] < values[best.Value] : values[i] > values[best.Value])) best = i;
        }
        return best;
    }

    /// <summary>
    /// The y axis that shows where models differ: from the lowest value to a little above where they start, unless all of it is little
    /// more.
    /// </summary>
    private static (double Low, double High) CurveRange(LearningCurve[] curves, Best goal)
    {
        var all = curves.SelectMany(c => c.Validation.Concat(c.Training ?? [])).Where(double.IsFinite).ToArray();
        if (all.Length == 0) return (0, 1);
        var (low, high) = (all.Min(), all.Max());
        if (goal == Best.Highest) return Figures.Range(all);
        var bests = curves.Where(c => c.Validation.Count > 0).Select(c => c.Validation.Where(double.IsFinite).DefaultIfEmpty(low).Min())
            .DefaultIfEmpty(high).Max();
        var starts = curves.SelectMany(c => new[] { c.Validation, c.Training ?? [] }).Where(v => v.Count > 0 && double.IsFinite(v[0]))
            .Select(v => v[0]).Order().ToArray();
        var start = starts.Length == 0 ? bests : starts[starts.Length / 2];
        var reference = Math.Max(start, bests);
        var limit = Math.Max(reference + 0.5 * (reference - low), reference * 1.15);
        if (high <= limit * 1.4) return Figures.Range(all);
        return (Figures.Range([low, limit]).Low, Ticks.Outward(low, limit, 8).High);
    }

    // A small sign at the frame where a curve leaves it. Curves that leave close together are named behind the last of them, one under the
    // other, so that no text covers a line.
    private static void AddCutMarks(JsonArray annotations, List<(string Name, double X, double Value)> cut, (double Low, double High) x,
        bool log, Best goal, double limit)
    {
        const double plotWidth = 640;
        var marks = cut.Where(c => !c.Name.EndsWith("(training)", StringComparison.Ordinal)).OrderBy(c => c.X)
            .ThenBy(c => c.Name, StringComparer.Ordinal)
            .Select(c => (Text: $"{(goal == Best.Lowest ? "▲" : "▼")} {c.Name} {c.Value.ToString("0.00", CultureInfo.InvariantCulture)}",
                Place: log ? LogScale.Of(c.X) : c.X)).ToArray();
        for (var start = 0; start < marks.Length;)
        {
            var end = start + 1;
            while (end < marks.Length
                && Pixel(marks[end].Place) - Pixel(marks[end - 1].Place) < TextWidth.Of(marks[end - 1].Text, 14) + 12)
            {
                end++;
            }

            var place = marks[end - 1].Place;
            var width = marks[start..end].Max(m => TextWidth.Of(m.Text, 14));
            var leftwards = Pixel(place) + width + 10 > plotWidth;
            for (var i = start; i < end; i++)
            {
                annotations.Add(Figures.Note(marks[i].Text, leftwards ? marks[start].Place : place, limit, xanchor: leftwards ? "right"
                    : "left", yanchor: goal == Best.Lowest ? "top" : "bottom", size: 14,
                    background: "rgba(255,255,255,0.85)", xshift: leftwards ? -8
                    : 8, yshift: (goal == Best.Lowest ? -1 : 1) * (2 + 20 * (i - start))));
            }

            start = end;
        }

        double Pixel(double place) => (place - x.Low) / (x.High - x.Low) * plotWidth;
    }
}
