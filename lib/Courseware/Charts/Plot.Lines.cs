using System.Text.Json.Nodes;

namespace Courseware;

public static partial class Plot
{
    private const int MostMarked = 20;

    /// <summary>Lines of any kind: each with its own colour and dash, and a marker where it has few points.</summary>
    /// <param name="series">The lines, in the order of the legend. One with <see cref="Series.Low"/> and <see cref="Series.High"/> gets a
    /// band.</param>
    /// <param name="title">What to see.</param>
    /// <param name="x">The x axis' name with its unit.</param>
    /// <param name="y">The y axis' name with its unit.</param>
    /// <param name="logX">Log x axis; values must be positive.</param>
    /// <param name="logY">Log y axis; values must be positive.</param>
    /// <param name="range">The y axis, if it must be the same as another chart's.</param>
    /// <param name="subtitle">A line under the title.</param>
    /// <param name="verticals">Reference lines across the plot, with their texts.</param>
    public static Chart Lines(IEnumerable<Series> series, string title, string x, string y, bool logX = false, bool logY = false,
        (double Low, double High)? range = null, string? subtitle = null, IEnumerable<(double At, string Text)>? verticals = null)
    {
        var list = series.ToArray();
        if (list.Length == 0) throw new ArgumentException("There is no line to draw; give at least one series.", nameof(series));
        foreach (var s in list) s.Check();
        var xs = Ends(list.SelectMany(s => s.X));
        var ys = list.SelectMany(s => s.Y.Concat(s.Low ?? []).Concat(s.High ?? [])).Where(double.IsFinite).ToArray();
        RefuseNotPositive(logX, list.SelectMany(s => s.X), "x", x);
        RefuseNotPositive(logY, ys, "y", y);
        var whole = !logX && list.All(s => s.X.All(v => v == Math.Floor(v)));
        var marked = list.Any(s => s.X.Count <= MostMarked);
        var xRange = logX ? LogRange(xs.Low, xs.High) : xs.Low < xs.High ? (xs.Low, xs.High) : Figures.Range([xs.Low]);
        // A marker at the very edge would be cut in half.
        if (marked) xRange = (xRange.Item1 - 0.02 * (xRange.Item2 - xRange.Item1), xRange.Item2 + 0.02 * (xRange.Item2 - xRange.Item1));
        var yRange = Checked(range, y, logY) is { } given ? (logY ? (LogScale.Of(given.Low), LogScale.Of(given.High)) : given) : logY
            ? LogRange(ys.DefaultIfEmpty(1).Min(), ys.DefaultIfEmpty(1).Max()) : Figures.Range(ys);
        var styles = ModelStyle.ForAll(list.Select(s => s.StyleOf ?? s.Name));

        var data = new JsonArray();
        for (var i = 0; i < list.Length; i++)
        {
            if (list[i].Low is { } lowEdge)
            {
                var (bx, bl) = Decimation.Thin(list[i].X, lowEdge, logX: logX);
                var (hx, bh) = Decimation.Thin(list[i].X, list[i].High!, logX: logX);
                data.Add(bx.SequenceEqual(hx)
                    ? Figures.Band($"{list[i].Name}, spread", bx, bl, bh, styles[i].Color, list[i].Name)
                    : Figures.Band($"{list[i].Name}, spread", list[i].X, lowEdge, list[i].High!, styles[i].Color, list[i].Name));
            }
        }

        for (var i = 0; i < list.Length; i++)
        {
            var (s, style) = (list[i], styles[i]);
            var (px, py) = Decimation.Thin(s.X, s.Y, logX: logX);
            var dash = s.Dash ?? style.Dash;
            if (px.Length <= MostMarked)
            {
                var line = Figures.Line(s.Name, px, py, style.Color, dash, group: s.Name);
                line["mode"] = "lines+markers";
                line["marker"] = Json.Obj(("color", style.Color), ("symbol", style.Symbol), ("size", 10),
                    ("line", Json.Obj(("color", Palette.Paper), ("width", 1))));
                data.Add(line);
            }
            else
            {
                data.Add(Figures.Line(s.Name, px, py, style.Color, dash, group: s.Name));
            }
        }
        var shapes = new JsonArray();
        var notes = new JsonArray();
        foreach (var (at, text) in verticals ?? [])
        {
            if (!double.IsFinite(at) || logX && at <= 0)
            {
                throw new ArgumentException($"The line \"{text}\" is to be drawn at {Say(at)}, which has no place on the axis \"{x}\".",
                    nameof(verticals));
            }

            shapes.Add(Figures.VerticalLine(at));
            notes.Add(Figures.Note(text, logX ? LogScale.Of(at) : at, 1, yref: "paper", yanchor: "bottom", size: 14, color: Palette.Muted));
        }
        var xAxis = Figures.Axis(x, xRange, logX ? "log" : "linear");
        // Epochs and other whole numbers: no tick between them.
        if (whole && xs.High - xs.Low is >= 1 and < 12) xAxis["nticks"] = (int)(xs.High - xs.Low) + 1;
        return Figures.Chart(title, [subtitle], data,
            Json.Obj(("xaxis", xAxis), ("yaxis", Figures.Axis(y, yRange, logY ? "log" : "linear"))),
            height: 480, legend: list.Length > 1, annotations: notes, shapes: shapes);
    }

