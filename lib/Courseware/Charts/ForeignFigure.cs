using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Courseware;

/// <summary>
/// A figure that somebody else has made, with all said that plotly.js would take for granted: missing x or y, the type of an axis, numbers
/// written as text.
/// </summary>
/// <remarks>
/// The rules are plotly.js' own (src/traces/scatter/xy_defaults.js, src/plots/cartesian/axis_autotype.js, src/lib/clean_number.js). What
/// our renderer would draw in another way, or not at all, is refused.
/// </remarks>
internal static partial class ForeignFigure
{
    private static readonly string[] s_furniture = ["images", "shapes", "annotations"];

    /// <exception cref="NotSupportedException">Something that is not drawn here; the message names it.</exception>
    public static JsonObject Complete(JsonElement figure)
    {
        var complete = JsonObject.Create(figure)!.DeepClone().AsObject();
        if (complete["layout"] is not JsonObject layout)
            complete["layout"] = layout = [];
        var traces = (complete["data"] as JsonArray ?? []).Select(t => t!.AsObject()).ToArray();
        for (var i = 0; i < traces.Length; i++)
        {
            var type = TypeOf(traces[i]);
            if (type is "heatmap" or "contour")
                CheckGrid(traces[i], type, $"data[{i}]");
            else
                FillPositions(traces[i], type);
        }
        foreach (var letter in "xy")
        {
            foreach (var id in traces.Select(t => AxisOf(t, letter)).Distinct().ToArray())
                SettleAxis(layout, traces, id, letter);
        }
        var isEmpty = traces.All(t => !Draws(t, layout)) && s_furniture.All(n => layout[n] is not JsonArray { Count: > 0 });
        return isEmpty ? throw new NotSupportedException(traces.Length == 0
                ? "The figure has no data: there is nothing to draw. Give at least one trace, {\"data\":[{\"type\":\"scatter\",\"y\":[1,2,3]}]}."
                : $"The figure draws nothing: no trace has a point with a number or a category for both x and y{(layout.Any(a => a.Value is JsonObject axis && (string?)axis["type"] == "log") ? ", above 0 on a log axis" : "")}.")
            : complete;
    }

    private static string TypeOf(JsonObject trace) => (string?)trace["type"] ?? "scatter";

    private static string AxisOf(JsonObject trace, char letter) => (string?)trace[$"{letter}axis"] ?? letter.ToString();

    private static JsonArray? Values(JsonObject trace, char letter) => trace[letter.ToString()] as JsonArray;

    // Who leaves x or y out gets 0, 1, 2, …; a bar with x alone lies.
    private static void FillPositions(JsonObject trace, string type)
    {
        var (x, y) = (Values(trace, 'x'), Values(trace, 'y'));
        if (type == "bar" && trace["orientation"] is null && x is not null && y is null)
            trace["orientation"] = "h";
        if (x is null && y is not null)
            trace["x"] = Counted(y.Count);
        if (y is null && x is not null)
            trace["y"] = Counted(x.Count);
    }

    private static JsonArray Counted(int count) => new([.. Enumerable.Range(0, count).Select(i => (JsonNode?)(double)i)]);

    private static void CheckGrid(JsonObject trace, string type, string path)
    {
        var rows = (trace["z"] as JsonArray)?.Select(r => r!.AsArray()).ToArray() ?? [];
        if (rows.Length == 0 || rows[0].Count == 0)
            throw new NotSupportedException($"A {type} draws z, an array of rows of numbers, and {path} has none.");
        if (rows.FirstOrDefault(r => r.Count != rows[0].Count) is { } other)
            throw new NotSupportedException($"The rows of {path}.z must be of one length; they are of {rows[0].Count} and of {other.Count} numbers.");
        foreach (var (letter, count, what) in new[] { ('x', rows[0].Count, "column"), ('y', rows.Length, "row") })
        {
            if (Values(trace, letter) is { } values && values.Count != count)
                throw new NotSupportedException($"{path}.{letter} names {values.Count} places for {count} {what}s of z; give one for each, or leave it out.");
        }
        if (type == "contour" && rows.Length * rows[0].Count < 4)
            throw new NotSupportedException($"A contour needs two rows and two columns or more; {path}.z has {rows.Length} × {rows[0].Count}.");
        foreach (var name in type == "contour" ? new[] { "colorscale", "contours", "showscale", "line" } : ["colorscale"])
        {
            if (trace[name] is null)
                throw new NotSupportedException($"plotly.js would choose {path}.{name} by rules that are not known here. Give it.");
        }
        trace["showscale"] ??= true;
        if (type == "contour")
        {
            trace["x"] ??= Counted(rows[0].Count);
            trace["y"] ??= Counted(rows.Length);
        }
    }

