using System.Text;
using System.Text.Json;

namespace Courseware;

internal sealed partial class SvgRenderer
{
    private readonly List<(AxisView X, AxisView Y, double AtX, double AtY, string Text, string Anchor)> _unclipped = [];

    private void DrawTraces(AxisView x, AxisView y)
    {
        var traces = _traces.Where(t => XOf(t) == x && YOf(t) == y).ToArray();
        var bars = traces.Where(t => t.Text("type") == "bar").ToArray();
        // plotly.js' order: pictures first, then bars, then lines and points.
        foreach (var trace in traces.Where(t => t.Text("type") is "heatmap")) DrawHeatmap(trace, x, y);
        foreach (var trace in traces.Where(t => t.Text("type") is "contour")) DrawContour(trace, x, y);
        for (var i = 0; i < bars.Length; i++) DrawBars(bars[i], i, bars, x, y);
        foreach (var trace in traces.Where(t => (t.Text("type") ?? "scatter") == "scatter")) DrawScatter(trace, x, y);
    }

    private void DrawScatter(JsonElement trace, AxisView x, AxisView y)
    {
        var xs = trace.Items("x").Select(v => x.Pixel(x.Place(v))).ToArray();
        var ys = trace.Items("y").Select(v => y.Pixel(y.Place(v))).ToArray();
        var n = Math.Min(xs.Length, ys.Length);
        var mode = trace.Text("mode") ?? "lines+markers";
        var line = trace.Get("line");
        var marker = trace.Get("marker");
        var colour = line.Text("color") ?? marker.Text("color") ?? Palette.Series[0];
        var width = line.Num("width") ?? 2;

        var path = new StringBuilder();
        var pen = false;
        for (var i = 0; i < n; i++)
        {
            if (!double.IsFinite(xs[i]) || !double.IsFinite(ys[i])) { pen = false; continue; }
            path.Append(pen ? 'L' : 'M').Append(P(xs[i])).Append(' ').Append(P(ys[i]));
            pen = true;
        }
        if (path.Length > 0 && trace.Text("fill") == "toself")
            _svg.Append("<path d=\"").Append(path).Append("z\" ").Append(Fill(trace.Text("fillcolor") ?? "rgba(0,0,0,.15)")).Append("/>");
        if (path.Length > 0 && mode.Contains("lines", StringComparison.Ordinal) && width > 0)
        {
            Stroke(path, colour, width,
                Dash(line.Text("dash"), width) + " stroke-linejoin=\"round\""
                + (line.Text("dash") is null or "solid" ? " stroke-linecap=\"round\"" : ""));
        }

        if (trace.Get("error_y") is { } error)
            DrawErrors(error, xs, ys, trace.Items("y").Select(y.Place).ToArray(), y, vertical: true, colour);
        if (mode.Contains("markers", StringComparison.Ordinal))
        {
            path.Clear();
            var symbol = marker.Text("symbol") ?? "circle";
            var size = marker.Num("size") ?? 6;
            for (var i = 0; i < n; i++)
            {
                if (!double.IsFinite(xs[i]) || !double.IsFinite(ys[i])) continue;
                if (xs[i] < x.Near - size || xs[i] > x.Far + size || ys[i] < y.Near - size || ys[i] > y.Far + size) continue;
                path.Append(SvgMarkers.Path(symbol, xs[i], ys[i], size));
            }
            if (path.Length > 0) _svg.Append("<path d=\"").Append(path).Append('"').Append(MarkerPaint(marker, colour)).Append("/>");
        }
    }

    private static string MarkerPaint(JsonElement? marker, string colour)
    {
        var own = marker.Text("color") ?? colour;
        var open = (marker.Text("symbol") ?? "").EndsWith("-open", StringComparison.Ordinal);
        var edge = marker.Get("line");
        var width = edge.Num("width") ?? (open ? 1 : 0);
        var paint = open ? " fill=\"none\"" : $" fill=\"{own}\"";
        if (width > 0) paint += $" stroke=\"{(open ? own : edge.Text("color") ?? own)}\" stroke-width=\"{F(width)}\"";
        if (marker.Num("opacity") is { } opacity and < 1) paint += $" opacity=\"{F(opacity)}\"";
        return paint;
    }