    /// <summary>Points, one colour and one marker for each series.</summary>
    public static Chart Scatter(IEnumerable<Series> series, string title, string x, string y, string? subtitle = null, bool logX = false,
        bool logY = false)
    {
        var list = series.ToArray();
        if (list.Length == 0) throw new ArgumentException("There are no points to draw; give at least one series.", nameof(series));
        foreach (var s in list) s.Check();
        RefuseNotPositive(logX, list.SelectMany(s => s.X), "x", x);
        RefuseNotPositive(logY, list.SelectMany(s => s.Y), "y", y);
        if (!list.Any(s => s.X.Zip(s.Y).Any(p => double.IsFinite(p.First) && double.IsFinite(p.Second))))
            throw new ArgumentException($"There is no point to draw: {(list.All(s => s.Y.Count == 0) ? $"\"{list[0].Name}\" is empty" : $"every point of \"{list[0].Name}\"{(list.Length > 1 ? " and the other series" : "")} has an x or y that is NaN or infinite")}.", nameof(series));
        var styles = ModelStyle.ForAll(list.Select(s => s.StyleOf ?? s.Name));
        var data = new JsonArray();
        for (var i = 0; i < list.Length; i++)
            data.Add(Figures.Points(list[i].Name, list[i].X, list[i].Y, styles[i].Color, styles[i].Symbol, 9, list[i].Name));
        var (xs, ys) = (Ends(list.SelectMany(s => s.X)), Ends(list.SelectMany(s => s.Y)));
        return Figures.Chart(title, [subtitle], data,
            Json.Obj(("xaxis", Figures.Axis(x, logX ? LogRange(xs.Low, xs.High) : Wider(xs), logX ? "log" : "linear")),
                ("yaxis", Figures.Axis(y, logY ? LogRange(ys.Low, ys.High) : Wider(ys), logY ? "log" : "linear"))),
            height: 520, legend: list.Length > 1);

        static (double, double) Wider(JsonNumbers ends)
            => ends.Low < ends.High ? (ends.Low - 0.05 * (ends.High - ends.Low), ends.High + 0.05 * (ends.High - ends.Low))
            : Figures.Around(ends.Low);
    }

    /// <summary>ROC curves of binary scores: true-positive against false-positive rate, with chance as the diagonal.</summary>
    /// <param name="curves">X: false-positive rate, Y: true-positive rate, both 0 to 1 and rising.</param>
    /// <param name="title">What to see.</param>
    /// <param name="areas">The area under each curve, for the legend.</param>
    /// <param name="subtitle">A line under the title.</param>
    public static Chart Roc(IEnumerable<Series> curves, string title, IReadOnlyList<double>? areas = null, string? subtitle = null)
    {
        var list = curves.ToArray();
        foreach (var s in list) s.Check();
        if (areas is not null && areas.Count != list.Length)
        {
            throw new ArgumentException($"There are {areas.Count} areas for {list.Length} curves; give one for each, or leave them out.",
                nameof(areas));
        }

        var styles = ModelStyle.ForAll(list.Select(s => s.StyleOf ?? s.Name));
        var data = new JsonArray { Figures.Line("chance", [0, 1], [0, 1], Palette.Muted, "dot", 2.2) };
        for (var i = 0; i < list.Length; i++)
        {
            var (px, py) = Decimation.Thin(list[i].X, list[i].Y);
            var name = areas is null ? list[i].Name
                : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{list[i].Name}: AUC {areas[i]:0.000}");
            data.Add(Figures.Line(name, px, py, styles[i].Color, styles[i].Dash, group: list[i].Name));
        }
        var yAxis = Figures.Axis("true-positive rate", (0, 1.005));
        yAxis["scaleanchor"] = "x";
        yAxis["constrain"] = "domain";
        var xAxis = Figures.Axis("false-positive rate", (-0.005, 1));
        xAxis["constrain"] = "domain";
        return Figures.Chart(title, [subtitle], data, Json.Obj(("xaxis", xAxis), ("yaxis", yAxis)), height: 560, legend: true);
    }

    private static void RefuseNotPositive(bool log, IEnumerable<double> values, string axis, string name)
    {
        if (!log) return;
        foreach (var v in values)
            if (v <= 0) throw new ArgumentException($"A log {axis} axis (\"{name}\") has no place for {Say(v)}; leave out values that are not positive, or use a linear axis.");
    }

    private static (double Low, double High) LogRange(double low, double high)
    {
        var (a, b) = (LogScale.Of(low), LogScale.Of(high));
        // Values that differ by less than that still fill the axis.
        var room = b - a is > 0 and < 0.02 ? (b - a) * 0.05 : Math.Max((b - a) * 0.03, 0.02);
        // Whole powers of ten at the ends stay where they are.
        return (a == Math.Round(a) ? a : a - room, b == Math.Round(b) ? b : b + room);
    }
}
