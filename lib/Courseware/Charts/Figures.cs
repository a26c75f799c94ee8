using System.Text.Json.Nodes;

namespace Courseware;

/// <summary>The parts that all of the course's figures share: axes, layout, traces, in one look.</summary>
internal static class Figures
{
    public const double LineWidth = 2.6;
    public const string FontFamily = "Arial,'Helvetica Neue',Helvetica,'Liberation Sans','DejaVu Sans',sans-serif";

    public static JsonObject Axis(string? title, (double Low, double High)? range = null, string type = "linear", string? anchor = null,
        (double Low, double High)? domain = null,
        bool grid = true, bool line = true, bool labels = true)
    {
        if (range is { } ends && !(double.IsFinite(ends.High - ends.Low) && ends.High != ends.Low))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The axis \"{title}\" would go from {ends.Low} to {ends.High}, which leaves no room for a value. Give numbers that differ and are finite."));
        }

        var axis = Json.Obj(
            ("title", title is null ? null
                : Json.Obj(("text", FigureText.Escape(title)), ("font", Json.Obj(("size", 16))), ("standoff", 8))),
            ("type", type),
            ("range", range is { } r ? Json.Numbers([r.Low, r.High]) : null),
            ("domain", domain is { } d ? Json.Numbers([d.Low, d.High]) : null),
            ("anchor", anchor),
            ("showgrid", grid), ("gridcolor", Palette.Grid), ("zeroline", false), ("showline", line), ("linecolor", Palette.AxisLine),
            ("ticks", line ? "outside" : ""), ("ticklen", 5), ("tickcolor", Palette.AxisLine), ("showticklabels", labels),
            ("automargin", true), ("separatethousands", true));
        if (type == "log" && range is { } log)
        {
            // plotly.js' own labels on a log axis are hard to read (2, 5, 10, 2, 5, 100): ours are given.
            var (major, minor) = Ticks.Log(log.Low, log.High);
            axis["tickmode"] = "array";
            axis["tickvals"] = Json.Numbers(major.Select(t => t.Value));
            axis["ticktext"] = Json.Texts(major.Select(t => t.Label));
            axis["minor"] =
                Json.Obj(("tickvals", Json.Numbers(minor)), ("ticks", "outside"), ("ticklen", 3), ("tickcolor", Palette.AxisLine));
        }
        return axis;
    }

    /// <summary>An axis that only holds things in place.</summary>
    public static JsonObject Hidden((double Low, double High) range, string? anchor = null, (double Low, double High)? domain = null)
        => Json.Obj(
        ("visible", false), ("type", "linear"), ("range", Json.Numbers([range.Low, range.High])), ("anchor", anchor),
        ("domain", domain is { } d ? Json.Numbers([d.Low, d.High]) : null), ("fixedrange", true));

    public static Chart Chart(string title, IEnumerable<string?> subtitles, JsonArray data, JsonObject axes, double height, bool legend,
        bool legendBelow = false,
        JsonArray? annotations = null, JsonArray? shapes = null, JsonArray? images = null, string? description = null,
        params (string, JsonNode?)[] more)
    {
        string[] lines = [title, .. subtitles.OfType<string>().Where(s => s.Length > 0)];
        var layout = Json.Obj(
            ("title", Json.Obj(("text", FigureText.Compose(lines)), ("x", 0.0155), ("xref", "container"), ("xanchor", "left"),
                ("yref", "container"), ("yanchor", "top"), ("font", Json.Obj(("size", 20), ("color", Palette.Ink))))),
            ("font", Json.Obj(("family", FontFamily), ("size", 15), ("color", Palette.Ink))),
            ("paper_bgcolor", Palette.Paper), ("plot_bgcolor", Palette.Paper), ("height", height),
            ("hovermode", "closest"), ("showlegend", legend),
            ("legend", !legend ? null : legendBelow
                ? Json.Obj(("orientation", "h"), ("x", 0), ("y", -0.22), ("xanchor", "left"), ("yanchor", "top"), ("tracegroupgap", 0),
                    ("font", Json.Obj(("size", 15))))
                : Json.Obj(("orientation", "v"), ("x", 1.02), ("y", 1), ("xanchor", "left"), ("yanchor", "top"), ("tracegroupgap", 0),
                    ("font", Json.Obj(("size", 15))))));
        foreach (var (name, axis) in axes.ToArray())
        {
            axes.Remove(name);
            layout[name] = axis;
        }
        if (annotations is { Count: > 0 }) layout["annotations"] = annotations;
        if (shapes is { Count: > 0 }) layout["shapes"] = shapes;
        if (images is { Count: > 0 }) layout["images"] = images;
        if (description is not null) layout["meta"] = Json.Obj(("description", description));
        foreach (var (name, value) in more) if (value is not null) layout[name] = value;
        var figure = Json.Obj(("data", data), ("layout", layout));
        Rounding.Apply(figure);
        return new Chart(figure);
    }

    public static JsonObject Line(string name, IEnumerable<double> x, IEnumerable<double> y, string color, string dash = "solid",
        double width = LineWidth,
        string? group = null, bool legend = true, string axes = "") => Json.Obj(
        ("type", "scatter"), ("mode", "lines"), ("name", FigureText.Escape(name)), ("x", Json.Numbers(x)), ("y", Json.Numbers(y)),
        ("line", Json.Obj(("color", color), ("width", width), ("dash", dash))), ("legendgroup", group), ("showlegend", legend),
        On("xaxis", "x", axes), On("yaxis", "y", axes));

    public static JsonObject Points(string name, IEnumerable<double> x, IEnumerable<double> y, string color, string symbol, double size = 9,
        string? group = null, bool legend = true, string axes = "", string edge = Palette.Paper, double edgeWidth = 1, bool silent = false)
        => Json.Obj(
        ("type", "scatter"), ("mode", "markers"), ("name", FigureText.Escape(name)), ("x", Json.Numbers(x)), ("y", Json.Numbers(y)),
        ("marker", Json.Obj(("color", color), ("symbol", symbol), ("size", size),
            ("line", Json.Obj(("color", edge), ("width", edgeWidth))))),
        ("legendgroup", group), ("showlegend", legend), ("hoverinfo", silent ? "skip" : null), On("xaxis", "x", axes),
        On("yaxis", "y", axes));

    /// <summary>A legend entry without data of its own: line and marker together, which the drawn traces have apart.</summary>
    public static JsonObject Key(string name, string color, string dash, string? symbol, string? group = null, double size = 10,
        bool line = true, string edge = Palette.Paper, double edgeWidth = 1) => Json.Obj(
        ("type", "scatter"), ("mode", symbol is null ? "lines" : line ? "lines+markers" : "markers"), ("name", FigureText.Escape(name)),
        ("x", new JsonArray((JsonNode?)null)), ("y", new JsonArray((JsonNode?)null)),
        ("line", line ? Json.Obj(("color", color), ("width", LineWidth), ("dash", dash)) : null),
        ("marker", symbol is null ? null
            : Json.Obj(("color", color), ("symbol", symbol), ("size", size), ("line", Json.Obj(("color", edge), ("width", edgeWidth))))),
        ("legendgroup", group), ("showlegend", true), ("hoverinfo", "skip"));

    /// <summary>The area between two curves.</summary>
    public static JsonObject Band(string name, IReadOnlyList<double> x, IReadOnlyList<double> low, IReadOnlyList<double> high, string color,
        string? group, string axes = "")
    {
        var rgb = ColorScale.Parse(color);
        return Json.Obj(
            ("type", "scatter"), ("mode", "lines"), ("name", FigureText.Escape(name)), ("x", Json.Numbers([.. x, .. x.Reverse()])),
            ("y", Json.Numbers([.. high, .. low.Reverse()])),
            ("fill", "toself"), ("fillcolor", $"rgba({rgb >> 16},{(rgb >> 8) & 255},{rgb & 255},0.16)"),
            ("line", Json.Obj(("color", color), ("width", 0))),
            ("legendgroup", group), ("showlegend", false), ("hoverinfo", "skip"), On("xaxis", "x", axes), On("yaxis", "y", axes));
    }

    public static JsonObject Note(string text, double x, double y, string xref = "x", string yref = "y", string xanchor = "center",
        string yanchor = "middle", double size = 15,
        string color = Palette.Ink, bool bold = false, string? background = null, double xshift = 0, double yshift = 0,
        (double X, double Y)? arrowFrom = null)
    {
        var escaped = string.Join("<br>", FigureText.Escape(text).Split('\n').Select(line => bold ? $"<b>{line}</b>" : line));
        return Json.Obj(
            ("text", escaped), ("x", Json.Number(x)), ("y", Json.Number(y)), ("xref", xref), ("yref", yref), ("xanchor", xanchor),
            ("yanchor", yanchor),
            ("showarrow", arrowFrom is not null), ("ax", arrowFrom?.X), ("ay", arrowFrom?.Y), ("arrowhead", arrowFrom is null ? null : 2),
            ("arrowcolor", arrowFrom is null ? null : color), ("arrowwidth", arrowFrom is null ? null : 1.5),
            ("align", xanchor is "left" ? "left" : xanchor is "right" ? "right" : "center"),
            ("font", Json.Obj(("size", size), ("color", color))), ("bgcolor", background),
            ("xshift", xshift == 0 ? null : xshift), ("yshift", yshift == 0 ? null : yshift));
    }

    /// <summary>A straight line across the plot at one x.</summary>
    public static JsonObject VerticalLine(double x, string axes = "", string color = Palette.Muted, string dash = "dash",
        double width = 1.6) => Json.Obj(
        ("type", "line"), ("x0", Json.Number(x)), ("x1", Json.Number(x)), ("y0", 0), ("y1", 1), ("xref", "x" + axes),
        ("yref", $"y{axes} domain"),
        ("line", Json.Obj(("color", color), ("width", width), ("dash", dash))), ("layer", "below"));

    /// <summary>A straight line across the plot at one y.</summary>
    public static JsonObject HorizontalLine(double y, string axes = "", string color = Palette.Muted, string dash = "dash",
        double width = 1.6) => Json.Obj(
        ("type", "line"), ("x0", 0), ("x1", 1), ("y0", Json.Number(y)), ("y1", Json.Number(y)), ("xref", $"x{axes} domain"),
        ("yref", "y" + axes),
        ("line", Json.Obj(("color", color), ("width", width), ("dash", dash))), ("layer", "below"));

    /// <summary>Domains of a grid of small charts, row by row from the top, with room for tick labels and titles between them.</summary>
    public static IReadOnlyList<((double, double) X, (double, double) Y)> Cells(int count, int columns, double gapX, double gapY)
    {
        var rows = (count + columns - 1) / columns;
        var width = (1 - gapX * (columns - 1)) / columns;
        var height = (1 - gapY * (rows - 1)) / rows;
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var (r, c) = (i / columns, i % columns);
            var left = c * (width + gapX);
            var top = 1 - r * (height + gapY);
            return ((left, c == columns - 1 ? 1 : left + width), (r == rows - 1 ? 0 : top - height, top));
        })];
    }

    /// <summary>Suffix of the i-th axis pair: nothing, then 2, 3, …</summary>
    public static string AxisNumber(int index) => index == 0 ? "" : (index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A range a little wider than the values, between round numbers.</summary>
    public static (double Low, double High) Range(IEnumerable<double> values, double margin = 0.04)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (var v in values)
        {
            if (!double.IsFinite(v)) continue;
            low = Math.Min(low, v);
            high = Math.Max(high, v);
        }
        if (low > high) return (0, 1);
        if (low == high) return Around(low);
        var room = (high - low) * margin;
        // A quantity that is never negative does not get a negative axis.
        return (low >= 0 && low - room < 0 ? 0 : low - room, high + room);
    }

    /// <summary>An extent around one value; half a unit to either side would be lost in a very large one.</summary>
    public static (double Low, double High) Around(double value)
    {
        var room = Math.Max(0.5, Math.Abs(value) * 1e-3);
        return Math.Abs(value) < 1e9 ? (value - 0.5, value + 0.5) : (value - room, value + room);
    }

    private static (string, JsonNode?) On(string property, string letter, string number)
        => (property, number.Length == 0 ? null : letter + number);
}
