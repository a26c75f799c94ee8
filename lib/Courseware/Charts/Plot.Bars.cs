using System.Globalization;
using System.Text.Json.Nodes;

namespace Courseware;

public static partial class Plot
{
    private static readonly string[] s_patterns = ["", "/", "x", "-", "\\", ".", "|"];

    /// <summary>
    /// Models by one figure of merit: a bar for each, the spread over seeds as error bar, a document's reported figure as a diamond.
    /// </summary>
    /// <param name="bars">The models, from top to bottom.</param>
    /// <param name="title">What to see.</param>
    /// <param name="quantity">The figure with its unit.</param>
    /// <param name="range">Where the axis starts and ends. By default it starts at zero. Where bars differ by little, start it later: the
    /// chart then shows points instead of bars, since a cut bar misleads.</param>
    /// <param name="format">How values are written.</param>
    /// <param name="subtitle">A line under the title, such as how many seeds, and whether the error bar is a standard deviation or a
    /// standard error.</param>
    public static Chart ModelComparison(IEnumerable<Bar> bars, string title, string quantity, (double Low, double High)? range = null,
        string format = "0.000", string? subtitle = null)
    {
        var list = bars.ToArray();
        if (list.Length == 0) throw new ArgumentException("There is nothing to compare; give at least one bar.", nameof(bars));
        var styles = ModelStyle.ForAll(list.Select(b => b.StyleOf ?? b.Name));
        var ends = list.SelectMany(b => new[] { b.Value - (b.Error ?? 0), b.Value + (b.Error ?? 0), b.Reported ?? b.Value })
            .Where(double.IsFinite).ToArray();
        var top = ends.DefaultIfEmpty(1).Max();
        var (low, high) = Checked(range, quantity) ?? (Math.Min(0, ends.DefaultIfEmpty(0).Min() * 1.1), top <= 0 ? 0 : top);
        var points = low > 0;
        if (high <= low) high = low + 1;
        // Room for the value that is written behind the bar.
        if (range is null) high += (high - low) * 0.2;

        var data = new JsonArray();
        var notes = new JsonArray();
        var rows = FigureText.Apart(list.Select(b => FigureText.Escape(b.Name)));
        for (var i = 0; i < list.Length; i++)
        {
            var bar = list[i];
            if (points)
            {
                // A point and its spread as a thin line: where the axis does not start at zero, a bar's length would mean nothing.
                if (bar.Error is { } e)
                {
                    data.Add(Row(Json.Obj(("type", "scatter"), ("mode", "lines"), ("x", Json.Numbers([bar.Value - e, bar.Value + e])),
                        ("line", Json.Obj(("color", styles[i].Color), ("width", 3))), ("hoverinfo", "skip")), [rows[i], rows[i]]));
                }

                data.Add(Row(Json.Obj(("type", "scatter"), ("mode", "markers"), ("name", FigureText.Escape(bar.Name)),
                    ("x", Json.Numbers([bar.Value])),
                    ("marker", Json.Obj(("color", styles[i].Color), ("symbol", styles[i].Symbol), ("size", 14)))), [rows[i]]));
            }
            else
            {
                data.Add(Row(Json.Obj(("type", "bar"), ("orientation", "h"), ("name", FigureText.Escape(bar.Name)),
                    ("x", Json.Numbers([bar.Value])), ("marker", Json.Obj(("color", styles[i].Color))), ("width", 0.66),
                    ("error_x", bar.Error is { } e
                        ? Json.Obj(("type", "data"), ("array", Json.Numbers([e])), ("visible", true), ("color", Palette.Ink),
                            ("thickness", 2), ("width", 6)) : null)), [rows[i]]));
            }
            var text = bar.Value.ToString(format, CultureInfo.InvariantCulture)
                .Replace('-', '−') + (bar.Error is { } s ? " ± " + s.ToString(format, CultureInfo.InvariantCulture) : "");
            var beyond = Math.Max(bar.Value + (bar.Error ?? 0), bar.Reported ?? double.NegativeInfinity);
            notes.Add(Figures.Note(text, Math.Min(beyond, high), i, xanchor: "left", size: 15, xshift: bar.Reported == beyond ? 14 : 10));
        }
        var reported = list.Select((b, i) => (b.Reported, Row: rows[i])).Where(b => b.Reported is not null).ToArray();
        if (reported.Length > 0)
        {
            data.Add(Row(Json.Obj(("type", "scatter"), ("mode", "markers"), ("name", "reported"),
                ("x", Json.Numbers(reported.Select(b => b.Reported!.Value))),
                ("marker", Json.Obj(("color", Palette.Paper), ("symbol", "diamond"), ("size", 13),
                    ("line", Json.Obj(("color", Palette.Ink), ("width", 2.2))))), ("showlegend", true)), [.. reported.Select(b => b.Row)]));
        }

        var yAxis = Figures.Axis(null, (list.Length - 0.5, -0.5), "category", grid: points);
        yAxis["categoryorder"] = "array";
        yAxis["categoryarray"] = Json.Texts(rows);
        if (rows.Any(r => TextWidth.Of(r, 15) > 250))
        {
            // plotly.js does not break lines.
            yAxis["tickmode"] = "array";
            yAxis["tickvals"] = Json.Texts(rows);
            yAxis["ticktext"] = Json.Texts(rows.Select(r => string.Join("<br>", TextWidth.Wrap(r, 15, 250))));
        }
        return Figures.Chart(title, [subtitle], data, Json.Obj(("xaxis", Figures.Axis(quantity, (low, high))), ("yaxis", yAxis)),
            height: 150 + 44 * list.Length, legend: reported.Length > 0, legendBelow: true, annotations: notes,
            more: [("barmode", "overlay")]);

        static JsonObject Row(JsonObject trace, string[] row)
        {
            trace["y"] = Json.Texts(row);
            trace["showlegend"] ??= false;
            return trace;
        }
    }

