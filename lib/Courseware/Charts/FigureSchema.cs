using System.Text.Json;

namespace Courseware;

/// <summary>The part of plotly.js' figure schema that our SVG renderer draws. Anything else is refused, so that the interactive picture and the one on paper cannot differ.</summary>
/// <remarks>Where a property has a list of values here, the renderer knows these alone; a constant in the list is something that both always draw in one way.</remarks>
internal static class FigureSchema
{
    private abstract record Node;
    private sealed record Group(Dictionary<string, Node> Members) : Node;
    private sealed record Many(Node Item) : Node;
    private sealed record Leaf(string Kind, Func<JsonElement, bool> Accepts) : Node;
    private sealed record ByType(Dictionary<string, Node> Types) : Node;
    private sealed record Axes(Group Fixed, Node Axis) : Node;

    private static readonly Leaf AnyText = new("a text", e => e.ValueKind == JsonValueKind.String);
    private static readonly Leaf Number = new("a number", e => e.ValueKind == JsonValueKind.Number);
    private static readonly Leaf Flag = new("true or false", e => e.ValueKind is JsonValueKind.True or JsonValueKind.False);
    private static readonly Leaf Place = new("a number or a category", e => e.ValueKind is JsonValueKind.Number or JsonValueKind.String);
    private static readonly Leaf Values = new("an array of numbers, texts and nulls", e => e.ValueKind == JsonValueKind.Array
        && e.EnumerateArray().All(v => v.ValueKind is JsonValueKind.Number or JsonValueKind.String or JsonValueKind.Null));
    private static readonly Leaf Numbers = new("an array of numbers and nulls", e => e.ValueKind == JsonValueKind.Array
        && e.EnumerateArray().All(v => v.ValueKind is JsonValueKind.Number or JsonValueKind.Null));
    private static readonly Leaf Rows = new("an array of arrays of numbers and nulls", e => e.ValueKind == JsonValueKind.Array && e.EnumerateArray().All(Numbers.Accepts));
    private static readonly Leaf TextRows = new("an array of arrays of texts", e => e.ValueKind == JsonValueKind.Array
        && e.EnumerateArray().All(r => r.ValueKind == JsonValueKind.Array && r.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String)));
    private static readonly Leaf Pair = new("two numbers", e => Numbers.Accepts(e) && e.GetArrayLength() == 2);
    private static readonly Leaf Colour = new("a colour as #RRGGBB or rgba(r,g,b,a)", e => e.ValueKind == JsonValueKind.String
        && (e.GetString()!.StartsWith('#') && e.GetString()!.Length == 7 || e.GetString()!.StartsWith("rgba(", StringComparison.Ordinal)));
    private static readonly Leaf Scale = new("an array of [fraction, #RRGGBB]", e => e.ValueKind == JsonValueKind.Array && e.EnumerateArray().All(s =>
        s.ValueKind == JsonValueKind.Array && s.GetArrayLength() == 2 && s[0].ValueKind == JsonValueKind.Number && s[1].ValueKind == JsonValueKind.String));

    private static readonly Group Font = Object(("size", Number), ("color", Colour), ("family", AnyText));
    private static readonly Group Line = Object(("color", Colour), ("width", Number), ("dash", OneOf("solid", "dash", "dot", "dashdot", "longdash")));
    private static readonly Leaf AxisId = new("an axis such as x or y2", e => e.ValueKind == JsonValueKind.String && IsAxis(e.GetString()!));
    private static readonly Leaf AxisReference = new("paper, an axis such as x or y2, or \"x domain\"", e => e.ValueKind == JsonValueKind.String
        && (e.GetString() == "paper" || IsAxis(e.GetString()!.Replace(" domain", "", StringComparison.Ordinal))));

    private static readonly (string, Node)[] EveryTrace =
    [
        ("name", AnyText), ("xaxis", AxisId), ("yaxis", AxisId), ("showlegend", Flag), ("legendgroup", AnyText), ("legendrank", Number),
        // Interaction only: the paper picture has no pointer.
        ("hoverinfo", AnyText), ("hovertemplate", AnyText), ("customdata", Values),
    ];

    private static readonly Group ErrorBars = Object(("type", OneOf("data")), ("array", Numbers), ("visible", Flag), ("color", Colour), ("thickness", Number), ("width", Number));

    private static readonly Node Trace = new ByType(new()
    {
        ["scatter"] = Object([.. EveryTrace, ("type", OneOf("scatter")), ("x", Values), ("y", Values),
            ("mode", OneOf("lines", "markers", "lines+markers")), ("line", Line),
            ("marker", Object(("color", Colour), ("size", Number), ("symbol", OneOf(SvgMarkers.Names)), ("line", Object(("color", Colour), ("width", Number))), ("opacity", Number))),
            ("fill", OneOf("none", "toself")), ("fillcolor", Colour), ("error_y", ErrorBars), ("connectgaps", OneOf(false)), ("text", Values)]),
        ["bar"] = Object([.. EveryTrace, ("type", OneOf("bar")), ("x", Values), ("y", Values), ("orientation", OneOf("v", "h")), ("width", Number),
            ("marker", Object(("color", Colour), ("line", Object(("color", Colour), ("width", Number))),
                ("pattern", Object(("shape", OneOf("", "/", "\\", "-", "|", "x", ".")), ("fillmode", OneOf("overlay")), ("fgcolor", OneOf("#FFFFFF")), ("fgopacity", OneOf(1)), ("size", OneOf(8)), ("solidity", OneOf(0.25)))))),
            ("error_y", ErrorBars), ("error_x", ErrorBars), ("text", Values), ("textposition", OneOf("outside", "none")), ("cliponaxis", OneOf(false))]),
        ["heatmap"] = Object([.. EveryTrace, ("type", OneOf("heatmap")), ("z", Rows), ("x", Values), ("y", Values), ("colorscale", Scale), ("zmin", Number), ("zmax", Number),
            ("showscale", Flag), ("colorbar", Object(("title", Object(("text", AnyText), ("side", OneOf("right")))), ("thickness", OneOf(18)), ("outlinewidth", OneOf(0)), ("tickvals", Numbers), ("ticktext", Values))),
            ("text", TextRows), ("texttemplate", OneOf("%{text}")), ("textfont", Object(("size", Number))), ("xgap", Number), ("ygap", Number), ("zsmooth", OneOf(false))]),
        ["contour"] = Object([.. EveryTrace, ("type", OneOf("contour")), ("z", Rows), ("x", Numbers), ("y", Numbers), ("colorscale", Scale), ("zmin", Number), ("zmax", Number),
            ("showscale", OneOf(false)), ("line", Object(("color", Colour), ("width", Number), ("smoothing", OneOf(0)))), ("autocontour", OneOf(false)),
            ("contours", Object(("start", Number), ("end", Number), ("size", Number), ("coloring", OneOf("fill", "none")), ("showlabels", OneOf(false))))]),
    });

    private static readonly Group Axis = Object(
        ("title", Object(("text", AnyText), ("font", Font), ("standoff", Number))), ("type", OneOf("linear", "log", "category")), ("range", Pair), ("domain", Pair),
        ("anchor", AxisId), ("tickmode", OneOf("array", "auto")), ("tickvals", Values), ("ticktext", Values), ("tickfont", Font), ("ticks", OneOf("outside", "")),
        ("ticklen", OneOf(5)), ("tickcolor", OneOf(Palette.AxisLine)), ("showticklabels", Flag), ("showgrid", Flag), ("gridcolor", OneOf(Palette.Grid)), ("gridwidth", OneOf(1)),
        ("zeroline", Flag), ("zerolinecolor", OneOf(Palette.AxisLine)), ("zerolinewidth", OneOf(1)), ("showline", Flag), ("linecolor", OneOf(Palette.AxisLine)), ("linewidth", OneOf(1)),
        ("automargin", OneOf(true)), ("separatethousands", OneOf(true)), ("categoryarray", Values), ("categoryorder", OneOf("array", "trace")), ("visible", Flag),
        ("scaleanchor", AxisId), ("constrain", OneOf("domain")), ("fixedrange", Flag), ("matches", AxisId), ("nticks", Number),
        ("minor", Object(("tickvals", Numbers), ("ticks", OneOf("outside")), ("ticklen", OneOf(3)), ("tickcolor", OneOf(Palette.AxisLine)), ("showgrid", OneOf(false)))));

    private static readonly Group Annotation = Object(
        ("text", AnyText), ("x", Place), ("y", Place), ("xref", AxisReference), ("yref", AxisReference), ("showarrow", Flag), ("ax", Number), ("ay", Number),
        ("arrowcolor", Colour), ("arrowwidth", Number), ("arrowhead", OneOf(2)), ("xanchor", OneOf("left", "center", "right")), ("yanchor", OneOf("top", "middle", "bottom")),
        ("xshift", Number), ("yshift", Number), ("font", Font), ("bgcolor", Colour), ("borderpad", Number), ("align", OneOf("left", "center", "right")));

    private static readonly Group Shape = Object(
        ("type", OneOf("line", "rect")), ("x0", Place), ("x1", Place), ("y0", Place), ("y1", Place), ("xref", AxisReference), ("yref", AxisReference),
        ("line", Line), ("fillcolor", Colour), ("layer", OneOf("above", "below")));

    private static readonly Group Image = Object(
        ("source", new Leaf("a PNG as data address", e => e.ValueKind == JsonValueKind.String && e.GetString()!.StartsWith("data:image/png;base64,", StringComparison.Ordinal))),
        ("x", Number), ("y", Number), ("sizex", Number), ("sizey", Number), ("xref", AxisReference), ("yref", AxisReference),
        ("sizing", OneOf("stretch")), ("xanchor", OneOf("left")), ("yanchor", OneOf("top")), ("layer", OneOf("below")));

    private static readonly Axes Layout = new(
        Object(
            ("title", Object(("text", AnyText), ("x", Number), ("xref", OneOf("container")), ("xanchor", OneOf("left")), ("y", Number), ("yref", OneOf("container")), ("yanchor", OneOf("top")), ("pad", Object(("t", Number))), ("font", Font))),
            ("font", Font), ("paper_bgcolor", OneOf(Palette.Paper)), ("plot_bgcolor", OneOf(Palette.Paper)), ("width", Number), ("height", Number),
            ("margin", Object(("l", Number), ("r", Number), ("t", Number), ("b", Number))), ("showlegend", Flag),
            ("legend", Object(("orientation", OneOf("h", "v")), ("x", Number), ("y", Number), ("xanchor", OneOf("left")), ("yanchor", OneOf("top")), ("tracegroupgap", OneOf(0)), ("itemsizing", OneOf("trace")), ("font", Font))),
            ("hovermode", AnyText), ("barmode", OneOf("group", "overlay")), ("bargap", Number), ("bargroupgap", Number),
            ("annotations", new Many(Annotation)), ("shapes", new Many(Shape)), ("images", new Many(Image)),
            // Ours: the text alternative, which plotly.js carries along and never reads.
            ("meta", Object(("description", AnyText)))),
        Axis);

    private static readonly Group Figure = Object(("data", new Many(Trace)), ("layout", Layout));

    /// <summary>Refuses a figure that the renderer would not draw as plotly.js does.</summary>
    /// <exception cref="NotSupportedException">A property or a value that is not known; the message names it and what is known there.</exception>
    public static void Check(JsonElement figure) => Check(figure, Figure, "");

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
                    Check(property.Value, group.Members.GetValueOrDefault(property.Name) ?? throw Unknown(path, property.Name, group), Join(path, property.Name));
                break;
            case Axes axes:
                Expect(element, JsonValueKind.Object, path);
                foreach (var property in element.EnumerateObject())
                {
                    var isAxis = property.Name.Length >= 5 && property.Name.AsSpan(1).StartsWith("axis") && IsAxis(property.Name[0] + property.Name[5..]);
                    var member = isAxis ? axes.Axis : axes.Fixed.Members.GetValueOrDefault(property.Name) ?? throw Unknown(path, property.Name, axes.Fixed);
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
        if (element.ValueKind != kind) throw new NotSupportedException($"The figure property \"{(path.Length == 0 ? "(root)" : path)}\" is an {kind}, not {Shorten(element)}.");
    }

    private static string Shorten(JsonElement element)
    {
        var text = element.GetRawText();
        return text.Length > 60 ? text[..60] + "…" : text;
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static bool IsAxis(string id) => id.Length >= 1 && id[0] is 'x' or 'y' && (id.Length == 1 || id.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0);

    private static Group Object(params (string Name, Node Value)[] members) => new(members.ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal));

    private static Leaf OneOf(params string[] values) => new("one of " + string.Join(", ", values.Select(v => $"\"{v}\"")), e => e.ValueKind == JsonValueKind.String && values.Contains(e.GetString()));

    private static Leaf OneOf(bool value) => new(value ? "true" : "false", e => e.ValueKind == (value ? JsonValueKind.True : JsonValueKind.False));

    private static Leaf OneOf(double value) => new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value}"), e => e.ValueKind == JsonValueKind.Number && e.GetDouble() == value);
}
