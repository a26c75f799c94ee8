using System.Text.Json;
using System.Text.RegularExpressions;

namespace Courseware;

/// <summary>
/// The part of plotly.js' figure schema that our SVG renderer draws. Anything else is refused, so that the interactive picture and the one
/// on paper cannot differ.
/// </summary>
/// <remarks>
/// Where a property has a list of values here, the renderer knows these alone; a constant in the list is something that both always draw in
/// one way.
/// </remarks>
internal static partial class FigureSchema
{
    private abstract record Node;
    private sealed record Group(Dictionary<string, Node> Members) : Node;
    private sealed record Many(Node Item) : Node;
    private sealed record Leaf(string Kind, Func<JsonElement, bool> Accepts) : Node;
    private sealed record ByType(Dictionary<string, Node> Types) : Node;
    private sealed record Axes(Group Fixed, Node Axis) : Node;

    private static readonly Leaf s_anyText = new("a text", e => e.ValueKind == JsonValueKind.String);
    private static readonly Leaf s_number =
        new("a finite number", e => e.ValueKind == JsonValueKind.Number && double.IsFinite(e.GetDouble()));
    private static readonly Leaf s_flag = new("true or false", e => e.ValueKind is JsonValueKind.True or JsonValueKind.False);
    private static readonly Leaf s_place = new("a number or a category", e => e.ValueKind is JsonValueKind.Number or JsonValueKind.String);
    private static readonly Leaf s_values = new("an array of numbers, texts and nulls", e => e.ValueKind == JsonValueKind.Array
        && e.EnumerateArray().All(v => v.ValueKind is JsonValueKind.Number or JsonValueKind.String or JsonValueKind.Null));
    private static readonly Leaf s_numbers = new("an array of numbers and nulls", e => e.ValueKind == JsonValueKind.Array
        && e.EnumerateArray().All(v => v.ValueKind is JsonValueKind.Number or JsonValueKind.Null));
    private static readonly Leaf s_rows = new("an array of arrays of numbers and nulls", e => e.ValueKind == JsonValueKind.Array
        && e.EnumerateArray().All(s_numbers.Accepts));
    private static readonly Leaf s_textRows = new("an array of arrays of texts", e => e.ValueKind == JsonValueKind.Array
        && e.EnumerateArray()
        .All(r => r.ValueKind == JsonValueKind.Array && r.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String)));
    private static readonly Leaf s_pair =
        new("two finite numbers, or null for an end that the data decide", e => s_numbers.Accepts(e) && e.GetArrayLength() == 2
        && e.EnumerateArray().All(v => v.ValueKind == JsonValueKind.Null || Math.Abs(v.GetDouble()) <= 8e307));
    private static readonly Leaf s_colour =
        new("a colour as #RRGGBB or rgba(r,g,b,a)", e => e.ValueKind == JsonValueKind.String && ColourPattern().IsMatch(e.GetString()!));
    private static readonly Leaf s_scale =
        new("an array of [fraction, #RRGGBB]", e => e.ValueKind == JsonValueKind.Array && e.EnumerateArray().All(s =>
        s.ValueKind == JsonValueKind.Array && s.GetArrayLength() == 2 && s[0].ValueKind == JsonValueKind.Number
        && s[1].ValueKind == JsonValueKind.String));

    private static readonly Group s_font = Object(("size", s_number), ("color", s_colour), ("family", s_anyText));
    private static readonly Group s_line =
        Object(("color", s_colour), ("width", s_number), ("dash", OneOf("solid", "dash", "dot", "dashdot", "longdash")));
    private static readonly Leaf s_axisId =
        new("an axis such as x or y2", e => e.ValueKind == JsonValueKind.String && IsAxis(e.GetString()!));
    private static readonly Leaf s_axisReference =
        new("paper, an axis such as x or y2, or \"x domain\"", e => e.ValueKind == JsonValueKind.String
        && (e.GetString() == "paper" || IsAxis(e.GetString()!.Replace(" domain", "", StringComparison.Ordinal))));

    private static readonly (string, Node)[] s_everyTrace =
    [
        ("name", s_anyText), ("xaxis", s_axisId), ("yaxis", s_axisId), ("showlegend", s_flag), ("legendgroup", s_anyText),
            ("legendrank", s_number),
        // Interaction only: the paper picture has no pointer.
        ("hoverinfo", s_anyText), ("hovertemplate", s_anyText), ("customdata", s_values),
    ];

    private static readonly Group s_errorBars =
        Object(("type", OneOf("data")), ("array", s_numbers), ("visible", s_flag), ("color", s_colour), ("thickness", s_number),
            ("width", s_number));

    private static readonly Node s_trace = new ByType(new()
    {
        ["scatter"] = Object([.. s_everyTrace, ("type", OneOf("scatter")), ("x", s_values), ("y", s_values),
            ("mode", OneOf("lines", "markers", "lines+markers")), ("line", s_line),
            ("marker", Object(("color", s_colour), ("size", s_number), ("symbol", OneOf(SvgMarkers.Names)),
                ("line", Object(("color", s_colour), ("width", s_number))), ("opacity", s_number))),
            ("fill", OneOf("none", "toself")), ("fillcolor", s_colour), ("error_y", s_errorBars), ("connectgaps", OneOf(false)),
                ("text", s_values)]),
        ["bar"] = Object([.. s_everyTrace, ("type", OneOf("bar")), ("x", s_values), ("y", s_values), ("orientation", OneOf("v", "h")),
            ("width", s_number),
            ("marker", Object(("color", s_colour), ("line", Object(("color", s_colour), ("width", s_number))),
                ("pattern", Object(("shape", OneOf("", "/", "\\", "-", "|", "x", ".")), ("fillmode", OneOf("overlay")),
                    ("fgcolor", OneOf("#FFFFFF")), ("fgopacity", OneOf(1)), ("size", OneOf(8)), ("solidity", OneOf(0.25)))))),
            ("error_y", s_errorBars), ("error_x", s_errorBars), ("text", s_values), ("textposition", OneOf("outside", "none")),
                ("cliponaxis", OneOf(false))]),
        ["heatmap"] =
            Object([.. s_everyTrace, ("type", OneOf("heatmap")), ("z", s_rows), ("x", s_values), ("y", s_values), ("colorscale", s_scale),
                ("zmin", s_number), ("zmax", s_number),
            ("showscale", s_flag),
                ("colorbar", Object(("title", Object(("text", s_anyText), ("side", OneOf("right")))), ("thickness", OneOf(18)),
                    ("outlinewidth", OneOf(0)), ("tickvals", s_numbers), ("ticktext", s_values))),
            ("text", s_textRows), ("texttemplate", OneOf("%{text}")), ("textfont", Object(("size", s_number))), ("xgap", s_number),
                ("ygap", s_number), ("zsmooth", OneOf(false))]),
        ["contour"] =
            Object([.. s_everyTrace, ("type", OneOf("contour")), ("z", s_rows), ("x", s_numbers), ("y", s_numbers), ("colorscale", s_scale),
                ("zmin", s_number), ("zmax", s_number),
            ("showscale", OneOf(false)), ("line", Object(("color", s_colour), ("width", s_number), ("smoothing", OneOf(0)))),
                ("autocontour", OneOf(false)),
            ("contours", Object(("start", s_number), ("end", s_number), ("size", s_number), ("coloring", OneOf("fill", "none")),
                ("showlabels", OneOf(false))))]),
    });

    private static readonly Group s_axis = Object(
        ("title", Object(("text", s_anyText), ("font", s_font), ("standoff", s_number))), ("type", OneOf("linear", "log", "category")),
        ("range", s_pair), ("domain", s_pair),
        ("anchor", s_axisId), ("tickmode", OneOf("array", "auto")), ("tickvals", s_values), ("ticktext", s_values), ("tickfont", s_font),
        ("ticks", OneOf("outside", "")),
        ("ticklen", OneOf(5)), ("tickcolor", OneOf(Palette.AxisLine)), ("showticklabels", s_flag), ("showgrid", s_flag),
        ("gridcolor", OneOf(Palette.Grid)), ("gridwidth", OneOf(1)),
        ("zeroline", s_flag), ("zerolinecolor", OneOf(Palette.AxisLine)), ("zerolinewidth", OneOf(1)), ("showline", s_flag),
        ("linecolor", OneOf(Palette.AxisLine)), ("linewidth", OneOf(1)),
        ("automargin", OneOf(true)), ("separatethousands", OneOf(true)), ("categoryarray", s_values),
        ("categoryorder", OneOf("array", "trace")), ("visible", s_flag),
        ("scaleanchor", s_axisId), ("constrain", OneOf("domain")), ("fixedrange", s_flag), ("matches", s_axisId), ("nticks", s_number),
        ("minor", Object(("tickvals", s_numbers), ("ticks", OneOf("outside")), ("ticklen", OneOf(3)),
            ("tickcolor", OneOf(Palette.AxisLine)), ("showgrid", OneOf(false)))));

    private static readonly Group s_annotation = Object(
        ("text", s_anyText), ("x", s_place), ("y", s_place), ("xref", s_axisReference), ("yref", s_axisReference), ("showarrow", s_flag),
        ("ax", s_number), ("ay", s_number),
        ("arrowcolor", s_colour), ("arrowwidth", s_number), ("arrowhead", OneOf(2)), ("xanchor", OneOf("left", "center", "right")),
        ("yanchor", OneOf("top", "middle", "bottom")),
        ("xshift", s_number), ("yshift", s_number), ("font", s_font), ("bgcolor", s_colour), ("borderpad", s_number),
        ("align", OneOf("left", "center", "right")));

    private static readonly Group s_shape = Object(
        ("type", OneOf("line", "rect")), ("x0", s_place), ("x1", s_place), ("y0", s_place), ("y1", s_place), ("xref", s_axisReference),
        ("yref", s_axisReference),
        ("line", s_line), ("fillcolor", s_colour), ("layer", OneOf("above", "below")));

    private static readonly Group s_image = Object(
        ("source", new Leaf("a PNG as data address", e => e.ValueKind == JsonValueKind.String && PngPattern().IsMatch(e.GetString()!))),
        ("x", s_number), ("y", s_number), ("sizex", s_number), ("sizey", s_number), ("xref", s_axisReference), ("yref", s_axisReference),
        ("sizing", OneOf("stretch")), ("xanchor", OneOf("left")), ("yanchor", OneOf("top")), ("layer", OneOf("below")));

    private static readonly Axes s_layout = new(
        Object(
            ("title", Object(("text", s_anyText), ("x", s_number), ("xref", OneOf("container")), ("xanchor", OneOf("left")),
                ("y", s_number), ("yref", OneOf("container")), ("yanchor", OneOf("top")), ("pad", Object(("t", s_number))),
                ("font", s_font))),
            ("font", s_font), ("paper_bgcolor", OneOf(Palette.Paper)), ("plot_bgcolor", OneOf(Palette.Paper)), ("width", s_number),
            ("height", s_number),
            ("margin", Object(("l", s_number), ("r", s_number), ("t", s_number), ("b", s_number))), ("showlegend", s_flag),
            ("legend", Object(("orientation", OneOf("h", "v")), ("x", s_number), ("y", s_number), ("xanchor", OneOf("left")),
                ("yanchor", OneOf("top")), ("tracegroupgap", OneOf(0)), ("itemsizing", OneOf("trace")), ("font", s_font))),
            ("hovermode", s_anyText), ("barmode", OneOf("group", "overlay")), ("bargap", s_number), ("bargroupgap", s_number),
            ("annotations", new Many(s_annotation)), ("shapes", new Many(s_shape)), ("images", new Many(s_image)),
            // Ours: the text alternative, which plotly.js carries along and never reads.
            ("meta", Object(("description", s_anyText)))),
        s_axis);

    private static readonly Group s_figure = Object(("data", new Many(s_trace)), ("layout", s_layout));

    /// <summary>Refuses a figure that the renderer would not draw as plotly.js does.</summary>
    /// <exception cref="NotSupportedException">A property or a value that is not known; the message names it and what is known
    /// there.</exception>
    public static void Check(JsonElement figure) => Check(figure, s_figure, "");

    private static void Check(JsonElement element, Node node, string path)
    {
        switch (node)
        {
            case Leaf leaf when !leaf.Accepts(element):
                throw new NotSupportedException($"The chart renderer takes {leaf.Kind} for the figure property \"{path}\", not {Shorten(element)}. Give one of these, or teach FigureSchema and SvgRenderer the new value together.");
            case Many many:
                Expect(element, JsonValueKind.Array, path);
                var index = 0;
                foreach (var item in element.EnumerateArray()) Check(item, many.Item, $"{path}[{index++}]");
                break;
            case ByType byType:
                Expect(element, JsonValueKind.Object, path);
                var type = element.Text("type") ?? "scatter";
                if (!byType.Types.TryGetValue(type, out var members))
                    throw new NotSupportedException($"The chart renderer does not draw traces of type \"{type}\" ({path}.type). It draws: {string.Join(", ", byType.Types.Keys)}.");
                Check(element, members, path);
                break;
            case Group group:
                Expect(element, JsonValueKind.Object, path);
                foreach (var property in element.EnumerateObject())
                {
                    Check(property.Value, group.Members.GetValueOrDefault(property.Name)
                        ?? throw Unknown(path, property.Name, group), Join(path, property.Name));
                }

                break;
            case Axes axes:
                Expect(element, JsonValueKind.Object, path);
                foreach (var property in element.EnumerateObject())
                {
                    var isAxis = property.Name.Length >= 5 && property.Name.AsSpan(1).StartsWith("axis")
                        && IsAxis(property.Name[0] + property.Name[5..]);
                    var member = isAxis ? axes.Axis
                        : axes.Fixed.Members.GetValueOrDefault(property.Name) ?? throw Unknown(path, property.Name, axes.Fixed);
                    Check(property.Value, member, Join(path, property.Name));
                }
                break;
        }
    }

    private static NotSupportedException Unknown(string path, string name, Group group) => new(
        $"The chart renderer does not know the figure property \"{Join(path, name)}\", so the picture on paper would differ from the interactive one. " +
        $"Known here: {string.Join(", ", group.Members.Keys.Order(StringComparer.Ordinal))}. Leave it out, or teach FigureSchema and SvgRenderer the property together.");

    private static void Expect(JsonElement element, JsonValueKind kind, string path)
    {
        if (element.ValueKind != kind)
            throw new NotSupportedException($"The figure property \"{(path.Length == 0 ? "(root)" : path)}\" is an {kind}, not {Shorten(element)}.");
    }

    private static string Shorten(JsonElement element)
    {
        var text = element.GetRawText();
        return text.Length > 60 ? text[..60] + "…" : text;
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static bool IsAxis(string id)
        => id.Length >= 1 && id[0] is 'x' or 'y' && (id.Length == 1 || id.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0);

    private static Group Object(params (string Name, Node Value)[] members)
        => new(members.ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal));

    private static Leaf OneOf(params string[] values)
        => new("one of " + string.Join(", ", values.Select(v => $"\"{v}\"")), e => e.ValueKind == JsonValueKind.String
            && values.Contains(e.GetString()));

    private static Leaf OneOf(bool value)
        => new(value ? "true" : "false", e => e.ValueKind == (value ? JsonValueKind.True : JsonValueKind.False));

    private static Leaf OneOf(double value)
        => new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value}"), e => e.ValueKind == JsonValueKind.Number
            && e.GetDouble() == value);

    [GeneratedRegex(@"^(#[0-9A-Fa-f]{6}|rgba\(\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*(\d{1,3}|\d?\.\d{1,6})\s*\))\z")]
    private static partial Regex ColourPattern();

    [GeneratedRegex(@"^data:image/png;base64,[A-Za-z0-9+/]+={0,2}\z")]
    private static partial Regex PngPattern();
}