    /// <summary>
    /// Groups of bars side by side, such as accuracy by class for two models. Bars of one series differ from the next by colour and by
    /// pattern.
    /// </summary>
    /// <param name="categories">Along the axis.</param>
    /// <param name="series">Name, one value per category and, if known, half the length of its error bar.</param>
    /// <param name="title">What to see.</param>
    /// <param name="x">What the categories are.</param>
    /// <param name="y">The value with its unit.</param>
    /// <param name="subtitle">A line under the title.</param>
    public static Chart GroupedBars(IReadOnlyList<string> categories,
        IEnumerable<(string Name, IReadOnlyList<double> Values, IReadOnlyList<double>? Errors)> series, string title, string x, string y,
        string? subtitle = null)
    {
        var list = series.ToArray();
        var styles = ModelStyle.ForAll(list.Select(s => s.Name));
        if (list.Length == 0 || categories.Count == 0)
            throw new ArgumentException("There are no bars to draw; give at least one category and one series.", nameof(series));
        var names = FigureText.Apart(categories.Select(FigureText.Escape));
        var data = new JsonArray();
        for (var i = 0; i < list.Length; i++)
        {
            if (list[i].Values.Count != categories.Count)
                throw new ArgumentException($"\"{list[i].Name}\" has {list[i].Values.Count} values for {categories.Count} categories; it needs one for each.", nameof(series));
            if (list[i].Errors is { } errors && errors.Count != categories.Count)
                throw new ArgumentException($"\"{list[i].Name}\" has {errors.Count} error bars for {categories.Count} categories; it needs one for each (NaN for none), or null for none at all.", nameof(series));
            data.Add(Json.Obj(("type", "bar"), ("name", FigureText.Escape(list[i].Name)), ("x", Json.Texts(names)),
                ("y", Json.Numbers(list[i].Values)), ("marker", BarPaint(styles[i].Color, i)),
                ("error_y", list[i].Errors is { } e
                    ? Json.Obj(("type", "data"), ("array", Json.Numbers(e)), ("visible", true), ("color", Palette.Ink), ("thickness", 2),
                        ("width", 4)) : null)));
        }
        var ends = list.SelectMany(s => s.Values.Select((v, i) => v + Math.Sign(v) * (s.Errors?[i] ?? 0))).Where(double.IsFinite)
            .DefaultIfEmpty(1).ToArray();
        var range = (Math.Min(0, ends.Min() * 1.05), Math.Max(0, ends.Max() * 1.06));
        return Figures.Chart(title, [subtitle], data,
            Json.Obj(("xaxis", Figures.Axis(x, (-0.5, categories.Count - 0.5), "category", grid: false)),
                ("yaxis", Figures.Axis(y, range))),
            height: 480, legend: list.Length > 1, legendBelow: true, more: [("barmode", "group"), ("bargap", 0.24), ("bargroupgap", 0.06)]);
    }

