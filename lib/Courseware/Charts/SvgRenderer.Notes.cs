using System.Text;
using System.Text.Json;

namespace Courseware;

internal sealed partial class SvgRenderer
{
    private const double LineSample = 36;
    private const double MarkSample = 22;
    private const double EntryGap = 20;

    private sealed record LegendEntry(JsonElement Trace, IReadOnlyList<string> Lines, double Sample)
    {
        public double Width => Sample + 8 + Lines.Max(l => TextWidth.Of(l, LegendSize));
        public double Height => Lines.Count * LegendSize * 1.25 + 6;
    }

    private List<LegendEntry> LegendEntries()
    {
        if (!(_layout.Flag("showlegend") ?? _traces.Length > 1)) return [];
        var below = _layout.Get("legend").Text("orientation") == "h";
        var shown = _traces.Where(t => t.Flag("showlegend") ?? t.Text("type") is not ("heatmap" or "contour") && t.Text("name") is not null)
            .ToArray();
        var sample = shown.Any(t => t.Text("type") != "bar" && (t.Text("mode") ?? "lines").Contains("lines", StringComparison.Ordinal))
            ? LineSample : MarkSample;
        return [.. shown
            .OrderBy(t => t.Num("legendrank") ?? 1000)
            .Select(t => new LegendEntry(t,
                TextWidth.Wrap(FigureText.Plain((t.Text("name") ?? "").Replace("<br>", "\n", StringComparison.Ordinal)), LegendSize, below
                    ? _width - 120 : Math.Min(210, _width * 0.3)), sample))];
    }

    private static List<List<LegendEntry>> LegendRows(List<LegendEntry> entries, double width)
    {
        var rows = new List<List<LegendEntry>>();
        var used = double.PositiveInfinity;
        foreach (var entry in entries)
        {
            if (used + entry.Width > width) { rows.Add([]); used = 0; }
            rows[^1].Add(entry);
            used += entry.Width + EntryGap;
        }
        return rows;
    }

    private void DrawLegend()
    {
        var entries = _legend;
        if (entries.Count == 0) return;
        _svg.Append("<g class=\"legend\">");
        if (_layout.Get("legend").Text("orientation") == "h")
        {
            var rows = LegendRows(entries, _width - 2 * Pad);
            var y = _height - Pad / 2 - rows.Sum(r => r.Max(e => e.Height));
            foreach (var row in rows)
            {
                var total = row.Sum(e => e.Width) + EntryGap * (row.Count - 1);
                var x = Math.Max(Pad, Math.Min((_left + _right - total) / 2, _width - Pad - total));
                foreach (var entry in row)
                {
                    DrawEntry(entry, x, y);
                    x += entry.Width + EntryGap;
                }
                y += row.Max(e => e.Height);
            }
        }
        else
        {
            var x = _width - Pad - entries.Max(e => e.Width);
            var y = Math.Min(_top, _height - Pad - entries.Sum(e => e.Height));
            foreach (var entry in entries)
            {
                DrawEntry(entry, x, y);
                y += entry.Height;
            }
        }
        _svg.Append("</g>");
    }