    private void DrawErrors(JsonElement error, double[] xs, double[] ys, double[] places, AxisView axis, bool vertical, string colour)
    {
        if (error.Flag("visible") == false) return;
        var sizes = error.Doubles("array");
        var cap = error.Num("width") ?? 4;
        var path = new StringBuilder();
        for (var i = 0; i < Math.Min(places.Length, sizes.Length); i++)
        {
            if (!double.IsFinite(places[i]) || !double.IsFinite(sizes[i])) continue;
            var (a, b) = (axis.Pixel(places[i] - sizes[i]), axis.Pixel(places[i] + sizes[i]));
            if (vertical)
                path.Append($"M{P(xs[i] - cap)} {P(a)}H{P(xs[i] + cap)}M{P(xs[i])} {P(a)}V{P(b)}M{P(xs[i] - cap)} {P(b)}H{P(xs[i] + cap)}");
            else path.Append($"M{P(a)} {P(ys[i] - cap)}V{P(ys[i] + cap)}M{P(a)} {P(ys[i])}H{P(b)}M{P(b)} {P(ys[i] - cap)}V{P(ys[i] + cap)}");
        }
        Stroke(path, error.Text("color") ?? colour, error.Num("thickness") ?? 2);
    }

    private void DrawBars(JsonElement trace, int index, JsonElement[] all, AxisView x, AxisView y)
    {
        var horizontal = trace.Text("orientation") == "h";
        var (along, across) = horizontal ? (y, x) : (x, y);
        var overlay = _layout.Text("barmode") == "overlay" || all.Length == 1;
        var gap = _layout.Num("bargap") ?? 0.2;
        var groupGap = _layout.Num("bargroupgap") ?? 0;
        var positions = trace.Items(horizontal ? "y" : "x").Select(along.Place).ToArray();
        var values = trace.Items(horizontal ? "x" : "y").Select(across.Place).ToArray();
        // One unit a category; numbers: their least distance.
        var unit = along.Type == "category" ? 1 : LeastDistance(all.SelectMany(t => t.Items(horizontal ? "y" : "x").Select(along.Place)));
        var slot = unit * (1 - gap) / (overlay ? 1 : all.Length);
        var width = trace.Num("width") ?? slot * (overlay ? 1 : 1 - groupGap);
        var offset = overlay ? 0 : (index - (all.Length - 1) / 2.0) * slot;
        var zero = across.Type == "log" ? across.Near == across.Start ? Math.Min(across.Low, across.High) : across.Low : 0;

        var path = new StringBuilder();
        var middles = new double[positions.Length];
        var ends = new double[positions.Length];
        var texts = trace.Items("text").Select(t => t.ValueKind == JsonValueKind.Number ? Ticks.Number(t.GetDouble()) : t.GetString() ?? "")
            .ToArray();
        for (var i = 0; i < Math.Min(positions.Length, values.Length); i++)
        {
            middles[i] = along.Pixel(positions[i] + offset);
            ends[i] = across.Pixel(values[i]);
            if (!double.IsFinite(middles[i]) || !double.IsFinite(ends[i])) continue;
            var (a, b) = (along.Pixel(positions[i] + offset - width / 2), along.Pixel(positions[i] + offset + width / 2));
            var from = across.Pixel(zero);
            path.Append(horizontal ? $"M{F(from)} {F(a)}H{F(ends[i])}V{F(b)}H{F(from)}z"
                : $"M{F(a)} {F(from)}V{F(ends[i])}H{F(b)}V{F(from)}z");
            if (i < texts.Length && texts[i].Length > 0 && trace.Text("textposition") != "none")
            {
                var beyond = values[i] >= zero ? 1 : -1;
                if (horizontal) _unclipped.Add((x, y, ends[i] + 6 * beyond, middles[i] + 5, texts[i], beyond > 0 ? "start" : "end"));
                else _unclipped.Add((x, y, middles[i], ends[i] + (beyond > 0 ? -6 : 17), texts[i], "middle"));
            }
        }
        var marker = trace.Get("marker");
        var colour = marker.Text("color") ?? Palette.Series[index % Palette.Series.Count];
        var edge = marker.Get("line");
        var stroke = edge.Num("width") is > 0 and var w ? $" stroke=\"{edge.Text("color") ?? Palette.Ink}\" stroke-width=\"{F(w)}\"" : "";
        if (path.Length > 0)
        {
            // The outline goes over the pattern, so that a bar's end stays sharp.
            var pattern = Pattern(marker);
            _svg.Append("<path d=\"").Append(path).Append("\" ").Append(Fill(colour)).Append(pattern is null ? stroke : "").Append("/>");
            if (pattern is not null)
                _svg.Append("<path d=\"").Append(path).Append("\" fill=\"url(#").Append(pattern).Append(")\"").Append(stroke).Append("/>");
        }
        if (trace.Get("error_y") is { } ey) DrawErrors(ey, middles, ends, values, across, true, Palette.Ink);
        if (trace.Get("error_x") is { } ex) DrawErrors(ex, ends, middles, values, across, false, Palette.Ink);
    }