    /// <summary>What a teacher says about one sample at each temperature: a row of small bar charts on one axis.</summary>
    /// <param name="classes">Their names.</param>
    /// <param name="targets">Temperature and the probabilities of the classes.</param>
    /// <param name="title">What to see.</param>
    /// <param name="truth">Index of the true class, drawn in another colour and pattern.</param>
    /// <param name="subtitle">A line under the title.</param>
    public static Chart SoftTargets(IReadOnlyList<string> classes,
        IEnumerable<(double Temperature, IReadOnlyList<double> Probabilities)> targets, string title, int? truth = null,
        string? subtitle = null)
    {
        var list = targets.ToArray();
        if (list.Length == 0)
            throw new ArgumentException("There are no soft targets to draw; give at least one temperature.", nameof(targets));
        var columns = Math.Min(list.Length, 4);
        var rows = (list.Length + columns - 1) / columns;
        var cells = Figures.Cells(list.Length, columns, 0.035, 0.2);
        if (truth is { } right && (right < 0 || right >= classes.Count))
        {
            throw new ArgumentOutOfRangeException(
                nameof(truth), $"The true class is one of the {classes.Count}, from 0 to {classes.Count - 1}; got {right}.");
        }

        var names = FigureText.Apart(classes.Select(FigureText.Escape));
        var data = new JsonArray();
        var notes = new JsonArray();
        var axes = new JsonObject();
        for (var i = 0; i < list.Length; i++)
        {
            var number = Figures.AxisNumber(i);
            var (dx, dy) = cells[i];
            var p = list[i].Probabilities;
            if (p.Count != classes.Count)
                throw new ArgumentException($"At T = {Say(list[i].Temperature)} there are {p.Count} probabilities for {classes.Count} classes.", nameof(targets));
            foreach (var isTruth in new[] { false, true })
            {
                var index = Enumerable.Range(0, p.Count).Where(c => (c == truth) == isTruth).ToArray();
                if (index.Length == 0) continue;
                data.Add(Json.Obj(("type", "bar"), ("orientation", "h"),
                    ("name", truth is null ? "probability" : isTruth ? "true class" : "other classes"),
                    ("legendgroup", isTruth ? "t" : "o"), ("showlegend", i == 0 && truth is not null),
                    ("x", Json.Numbers(index.Select(c => p[c]))), ("y", Json.Texts(index.Select(c => names[c]))), ("width", 0.7),
                    ("marker", isTruth ? BarPaint(Palette.Series[1], 1) : BarPaint(Palette.Series[0], 0)), ("xaxis", "x" + number),
                    ("yaxis", "y" + number)));
            }
            var y = Figures.Axis(null, (classes.Count - 0.5, -0.5), "category", "x" + number, dy, grid: false, labels: i % columns == 0);
            y["categoryorder"] = "array";
            y["categoryarray"] = Json.Texts(names);
            axes["xaxis" + number] = Figures.Axis(i / columns == rows - 1 ? "probability" : null, (0, 1.02), "linear", "y" + number, dx);
            axes["xaxis" + number]!["tickmode"] = "array";
            axes["xaxis" + number]!["tickvals"] = Json.Numbers([0, 0.5, 1]);
            axes["xaxis" + number]!["ticktext"] = Json.Texts(["0", "0.5", "1"]);
            axes["yaxis" + number] = y;
            notes.Add(Figures.Note($"T = {Say(list[i].Temperature)}", (dx.Item1 + dx.Item2) / 2, dy.Item2, "paper", "paper",
                yanchor: "bottom", size: 16, bold: true, yshift: 4));
        }
        return Figures.Chart(title, [subtitle], data, axes, height: 190 + rows * (28 * classes.Count + 30), legend: truth is not null,
            legendBelow: true, annotations: notes, more: [("barmode", "overlay")]);
    }