    // The axis' type, said; and every value of its traces in the form that this type reads.
    private static void SettleAxis(JsonObject layout, JsonObject[] traces, string id, char letter)
    {
        var name = $"{letter}axis{id[1..]}";
        if (layout[name] is not JsonObject axis)
            layout[name] = axis = [];
        var own = traces.Where(t => AxisOf(t, letter) == id).ToArray();
        var type = (string?)axis["type"];
        if (type is null && own.Select(t => Values(t, letter)).FirstOrDefault(v => v is { Count: > 0 }) is { } first)
            axis["type"] = type = AutoType(first, $"layout.{name}");
        foreach (var trace in own)
        {
            if (Values(trace, letter) is { } values)
                trace[letter.ToString()] = new JsonArray([.. values.Select(v => type == "category" ? Category(v) : Numeric(v))]);
        }
    }

    private static string AutoType(JsonArray values, string path)
    {
        var sample = Sample(values);
        if (sample.Count(v => DatePattern().IsMatch(Text(v))) > 2 * sample.Count(v => IsNumber(v)))
        {
            throw new NotSupportedException(
                $"The values of {path} are dates as text, of which plotly.js makes an axis of dates; our renderer draws none. Give numbers, or say \"type\": \"category\" for one place each.");
        }
        var distinct = sample.DistinctBy(Text).ToArray();
        var numbers = distinct.Count(v => Numeric(v) is not null);
        var texts = distinct.Count(v => Numeric(v) is null && v.GetValueKind() == JsonValueKind.String);
        return texts > 2 * numbers ? "category" : "linear";
    }

    // plotly.js looks at no more than a thousand values.
    private static List<JsonNode> Sample(JsonArray values)
    {
        var sample = new List<JsonNode>();
        var step = Math.Max(1.0, (values.Count - 1) / 1000.0);
        for (var at = 0.0; at < values.Count; at += step)
        {
            if (values[Math.Min(values.Count - 1, (int)Math.Floor(at + 0.5))] is { } value)
                sample.Add(value);
        }
        return sample;
    }

    private static string Text(JsonNode value)
        => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();

    private static bool IsNumber(JsonNode value)
        => value.GetValueKind() == JsonValueKind.Number
        || double.TryParse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);

    /// <summary>
    /// A value on an axis of numbers: text that is a number apart from quotes, spaces, thousands' commas and signs of currency and percent
    /// is one; the rest are gaps.
    /// </summary>
    private static JsonNode? Numeric(JsonNode? value)
        => value?.GetValueKind() switch
        {
            JsonValueKind.Number => double.IsFinite(value.GetValue<double>()) ? value.DeepClone() : null,
            JsonValueKind.String when Number(value.GetValue<string>()) is { } number => JsonValue.Create(number),
            _ => null,
        };

    /// <summary>The number that plotly.js reads in a text; null if it is none.</summary>
    public static double? Number(string text)
        => double.TryParse(JunkPattern().Replace(text, ""), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number) ? number : null;

    private static JsonValue? Category(JsonNode? value) => value is null ? null : JsonValue.Create(Text(value));

    private static bool Draws(JsonObject trace, JsonObject layout)
    {
        if (TypeOf(trace) is "heatmap" or "contour")
            return trace["z"]!.AsArray().Any(row => row!.AsArray().Any(v => v is not null));
        if (Values(trace, 'x') is not { } x || Values(trace, 'y') is not { } y)
            return false;
        return Enumerable.Range(0, Math.Min(x.Count, y.Count)).Any(i => HasPlace(x[i], 'x') && HasPlace(y[i], 'y'));

        bool HasPlace(JsonNode? value, char letter) => value is not null
            && ((string?)layout[$"{letter}axis{AxisOf(trace, letter)[1..]}"]?["type"] != "log" || value.GetValue<double>() > 0);
    }

    [GeneratedRegex(@"^\s*(-?\d\d\d\d|\d\d)(-(\d?\d)(-(\d?\d)([ Tt]([01]?\d|2[0-3])(:([0-5]\d)(:([0-5]\d(\.\d+)?))?(Z|z|[+\-]\d\d(:?\d\d)?)?)?)?)?)?\s*$")]
    private static partial Regex DatePattern();

    [GeneratedRegex("""^['"%,$#\s']+|[, ]|['"%,$#\s']+$""")]
    private static partial Regex JunkPattern();
}