    // White strokes over the bar, so that neighbours differ without their colours too.
    private string? Pattern(JsonElement? marker)
    {
        if (marker.Get("pattern").Text("shape") is not { Length: > 0 } shape) return null;
        var name = shape switch { "/" => "s", "\\" => "b", "-" => "h", "|" => "v", "x" => "x", _ => "d" };
        var id = _id + name;
        if (!_definitions.ToString().Contains($"id=\"{id}\"", StringComparison.Ordinal))
        {
            var mark = name switch
            {
                "s" => "<path d=\"M-2 2l4-4M0 8L8 0M6 10l4-4\"",
                "b" => "<path d=\"M-2 6l4 4M0 0L8 8M6-2l4 4\"",
                "h" => "<path d=\"M0 4H8\"",
                "v" => "<path d=\"M4 0V8\"",
                "x" => "<path d=\"M0 0L8 8M0 8L8 0\"",
                _ => "<path d=\"M4 4h.01\" stroke-linecap=\"round\"",
            };
            _definitions.Append("<pattern id=\"").Append(id).Append("\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">")
                .Append(mark)
                .Append(" stroke=\"#FFFFFF\" stroke-width=\"").Append(name == "d" ? "2.6" : "1.3").Append("\" fill=\"none\"/></pattern>");
        }
        return id;
    }

    private static double LeastDistance(IEnumerable<double> places)
    {
        var sorted = places.Where(double.IsFinite).Distinct().Order().ToArray();
        return sorted.Length < 2 ? 1 : sorted.Zip(sorted.Skip(1), (a, b) => b - a).Min();
    }

    private void DrawUnclipped(AxisView x, AxisView y)
    {
        foreach (var label in _unclipped.Where(u => u.X == x && u.Y == y)) Text(label.AtX, label.AtY, label.Text, 14, label.Anchor);
    }

    private static double[][] Grid(JsonElement trace) =>
        [.. trace.Items("z")
            .Select(row => row.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Number ? v.GetDouble() : double.NaN).ToArray())];

    private static ColorScale ScaleOf(JsonElement trace) =>
        new([.. trace.Items("colorscale").Select(s => (s[0].GetDouble(), ColorScale.Parse(s[1].GetString()!)))]);

    private static (double Low, double High) ZRange(JsonElement trace, double[][] z)
    {
        var finite = z.SelectMany(r => r).Where(double.IsFinite).DefaultIfEmpty(0);
        return (trace.Num("zmin") ?? finite.Min(), trace.Num("zmax") ?? finite.Max());
    }