    private void DrawEntry(LegendEntry entry, double x, double y)
    {
        var trace = entry.Trace;
        var middle = y + LegendSize * 0.62 + 3;
        var marker = trace.Get("marker");
        if (trace.Text("type") == "bar")
        {
            var square = $"M{F(x + entry.Sample / 2 - 9)} {F(middle - 8)}h18v16h-18z";
            _svg.Append("<path d=\"").Append(square).Append("\" ").Append(Fill(marker.Text("color") ?? Palette.Series[0])).Append("/>");
            if (Pattern(marker) is { } pattern)
                _svg.Append("<path d=\"").Append(square).Append("\" fill=\"url(#").Append(pattern).Append(")\"/>");
        }
        else
        {
            var mode = trace.Text("mode") ?? "lines+markers";
            var line = trace.Get("line");
            var colour = line.Text("color") ?? marker.Text("color") ?? Palette.Series[0];
            if (trace.Text("fill") == "toself")
            {
                _svg.Append("<path d=\"M").Append(F(x)).Append(' ').Append(F(middle - 7)).Append("h36v14h-36z\" ")
                    .Append(Fill(trace.Text("fillcolor") ?? colour)).Append("/>");
            }

            if (mode.Contains("lines", StringComparison.Ordinal) && (line.Num("width") ?? 2) > 0)
            {
                var width = line.Num("width") ?? 2;
                Stroke(new StringBuilder($"M{F(x)} {F(middle)}h{F(entry.Sample)}"), colour, width, Dash(line.Text("dash"), width));
            }
            if (mode.Contains("markers", StringComparison.Ordinal))
            {
                _svg.Append("<path d=\"")
                    .Append(SvgMarkers.Path(marker.Text("symbol")
                        ?? "circle", x + entry.Sample / 2, middle, Math.Min(16, marker.Num("size") ?? 6))).Append('"')
                        .Append(MarkerPaint(marker, colour)).Append("/>");
            }
        }
        for (var i = 0; i < entry.Lines.Count; i++)
            Text(x + entry.Sample + 8, y + LegendSize * (0.98 + 1.25 * i) + 3, entry.Lines[i], LegendSize, "start");
    }

    /// <summary>A coordinate in pixels; annotations on a log axis hold log₁₀ and shapes the value, as in plotly.js.</summary>
    private double Position(JsonElement? value, string reference, bool horizontal, bool logarithmic)
    {
        if (reference == "paper")
            return horizontal ? _left + value!.Value.GetDouble() * (_right - _left) : _bottom - value!.Value.GetDouble() * (_bottom - _top);
        var axis = Axis(reference.Replace(" domain", "", StringComparison.Ordinal));
        if (reference.EndsWith(" domain", StringComparison.Ordinal)) return axis.Start + value!.Value.GetDouble() * (axis.End - axis.Start);
        return axis.Pixel(logarithmic && value!.Value.ValueKind == JsonValueKind.Number ? value.Value.GetDouble()
            : axis.Place(value!.Value));
    }

    private void DrawShape(JsonElement shape)
    {
        var (xref, yref) = (shape.Text("xref") ?? "x", shape.Text("yref") ?? "y");
        double X(string name) => Inside(Position(shape.Get(name), xref, true, false), xref, true);
        double Y(string name) => Inside(Position(shape.Get(name), yref, false, false), yref, false);
        var (x0, x1, y0, y1) = (X("x0"), X("x1"), Y("y0"), Y("y1"));
        var line = shape.Get("line");
        var width = line.Num("width") ?? 2;
        var stroke = width > 0
            ? $" stroke=\"{line.Text("color") ?? Palette.Ink}\" stroke-width=\"{F(width)}\"{Dash(line.Text("dash"), width)}" : "";
        if (shape.Text("type") == "line")
        {
            _svg.Append("<path d=\"M").Append(F(x0)).Append(' ').Append(F(y0)).Append('L').Append(F(x1)).Append(' ').Append(F(y1))
                .Append("\" fill=\"none\"").Append(stroke).Append("/>");
        }
        else
        {
            _svg.Append("<rect x=\"").Append(F(Math.Min(x0, x1))).Append("\" y=\"").Append(F(Math.Min(y0, y1))).Append("\" width=\"")
                .Append(F(Math.Abs(x1 - x0)))
                .Append("\" height=\"").Append(F(Math.Abs(y1 - y0))).Append("\" ")
                .Append(shape.Text("fillcolor") is { } fill ? Fill(fill) : "fill=\"none\"").Append(stroke).Append("/>");
        }
    }

    private double Inside(double pixel, string reference, bool horizontal)
    {
        if (reference == "paper") return pixel;
        var axis = Axis(reference.Replace(" domain", "", StringComparison.Ordinal));
        return Math.Clamp(pixel, axis.Near, axis.Far);
    }

