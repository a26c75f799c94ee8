using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Courseware;

/// <summary>
/// Draws a figure that <see cref="FigureSchema"/> accepts as SVG: no script, no font file, no network, the same bytes every time.
/// </summary>
internal sealed partial class SvgRenderer
{
    private const double TickSize = 15;
    private const double AxisTitleSize = 16;
    private const double TitleSize = 20;
    private const double SubtitleSize = 15;
    private const double LegendSize = 15;
    private const double Pad = 12;

    private readonly JsonElement _figure;
    private readonly JsonElement? _layout;
    private readonly JsonElement[] _traces;
    private readonly Dictionary<string, AxisView> _axes = new(StringComparer.Ordinal);
    private readonly StringBuilder _svg = new();
    private readonly StringBuilder _definitions = new();
    private readonly List<(string Text, double Size, bool Bold)> _title;
    private readonly List<LegendEntry> _legend;
    private readonly double _width;
    private double _height;
    private string _id = "";

    // The plot area: what the axes' domains are fractions of.
    private double _left, _right, _top, _bottom;

    /// <summary>
    /// Lays the figure out; <paramref name="height"/> grows where titles and legend would leave the data too little room.
    /// </summary>
    public SvgRenderer(JsonElement figure, double width, double height)
    {
        _figure = figure;
        _layout = figure.Get("layout");
        _traces = [.. figure.Items("data")];
        _width = width;
        _height = height;
        MakeAxes();
        _title = TitleLines();
        _legend = LegendEntries();
        Arrange();
    }