    private void DrawHeatmap(JsonElement trace, AxisView x, AxisView y)
    {
        var z = Grid(trace);
        if (z.Length == 0 || z[0].Length == 0) return;
        var (rows, columns) = (z.Length, z[0].Length);
        var scale = ScaleOf(trace);
        var (low, high) = ZRange(trace, z);
        int Colour(double v) => scale.At(high > low ? (v - low) / (high - low) : 0);
        var xEdges = Edges(trace.Items("x").Select(x.Place).ToArray(), columns).Select(x.Pixel).ToArray();
        var yEdges = Edges(trace.Items("y").Select(y.Place).ToArray(), rows).Select(y.Pixel).ToArray();
        var texts = trace.Items("text").Select(r => r.EnumerateArray().Select(t => t.GetString()!).ToArray()).ToArray();

        if (rows * columns > 600)
        {
            // As one small picture: a rectangle each would be a hundred times larger.
            var pixels = new byte[rows * columns];
            var colours = new List<int>();
            var index = new Dictionary<int, byte>();
            var flipY = yEdges[0] > yEdges[^1];
            for (var r = 0; r < rows; r++)
            {
                for (var c = 0; c < columns; c++)
                {
                    var v = z[flipY ? rows - 1 - r : r][c];
                    // 250 shades at most, the palette's room.
                    var shade = double.IsNaN(v) ? 0xFFFFFF : scale.At(Math.Round((high > low ? (v - low) / (high - low) : 0) * 249) / 249);
                    if (!index.TryGetValue(shade, out var at)) { index[shade] = at = (byte)colours.Count; colours.Add(shade); }
                    pixels[r * columns + c] = at;
                }
            }

            ImageTag(Png.DataUri(Png.Indexed(columns, rows, pixels, colours)), xEdges[0], Math.Min(yEdges[0], yEdges[^1]),
                xEdges[^1] - xEdges[0], Math.Abs(yEdges[^1] - yEdges[0]));
            return;
        }

        var gapX = (trace.Num("xgap") ?? 0) / 2;
        var gapY = (trace.Num("ygap") ?? 0) / 2;
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < columns; c++)
            {
                if (double.IsNaN(z[r][c])) continue;
                var (x0, x1) = (Math.Min(xEdges[c], xEdges[c + 1]) + gapX, Math.Max(xEdges[c], xEdges[c + 1]) - gapX);
                var (y0, y1) = (Math.Min(yEdges[r], yEdges[r + 1]) + gapY, Math.Max(yEdges[r], yEdges[r + 1]) - gapY);
                var colour = Colour(z[r][c]);
                _svg.Append("<rect x=\"").Append(F(x0)).Append("\" y=\"").Append(F(y0)).Append("\" width=\"").Append(F(x1 - x0))
                    .Append("\" height=\"").Append(F(y1 - y0))
                    .Append("\" fill=\"").Append(ColorScale.Hex(colour)).Append("\"/>");
                if (r < texts.Length && c < texts[r].Length && texts[r][c].Length > 0)
                {
                    var size = trace.Get("textfont").Num("size") ?? 15;
                    Text((x0 + x1) / 2, (y0 + y1) / 2 + size * 0.36, texts[r][c], size, "middle", ColorScale.Luminance(colour) > 0.3
                        ? Palette.Ink : "#FFFFFF");
                }
            }
        }
    }

    /// <summary>Cell borders from cell middles: half way between neighbours, as plotly.js has them.</summary>
    private static double[] Edges(double[] middles, int cells)
    {
        if (middles.Length != cells) middles = [.. Enumerable.Range(0, cells).Select(i => (double)i)];
        var edges = new double[cells + 1];
        for (var i = 1; i < cells; i++) edges[i] = (middles[i - 1] + middles[i]) / 2;
        edges[0] = cells > 1 ? middles[0] - (middles[1] - middles[0]) / 2 : middles[0] - 0.5;
        edges[cells] = cells > 1 ? middles[^1] + (middles[^1] - middles[^2]) / 2 : middles[0] + 0.5;
        return edges;
    }

    private void ImageTag(string source, double x, double y, double width, double height) =>
        _svg.Append("<image x=\"").Append(F(x)).Append("\" y=\"").Append(F(y)).Append("\" width=\"").Append(F(width)).Append("\" height=\"")
        .Append(F(height))
            .Append("\" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" href=\"").Append(source).Append("\"/>");

    private void DrawImage(JsonElement image, AxisView x, AxisView y)
    {
        var (x0, y0) = (x.Pixel(image.Num("x") ?? 0), y.Pixel(image.Num("y") ?? 0));
        var width = (image.Num("sizex") ?? 1) / Math.Abs(x.High - x.Low) * x.Length;
        var height = (image.Num("sizey") ?? 1) / Math.Abs(y.High - y.Low) * y.Length;
        ImageTag(image.Text("source")!, x0, y0, width, height);
    }

    private void DrawContour(JsonElement trace, AxisView x, AxisView y)
    {
        var z = Grid(trace);
        if (z.Length < 2 || z[0].Length < 2) return;
        var xs = trace.Doubles("x").Select(v => x.Pixel(x.Place(v))).ToArray();
        var ys = trace.Doubles("y").Select(v => y.Pixel(y.Place(v))).ToArray();
        var scale = ScaleOf(trace);
        var (low, high) = ZRange(trace, z);
        var contours = trace.Get("contours");
        var (start, end, size) = (contours.Num("start") ?? low, contours.Num("end") ?? high, contours.Num("size") ?? (high - low) / 10);
        var line = trace.Get("line");
        var fill = contours.Text("coloring") != "none";
        var levels = (int)Math.Floor((end - start) / size + 1e-6) + 1;
        // plotly.js paints the band between two levels with the colour of its middle, the lowest of half a step below the first.
        int Band(int i) => scale.At((start + (i - 0.5) * size - low) / (high - low));
        if (fill)
        {
            _svg.Append("<rect x=\"").Append(F(x.Near)).Append("\" y=\"").Append(F(y.Near)).Append("\" width=\"").Append(F(x.Length))
                .Append("\" height=\"").Append(F(y.Length))
                .Append("\" fill=\"").Append(ColorScale.Hex(Band(0))).Append("\"/>");
        }

        for (var i = 0; i < levels; i++)
        {
            var level = start + i * size;
            var path = new StringBuilder();
            foreach (var loop in ContourTracer.Regions(z, level, xs, ys))
            {
                for (var k = 0; k < loop.Count; k++) path.Append(k == 0 ? 'M' : 'L').Append(P(loop[k].X)).Append(' ').Append(P(loop[k].Y));
                path.Append('z');
            }
            if (path.Length == 0) continue;
            var stroke = line.Num("width") is > 0 and var w
                ? $" stroke=\"{line.Text("color") ?? Palette.AxisLine}\" stroke-width=\"{F(w)}\"" : "";
            _svg.Append("<path d=\"").Append(path).Append("\" fill-rule=\"evenodd\" fill=\"")
                .Append(fill ? ColorScale.Hex(Band(i + 1)) : "none").Append('"').Append(stroke).Append("/>");
        }
    }

    private double ColourBarWidth()
    {
        var widest = 0.0;
        foreach (var trace in _traces.Where(t => t.Text("type") == "heatmap" && t.Flag("showscale") == true))
        {
            var (low, high) = ZRange(trace, Grid(trace));
            var bar = trace.Get("colorbar");
            var labels = ColourBarTicks(trace, low, high).Select(t => TextWidth.Of(t.Label, TickSize)).DefaultIfEmpty(0).Max();
            widest = Math.Max(widest, 16 + 18 + 9 + labels + (bar.Get("title").Text("text") is null ? 0 : 26));
        }
        return widest;
    }

    private static IReadOnlyList<(double Value, string Label)> ColourBarTicks(JsonElement trace, double low, double high)
    {
        if (trace.Get("colorbar") is { } bar && bar.Get("tickvals") is not null)
        {
            var texts = bar.Items("ticktext").Select(t => t.ToString()).ToArray();
            return [.. bar.Doubles("tickvals").Select((v, i) => (v, i < texts.Length ? texts[i] : Ticks.Number(v)))];
        }
        return Ticks.Linear(low, high, 6);
    }

    private void DrawColourBars()
    {
        foreach (var trace in _traces.Where(t => t.Text("type") == "heatmap" && t.Flag("showscale") == true))
        {
            var (x, y) = (XOf(trace), YOf(trace));
            var (low, high) = ZRange(trace, Grid(trace));
            var scale = ScaleOf(trace);
            var left = x.Far + 16;
            const int steps = 256;
            var pixels = new byte[steps * 3];
            for (var i = 0; i < steps; i++)
            {
                var rgb = scale.At(1 - (i + 0.5) / steps);
                (pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]) = ((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
            }
            ImageTag(Png.DataUri(Png.Rgb(1, steps, pixels)), left, y.Near, 18, y.Length);
            var widest = 0.0;
            foreach (var (value, label) in ColourBarTicks(trace, low, high))
            {
                var at = y.Far - (value - low) / (high - low) * y.Length;
                Text(left + 24, at + 5, label, TickSize, "start");
                widest = Math.Max(widest, TextWidth.Of(label, TickSize));
            }
            if (trace.Get("colorbar").Get("title").Text("text") is { } title)
                Text(left + 24 + widest + 20, (y.Near + y.Far) / 2, FigureText.Plain(title), AxisTitleSize, "middle", angle: -90);
        }
    }

    private static string Fill(string colour)
    {
        if (!colour.StartsWith("rgba(", StringComparison.Ordinal)) return $"fill=\"{colour}\"";
        var parts = colour[5..^1].Split(',');
        return $"fill=\"rgb({parts[0]},{parts[1]},{parts[2]})\" fill-opacity=\"{parts[3].Trim()}\"";
    }
}
