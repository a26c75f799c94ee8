using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Courseware;

/// <summary>A figure described in words, for a reader who does not see it: title, axes, key numbers of each series.</summary>
internal static class FigureSummary
{
    private const int MostSeries = 24;

    public static string Of(JsonElement figure)
    {
        var layout = figure.Get("layout");
        var text = new StringBuilder();
        foreach (var line in FigureText.Title(layout.Get("title").Text("text") ?? "")) text.Append(line).Append('\n');
        if (layout.Get("meta").Text("description") is { } description)
        {
            text.Append(description).Append('\n');
        }
        else
        {
            if (Axis(layout, "xaxis") is { } x) text.Append("x: ").Append(x).Append('\n');
            if (Axis(layout, "yaxis") is { } y) text.Append("y: ").Append(y).Append('\n');
        }
        var told = 0;
        foreach (var trace in figure.Items("data"))
        {
            if (trace.Text("hoverinfo") == "skip" || Series(trace, layout) is not { } line) continue;
            if (++told <= MostSeries) text.Append("  ").Append(line).Append('\n');
        }
        if (told > MostSeries) text.Append(CultureInfo.InvariantCulture, $"  … and {told - MostSeries} more\n");
        return text.ToString().TrimEnd('\n');
    }

    private static string? Axis(JsonElement? layout, string name)
    {
        var axis = layout.Get(name);
        if (axis.Get("title").Text("text") is not { Length: > 0 } title) return null;
        title = FigureText.Plain(title.Replace("<br>", " ", StringComparison.Ordinal));
        return axis.Text("type") == "log" ? title + " (log scale)" : title;
    }

    private static string? Series(JsonElement trace, JsonElement? layout)
    {
        var (xExtent, yExtent) = (Extent(layout, trace.Text("xaxis") ?? "x"), Extent(layout, trace.Text("yaxis") ?? "y"));
        string X(JsonElement value) => Label(value, xExtent);
        string Y(double value) => G(value, yExtent);
        var name = FigureText.Plain((trace.Text("name") ?? "series").Replace("<br>", " ", StringComparison.Ordinal));
        switch (trace.Text("type") ?? "scatter")
        {
            case "bar":
                var horizontal = trace.Text("orientation") == "h";
                var extent = horizontal ? xExtent : yExtent;
                var values = trace.Doubles(horizontal ? "x" : "y");
                var labels = trace.Items(horizontal ? "y" : "x").Select(v => Label(v, horizontal ? yExtent : xExtent)).ToArray();
                var spread = trace.Get(horizontal ? "error_x" : "error_y") is { } error ? error.Doubles("array") : null;
                if (values.Length == 0) return null;
                if (values.Length <= 16)
                {
                    return name + ": "
                        + string.Join(", ",
                            values.Select(
                                (v, i) => $"{labels.ElementAtOrDefault(i)} {G(v, extent)}{(spread is null || i >= spread.Length ? "" : " ± " + G(spread[i], extent))}"));
                }

                var top = Array.IndexOf(values, values.Max());
                return $"{name}: {values.Length} bars, highest {G(values[top], extent)} at {labels.ElementAtOrDefault(top)}";
            case "heatmap":
            case "contour":
                var cells = trace.Items("z").SelectMany(row => row.EnumerateArray()).Where(v => v.ValueKind == JsonValueKind.Number)
                    .Select(v => v.GetDouble()).ToArray();
                var rows = trace.Items("z").Count();
                return cells.Length == 0 ? null
                    : $"{name}: {rows} × {cells.Length / Math.Max(1, rows)} values from {G(cells.Min())} to {G(cells.Max())}";
            default:
                var xs = trace.Items("x").ToArray();
                // A point in a row of its own, as in a comparison of models: what is read is along x.
                if (xs.Length == 1 && trace.Items("y").ToArray() is [{ ValueKind: JsonValueKind.String }]
                    && xs[0].ValueKind == JsonValueKind.Number)
                {
                    return $"{name}: {X(xs[0])}";
                }

                var ys = trace.Doubles("y");
                var at = Enumerable.Range(0, Math.Min(xs.Length, ys.Length))
                    .Where(i => double.IsFinite(ys[i]) && xs[i].ValueKind != JsonValueKind.Null).ToArray();
                if (at.Length == 0) return null;
                if (at.Length == 1) return $"{name}: {Y(ys[at[0]])} at {X(xs[at[0]])}";
                var low = at.MinBy(i => ys[i]);
                var high = at.MaxBy(i => ys[i]);
                return (trace.Text("mode") ?? "").Contains("lines", StringComparison.Ordinal)
                    ? $"{name}: {Y(ys[at[0]])} at {X(xs[at[0]])} → {Y(ys[at[^1]])} at {X(xs[at[^1]])}; lowest {Y(ys[low])} at {X(xs[low])}, highest {Y(ys[high])} at {X(xs[high])}"
                    : $"{name}: {at.Length} points, y from {Y(ys[low])} to {Y(ys[high])}";
        }
    }

    private static string Label(JsonElement value, double extent)
        => value.ValueKind == JsonValueKind.Number ? G(value.GetDouble(), extent)
        : FigureText.Plain((value.GetString() ?? "").Replace("<br>", " ", StringComparison.Ordinal)).TrimEnd(FigureText.Nothing);

    private static double Extent(JsonElement? layout, string id)
        => layout.Get($"{id[0]}axis{id[1..]}") is { } axis && axis.Doubles("range") is [var low, var high]
        ? Rounding.ExtentOf(axis.Text("type"), low, high) : double.NaN;

    // Four digits, and more where an axis lies so far from 0 that these would be the same for all. A tenth of them is room enough for a
    // sentence.
    private static string G(double value, double extent = double.NaN) => double.IsNaN(value) ? "–"
        : value.ToString($"G{Rounding.DigitsOf(value, extent, 4, slack: 10)}", CultureInfo.InvariantCulture);
}