    /// <summary>The picture. Its ids are a hash of its size and of <paramref name="text"/>, the figure as JSON.</summary>
    public string Render(string text)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_width}×{_height} {text}")));
        _id = "c" + Convert.ToHexStringLower(hash.AsSpan(0, 5));
        _svg.Clear();
        _definitions.Clear();

        DrawTitle();
        foreach (var shape in _layout is { } l ? l.Items("shapes").Where(s => s.Text("layer") == "below") : []) DrawShape(shape);
        var subplots = Subplots();
        foreach (var (x, y) in subplots) DrawGrid(x, y);
        foreach (var (x, y) in subplots)
        {
            Open(x, y);
            foreach (var image in _layout is { } i ? i.Items("images").Where(e => (e.Text("xref") ?? "x") == x.Id) : [])
                DrawImage(image, x, y);
            DrawTraces(x, y);
            _svg.Append("</svg>");
        }
        foreach (var (x, y) in subplots) DrawAxes(x, y);
        foreach (var shape in _layout is { } l ? l.Items("shapes").Where(s => s.Text("layer") != "below") : []) DrawShape(shape);
        DrawColourBars();
        foreach (var (x, y) in subplots) DrawUnclipped(x, y);
        foreach (var annotation in _layout is { } l ? l.Items("annotations") : []) DrawAnnotation(annotation);
        DrawLegend();
        return Wrap();
    }

    /// <summary>The room around the plot that titles, labels and legend take, for plotly.js to leave the same.</summary>
    public (double Left, double Right, double Top, double Bottom, double Height, double LegendTop) Room
    {
        get
        {
            var right = _width - _right;
            var legendTop = 0.0;
            if (_legend.Count > 0 && _layout.Get("legend").Text("orientation") == "h")
            {
                legendTop = (_bottom - (_height - Pad / 2 - LegendRows(_legend, _width - 2 * Pad).Sum(r => r.Max(e => e.Height))))
                    / (_bottom - _top);
            }

            return (Math.Round(_left), Math.Round(right), Math.Round(_top), Math.Round(_height - _bottom), _height,
                Math.Round(legendTop, 3));
        }
    }

    private string Wrap()
    {
        var words = FigureSummary.Of(_figure);
        var name = FigureText.Title(_layout.Get("title").Text("text") ?? "") is [var first, ..] ? first : "Chart";
        var body = new StringBuilder();
        body.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ").Append(F(_width)).Append(' ').Append(F(_height))
            .Append("\" width=\"").Append(F(_width)).Append("\" height=\"").Append(F(_height))
            .Append("\" style=\"width:100%;height:auto;max-width:").Append(F(Math.Round(_width * 1.2))).Append("px;background:")
            .Append(Palette.Paper)
            .Append("\" data-palette=\"courseware\" role=\"img\" aria-labelledby=\"").Append(_id).Append("t\" aria-describedby=\"")
            .Append(_id).Append(
                "d\" font-family=\"Arial,'Helvetica Neue',Helvetica,'Liberation Sans','DejaVu Sans',sans-serif\" font-size=\"15\" fill=\"")
                .Append(Palette.Ink).Append("\">");
        body.Append("<title id=\"").Append(_id).Append("t\">").Append(Html.Escape(name)).Append("</title>");
        body.Append("<desc id=\"").Append(_id).Append("d\">").Append(Html.Escape(words)).Append("</desc>");
        if (_definitions.Length > 0) body.Append("<defs>").Append(_definitions).Append("</defs>");
        body.Append("<rect width=\"").Append(F(_width)).Append("\" height=\"").Append(F(_height)).Append("\" fill=\"").Append(Palette.Paper)
            .Append("\"/>");
        return body.Append(_svg).Append("</svg>").ToString();
    }

    private void MakeAxes()
    {
        if (_layout is { } layout)
        {
            foreach (var property in layout.EnumerateObject())
            {
                if (property.Name.Length >= 5 && property.Name.AsSpan(1).StartsWith("axis"))
                    Axis(property.Name[0] + property.Name[5..], property.Value);
            }
        }

        foreach (var trace in _traces)
        {
            var (x, y) = (XOf(trace), YOf(trace));
            foreach (var (axis, name) in new[] { (x, "x"), (y, "y") })
            {
                var texts = trace.Items(name).Any(v => v.ValueKind == JsonValueKind.String);
                if (texts && axis.Json.Text("type") is null) axis.Type = "category";
                if (texts) foreach (var v in trace.Items(name)) if (v.ValueKind == JsonValueKind.String) axis.AddCategory(v.GetString()!);
            }
        }
        foreach (var axis in _axes.Values)
        {
            var range = axis.Json is { } json ? json.Doubles("range") : [];
            (axis.Low, axis.High) = range.Length == 2 && range.All(double.IsFinite) ? (range[0], range[1]) : AutoRange(axis);
            // An end that is given stays; the other is what the data ask for.
            if (range.Length == 2 && double.IsFinite(range[0])) axis.Low = range[0];
            if (range.Length == 2 && double.IsFinite(range[1])) axis.High = range[1];
            // An axis without extent has no scale; plotly.js widens it in the same way.
            if (axis.High == axis.Low)
            {
                (axis.Low, axis.High) =
                    (axis.Low - Math.Max(1, Math.Abs(axis.Low) * 1e-3), axis.High + Math.Max(1, Math.Abs(axis.High) * 1e-3));
            }
        }
    }

    private AxisView Axis(string id, JsonElement? json = null)
        => _axes.TryGetValue(id, out var axis) ? axis : _axes[id] = new AxisView(id, json);

    private AxisView XOf(JsonElement trace) => Axis(trace.Text("xaxis") ?? "x");

    private AxisView YOf(JsonElement trace) => Axis(trace.Text("yaxis") ?? "y");

    private (double, double) AutoRange(AxisView axis)
    {
        if (axis.Type == "category") return (-0.5, axis.Categories.Count - 0.5);
        var name = axis.IsX ? "x" : "y";
        var values = new List<double>();
        var exact = false;
        foreach (var trace in _traces)
        {
            if ((axis.IsX ? XOf(trace) : YOf(trace)) != axis) continue;
            var own = trace.Items(name).Select(axis.Place).Where(double.IsFinite).ToList();
            if (trace.Text("type") is "heatmap" or "contour")
            {
                if (own.Count == 0)
                {
                    own = [.. Enumerable.Range(0, axis.IsX ? trace.Items("z").FirstOrDefault().GetArrayLength() : trace.Items("z").Count())
                        .Select(i => (double)i)];
                }

                if (trace.Text("type") == "heatmap" && own.Count > 0) { values.Add(own[0] - 0.5); values.Add(own[^1] + 0.5); }
            }
            else if (trace.Text("type") == "bar" && (trace.Text("orientation") == "h") == axis.IsX)
            {
                if (axis.Type != "log") values.Add(0);
            }
            else if (trace.Text("type") == "bar" && own.Count > 0)
            {
                // Half a place on either side, so that the outer bars are whole.
                var half = LeastDistance(_traces.Where(t => t.Text("type") == "bar" && (axis.IsX ? XOf(t) : YOf(t)) == axis)
                    .SelectMany(t => t.Items(name)).Select(axis.Place)) / 2;
                values.Add(own.Min() - half);
                values.Add(own.Max() + half);
                exact = true;
            }

            values.AddRange(own);
        }
        if (values.Count == 0) return (0, 1);
        var (low, high) = (values.Min(), values.Max());
        if (high == low) return Figures.Around(low);
        exact |= _traces.Any(t => t.Text("type") is "heatmap" or "contour" && (axis.IsX ? XOf(t) : YOf(t)) == axis);
        var margin = exact ? 0 : (high - low) * 0.05;
        // Bars stand on their zero.
        var bars = _traces.Any(t => t.Text("type") == "bar" && (axis.IsX ? XOf(t) : YOf(t)) == axis
            && (t.Text("orientation") == "h") == axis.IsX);
        return (bars && low == 0 ? 0 : low - margin, bars && high == 0 ? 0 : high + margin);
    }

    private List<(AxisView X, AxisView Y)> Subplots()
    {
        var pairs = _traces.Select(t => (XOf(t), YOf(t))).Distinct().ToList();
        if (_layout is { } layout)
        {
            foreach (var image in layout.Items("images"))
            {
                var pair = (Axis(image.Text("xref") ?? "x"), Axis(image.Text("yref") ?? "y"));
                if (!pairs.Contains(pair)) pairs.Add(pair);
            }
        }

        return pairs;
    }

    /// <summary>Finds the plot area: what titles, tick labels, legend and notes leave over.</summary>
    private void Arrange()
    {
        var (title, legend) = (_title, _legend);
        var below = _layout.Get("legend").Text("orientation") == "h";
        var legendWidth = legend.Count == 0 || below ? 0 : legend.Max(e => e.Width) + 14;
        var subplots = Subplots();
        // First guess, then twice with the ticks that fit it: label widths and lengths depend on each other.
        (_left, _right, _top, _bottom) = (80, _width - 20 - legendWidth, 60, _height - 70);
        for (var pass = 0; pass < 3; pass++)
        {
            PlaceAxes();
            double left = Pad, right = Pad, bottom = Pad, top = 0;
            foreach (var (x, y) in subplots)
            {
                if (x.DomainLow < 1e-6) left = Math.Max(left, YRoom(y) + Pad);
                if (y.DomainLow < 1e-6) bottom = Math.Max(bottom, XRoom(x) + Pad);
                if (x.Visible && x.Major.Count > 0 && !x.Slanted)
                {
                    if (x.DomainLow < 1e-6) left = Math.Max(left, x.Major.Max(t => LabelWidth(t.Lines) / 2 - (x.Pixel(t.At) - x.Near)) + 6);
                    if (x.DomainHigh > 1 - 1e-6)
                        right = Math.Max(right, x.Major.Max(t => LabelWidth(t.Lines) / 2 - (x.Far - x.Pixel(t.At))) + 6);
                }
                if (x.Slanted && x.DomainLow < 1e-6)
                    left = Math.Max(left, x.Major.Max(t => LabelWidth(t.Lines) * 0.82 + 8 - (x.Pixel(t.At) - x.Near)) + 6);
            }
            if (ColourBarWidth() is > 0 and var bar) right += bar;
            foreach (var annotation in _layout is { } l ? l.Items("annotations") : [])
            {
                var box = AnnotationBox(annotation);
                top = Math.Max(top, _top - box.Top);
                // Only what hangs outside the plot area asks for room, and only on the side where it hangs.
                if (box.Right > _right) right = Math.Max(right, box.Right - _right + 6);
                if (box.Bottom > _bottom && annotation.Text("yref") == "paper") bottom = Math.Max(bottom, box.Bottom - _bottom + Pad);
            }
            if (subplots.Any(s => s.Y.DomainHigh > 1 - 1e-6 && s.Y.Visible)) top = Math.Max(top, 8);
            var legendHeight = below && legend.Count > 0 ? LegendRows(legend, _width - 2 * Pad).Sum(r => r.Max(e => e.Height)) + 10 : 0;
            var header = Pad + title.Sum(t => t.Size * 1.32) + (title.Count > 0 ? 8 : 0);
            var needed = header + top + bottom + legendHeight + 130;
            if (_height < needed) _height = Math.Ceiling(needed);
            if (legendWidth > 0) _height = Math.Max(_height, Math.Ceiling(header + legend.Sum(e => e.Height) + 2 * Pad));
            (_left, _right, _top, _bottom) =
                (left, Math.Max(left + 100, _width - right - legendWidth), header + top, _height - bottom - legendHeight);
        }
        PlaceAxes();
    }

    private void PlaceAxes()
    {
        foreach (var axis in _axes.Values)
        {
            if (axis.IsX) (axis.Start, axis.End) = (_left + axis.DomainLow * (_right - _left), _left + axis.DomainHigh * (_right - _left));
            else (axis.Start, axis.End) = (_bottom - axis.DomainLow * (_bottom - _top), _bottom - axis.DomainHigh * (_bottom - _top));
        }
        foreach (var axis in _axes.Values)
        {
            // Square units: the longer side gives way, around its middle, as plotly.js does with constrain: domain.
            if (axis.Json.Text("scaleanchor") is not { } other || !_axes.TryGetValue(other, out var partner)) continue;
            var unit = Math.Min(axis.Length / Math.Abs(axis.High - axis.Low), partner.Length / Math.Abs(partner.High - partner.Low));
            foreach (var a in new[] { axis, partner })
            {
                var middle = (a.Start + a.End) / 2;
                var half = unit * Math.Abs(a.High - a.Low) / 2 * Math.Sign(a.End - a.Start);
                (a.Start, a.End) = (middle - half, middle + half);
            }
        }
        foreach (var axis in _axes.Values) axis.SetTicks(TickSize);
    }

    private static double LabelWidth(IReadOnlyList<string> lines) => lines.Max(line => TextWidth.Of(line, TickSize));

    private static double LabelRoom(AxisView axis) => axis.Json.Flag("showticklabels") ?? true ? 1 : 0;

    private static double YRoom(AxisView axis)
    {
        if (!axis.Visible) return 0;
        var labels = axis.Major.Count > 0 ? LabelRoom(axis) * (axis.Major.Max(t => LabelWidth(t.Lines)) + 10) : 0;
        return labels + (string.IsNullOrEmpty(axis.Title) ? 0 : AxisTitleLines(axis).Count * AxisTitleSize * 1.25 + 8);
    }

    private static double XRoom(AxisView axis)
    {
        if (!axis.Visible) return 0;
        return XLabelHeight(axis) + (string.IsNullOrEmpty(axis.Title) ? 0 : AxisTitleLines(axis).Count * AxisTitleSize * 1.25 + 8);
    }

    private static double XLabelHeight(AxisView axis)
    {
        if (axis.Major.Count == 0 || LabelRoom(axis) == 0) return 6;
        return axis.Slanted
            ? axis.Major.Max(t => LabelWidth(t.Lines)) * 0.58 + TickSize + 8
            : axis.Major.Max(t => t.Lines.Count) * TickSize * 1.2 + 9;
    }

    private static IReadOnlyList<string> AxisTitleLines(AxisView axis) =>
        TextWidth.Wrap(FigureText.Plain(axis.Title!.Replace("<br>", "\n", StringComparison.Ordinal)), AxisTitleSize,
            Math.Max(axis.Length * 1.05, 80));

    private List<(string Text, double Size, bool Bold)> TitleLines()
    {
        var lines = new List<(string, double, bool)>();
        var source = FigureText.Title(_layout.Get("title").Text("text") ?? "");
        for (var i = 0; i < source.Count; i++)
        {
            foreach (var line in TextWidth.Wrap(source[i], i == 0 ? TitleSize : SubtitleSize, _width - 2 * Pad - 8, i == 0))
                lines.Add((line, i == 0 ? TitleSize : SubtitleSize, i == 0));
        }

        return lines;
    }

    private void DrawTitle()
    {
        var y = Pad;
        foreach (var (text, size, bold) in _title)
        {
            y += size * 1.32;
            Text(Pad + 2, y - size * 0.32, text, size, "start", bold ? Palette.Ink : Palette.Muted, bold);
        }
    }

    // Clips by a picture in the picture: no id that a second copy on the page could take away.
    private void Open(AxisView x, AxisView y)
    {
        _svg.Append("<svg class=\"plot\" x=\"").Append(F(x.Near)).Append("\" y=\"").Append(F(y.Near)).Append("\" width=\"")
            .Append(F(x.Length)).Append("\" height=\"").Append(F(y.Length))
            .Append("\" viewBox=\"").Append(F(x.Near)).Append(' ').Append(F(y.Near)).Append(' ').Append(F(x.Length)).Append(' ')
            .Append(F(y.Length)).Append("\" overflow=\"hidden\">");
    }

    private void Text(double x, double y, string text, double size, string anchor, string? colour = null, bool bold = false,
        double angle = 0)
    {
        _svg.Append("<text x=\"").Append(F(x)).Append("\" y=\"").Append(F(y)).Append('"');
        if (size != 15) _svg.Append(" font-size=\"").Append(F(size)).Append('"');
        if (anchor != "start") _svg.Append(" text-anchor=\"").Append(anchor).Append('"');
        if (colour is not null and not Palette.Ink) _svg.Append(" fill=\"").Append(colour).Append('"');
        if (bold) _svg.Append(" font-weight=\"700\"");
        if (angle != 0)
            _svg.Append(" transform=\"rotate(").Append(F(angle)).Append(' ').Append(F(x)).Append(' ').Append(F(y)).Append(")\"");
        _svg.Append('>').Append(Html.Escape(text)).Append("</text>");
    }

    private static string F(double value) => SvgMarkers.F(value);

    /// <summary>A position inside a long path: one decimal is a tenth of a pixel.</summary>
    private static string P(double value)
    {
        var text = Math.Round(Math.Clamp(value, -99999, 99999), 1).ToString("0.#", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }

    private static string Dash(string? dash, double width)
    {
        // plotly.js' own lengths.
        var unit = Math.Max(width, 3);
        var pattern = dash switch
        {
            "dash" => (ReadOnlySpan<double>)[3 * unit, 3 * unit],
            "dot" => [unit, unit],
            "dashdot" => [3 * unit, unit, unit, unit],
            "longdash" => [5 * unit, 5 * unit],
            _ => [],
        };
        if (pattern.Length == 0) return "";
        var text = new StringBuilder(" stroke-dasharray=\"");
        for (var i = 0; i < pattern.Length; i++) text.Append(i == 0 ? "" : " ").Append(F(pattern[i]));
        return text.Append('"').ToString();
    }
}