    /// <summary>How a model's weights are spread: a histogram on bins that all share, one small chart for each.</summary>
    /// <param name="weights">Name and values, such as the first-layer weights under L1 and under L2.</param>
    /// <param name="title">What to see.</param>
    /// <param name="bins">How many bins; an odd number puts one around zero.</param>
    /// <param name="range">From where to where; symmetric around zero and wide enough for all by default.</param>
    /// <param name="subtitle">A line under the title.</param>
    /// <param name="quantity">What the values are, if not weights.</param>
    public static Chart WeightHistogram(IEnumerable<(string Name, IReadOnlyList<double> Values)> weights, string title, int bins = 61,
        (double Low, double High)? range = null, string? subtitle = null, string quantity = "weight")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var list = weights.ToArray();
        if (list.Length == 0) throw new ArgumentException("There are no weights to draw; give at least one set.", nameof(weights));
        var styles = ModelStyle.ForAll(list.Select(w => w.Name));
        var largest = list.SelectMany(w => w.Values).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max();
        if (largest == 0) largest = 1;
        var (low, high) = Checked(range, quantity) ?? (-largest, largest);
        var width = (high - low) / bins;
        var middles = Enumerable.Range(0, bins).Select(b => low + (b + 0.5) * width).ToArray();
        var columns = Math.Min(list.Length, list.Length == 4 ? 2 : 3);
        var rows = (list.Length + columns - 1) / columns;
        var cells = Figures.Cells(list.Length, columns, 0.07, 0.26);
        var shares = new List<double[]>();
        var left = new List<string>();
        foreach (var (name, values) in list)
        {
            var counts = new double[bins];
            var outside = 0;
            foreach (var v in values)
            {
                // What is no number, or infinite, is in no bin.
                var bin = double.IsFinite(v) && v >= low && v <= high ? (int)Math.Floor((v - low) / width) : -1;
                if (v == high) bin = bins - 1;
                if (bin >= 0 && bin < bins) counts[bin]++;
                else outside++;
            }
            for (var b = 0; b < bins; b++) counts[b] *= 100.0 / Math.Max(1, values.Count);
            shares.Add(counts);
            if (outside > 0) left.Add($"{name} {outside} of {values.Count}");
        }
        var highest = shares.SelectMany(s => s).Max() * 1.05;
        var data = new JsonArray();
        var notes = new JsonArray();
        var axes = new JsonObject();
        for (var i = 0; i < list.Length; i++)
        {
            var number = Figures.AxisNumber(i);
            var (dx, dy) = cells[i];
            data.Add(Json.Obj(("type", "bar"), ("name", FigureText.Escape(list[i].Name)), ("x", Json.Numbers(middles)),
                ("y", Json.Numbers(shares[i])), ("width", Json.Number(width)),
                ("marker", Json.Obj(("color", styles[i].Color), ("line", Json.Obj(("color", Palette.Paper), ("width", 0.5))))),
                ("xaxis", "x" + number), ("yaxis", "y" + number), ("showlegend", false)));
            axes["xaxis" + number] = Figures.Axis(i / columns == rows - 1 || i + columns >= list.Length ? quantity
                : null, (low, high), "linear", "y" + number, dx);
            axes["yaxis" + number] = Figures.Axis(i % columns == 0 ? "share (%)" : null, (0, highest), "linear", "x" + number, dy);
            notes.Add(Figures.Note(list[i].Name, (dx.Item1 + dx.Item2) / 2, dy.Item2, "paper", "paper", yanchor: "bottom", size: 16,
                bold: true, yshift: 4));
        }
        var outsideNote = left.Count == 0 ? null : $"Outside the axis: {string.Join(", ", left)}.";
        return Figures.Chart(title, [subtitle, outsideNote], data, axes, height: 160 + 250 * rows, legend: false, annotations: notes,
            more: [("barmode", "overlay"), ("bargap", 0)]);
    }

    private static JsonObject BarPaint(string color, int index)
    {
        var shape = s_patterns[index % s_patterns.Length];
        return Json.Obj(("color", color), ("line", Json.Obj(("color", color), ("width", 1))),
            ("pattern", shape.Length == 0 ? null : Json.Obj(
            ("shape", shape), ("fillmode", "overlay"), ("fgcolor", "#FFFFFF"), ("fgopacity", 1), ("size", 8), ("solidity", 0.25))));
    }
}