    private readonly record struct Box(double Left, double Top, double Right, double Bottom);

    private static double SizeOf(JsonElement annotation) => annotation.Get("font").Num("size") ?? 15;

    private (double X, double Y) Head(JsonElement annotation) => (
        Position(annotation.Get("x"), annotation.Text("xref") ?? "x", true, true) + (annotation.Num("xshift") ?? 0),
        Position(annotation.Get("y"), annotation.Text("yref") ?? "y", false, true) - (annotation.Num("yshift") ?? 0));

    private Box AnnotationBox(JsonElement annotation)
    {
        var (x, y) = Head(annotation);
        if (annotation.Flag("showarrow") == true) (x, y) = (x + (annotation.Num("ax") ?? 0), y + (annotation.Num("ay") ?? -30));
        var size = SizeOf(annotation);
        var pad = annotation.Num("borderpad") ?? 1;
        var lines = FigureText.Lines(annotation.Text("text") ?? "");
        var width = lines.Max(l => TextWidth.Of(l.Text, size, l.Bold)) + 2 * pad;
        var height = lines.Count * size * 1.25 + 2 * pad;
        var left = annotation.Text("xanchor") switch { "left" => x, "right" => x - width, _ => x - width / 2 };
        var top = annotation.Text("yanchor") switch { "top" => y, "bottom" => y - height, _ => y - height / 2 };
        return new Box(left, top, left + width, top + height);
    }

    private void DrawAnnotation(JsonElement annotation)
    {
        var box = AnnotationBox(annotation);
        var size = SizeOf(annotation);
        var pad = annotation.Num("borderpad") ?? 1;
        if (annotation.Flag("showarrow") == true)
        {
            var (x, y) = Head(annotation);
            var (fromX, fromY) = ((box.Left + box.Right) / 2, (box.Top + box.Bottom) / 2);
            // From the box' nearest side to just before the point.
            fromX = Math.Clamp(x, box.Left, box.Right);
            fromY = Math.Clamp(y, box.Top, box.Bottom);
            var (dx, dy) = (x - fromX, y - fromY);
            var length = Math.Sqrt(dx * dx + dy * dy);
            if (length > 4)
            {
                var colour = annotation.Text("arrowcolor") ?? Palette.Muted;
                var (ux, uy) = (dx / length, dy / length);
                Stroke(new StringBuilder($"M{F(fromX)} {F(fromY)}L{F(x - 5 * ux)} {F(y - 5 * uy)}"), colour,
                    annotation.Num("arrowwidth") ?? 1.5);
                _svg.Append($"<path d=\"M{F(x)} {F(y)}L{F(x - 9 * ux - 4 * uy)} {F(y - 9 * uy + 4 * ux)}L{F(x - 9 * ux + 4 * uy)} {F(y - 9 * uy - 4 * ux)}z\" fill=\"{colour}\"/>");
            }
        }
        if (annotation.Text("bgcolor") is { } background)
        {
            _svg.Append("<rect x=\"").Append(F(box.Left)).Append("\" y=\"").Append(F(box.Top)).Append("\" width=\"")
                .Append(F(box.Right - box.Left)).Append("\" height=\"").Append(F(box.Bottom - box.Top))
                .Append("\" ").Append(Fill(background)).Append("/>");
        }

        var align = annotation.Text("align") ?? "center";
        var at = align switch { "left" => box.Left + pad, "right" => box.Right - pad, _ => (box.Left + box.Right) / 2 };
        var anchor = align switch { "left" => "start", "right" => "end", _ => "middle" };
        var lines = FigureText.Lines(annotation.Text("text") ?? "");
        for (var i = 0; i < lines.Count; i++)
        {
            Text(at, box.Top + pad + size * (0.95 + 1.25 * i), lines[i].Text, size, anchor, annotation.Get("font")
                .Text("color"), lines[i].Bold);
        }
    }
}
