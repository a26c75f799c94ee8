using System.Globalization;
using System.Text.Json.Nodes;

namespace Courseware;

/// <summary>
/// Shortens the numbers of a figure to what a reader can see: six significant digits of the axis' extent, however far from 0 the axis lies.
/// </summary>
/// <remarks>
/// A loss of 0.693147… that moves in the seventh digit, or a time in Unix seconds, keeps the digits that tell its points apart; a share
/// keeps the usual six.
/// </remarks>
internal static class Rounding
{
    private const int Digits = 6;
    private const string Annotations = "annotations";
    private const double Ln10 = 2.302585092994045684;

    private static readonly string[] s_placed = [Annotations, "shapes", "images"];

    /// <summary>Rounds every number of a figure in place.</summary>
    public static void Apply(JsonObject figure)
    {
        var layout = figure["layout"]!.AsObject();
        var extents = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, value) in layout)
        {
            if (name.Length >= 5 && name.AsSpan(1).StartsWith("axis") && value is JsonObject axis)
                extents[name[0] + name[5..]] = ExtentOf(axis);
        }
        double Extent(string? id) => id is not null && extents.TryGetValue(id, out var extent) ? extent : double.NaN;

        foreach (var trace in figure["data"]!.AsArray().Select(t => t!.AsObject()))
        {
            var (x, y) = (Extent((string?)trace["xaxis"] ?? "x"), Extent((string?)trace["yaxis"] ?? "y"));
            var z = trace["zmin"] is JsonValue low && trace["zmax"] is JsonValue high && low.TryGetValue<double>(out var from)
                && high.TryGetValue<double>(out var to) ? to - from : double.NaN;
            Round(trace, name =>
                name switch { "x" or "error_x" => x, "y" or "error_y" => y, "z" or "zmin" or "zmax" or "contours" => z, _ => double.NaN });
        }
        foreach (var (name, value) in layout.ToArray())
        {
            if (name.Length >= 5 && name.AsSpan(1).StartsWith("axis") && value is JsonObject axis)
                Round(axis, member => member == "range" ? Logarithm(extents[name[0] + name[5..]]) : extents[name[0] + name[5..]]);
            else if (!s_placed.Contains(name) && value is not null)
                Set(value, double.NaN, rounded => layout[name] = rounded);
        }
        foreach (var group in s_placed)
        {
            foreach (var item in (layout[group] as JsonArray ?? []).Select(i => i!.AsObject()))
            {
                var (x, y) = (Extent((string?)item["xref"] ?? "x"), Extent((string?)item["yref"] ?? "y"));
                if (group == Annotations)
                    (x, y) = (Logarithm(x), Logarithm(y));
                Round(item, name => name switch { "x" or "x0" or "x1" => x, "y" or "y0" or "y1" => y, _ => double.NaN });
            }
        }
    }

    /// <summary>
    /// How far an axis goes, for <see cref="DigitsOf"/>: from its one end to its other; on a log axis, whose values are told apart by their
    /// ratio, minus its decades. NaN if it is not known.
    /// </summary>
    public static double ExtentOf(string? type, double low, double high)
        => Math.Abs(high - low) is > 0 and < double.PositiveInfinity and var extent ? type == "log" ? -extent : extent : double.NaN;

    /// <summary>The significant digits in which values of this size are told apart on an axis.</summary>
    /// <param name="value">The value.</param>
    /// <param name="extent">That of its axis.</param>
    /// <param name="digits">Digits where the value is no larger than the extent.</param>
    /// <param name="slack">How many times larger it may be for the same digits.</param>
    public static int DigitsOf(double value, double extent, int digits, double slack = 1)
    {
        // d/dx log₁₀ x = 1/(x·ln 10): so many decades are this share of any value.
        var ratio = (extent < 0 ? 1 / (-extent * Ln10) : Math.Abs(value) / extent) / slack;
        while (ratio >= 10 && digits < 17)
            (ratio, digits) = (ratio / 10, digits + 1);
        return digits;
    }

    /// <summary>A number of a figure; what is not finite becomes null, a gap.</summary>
    public static JsonNode? Number(double value, double extent = double.NaN)
        => double.IsFinite(value)
            ? JsonValue.Create(double.Parse(value.ToString($"G{DigitsOf(value, extent, Digits)}", CultureInfo.InvariantCulture),
                CultureInfo.InvariantCulture)) : null;

    private static double ExtentOf(JsonObject axis)
        => axis["range"] is JsonArray { Count: 2 } range && range[0] is { } low && range[1] is { } high
        ? ExtentOf((string?)axis["type"], low.GetValue<double>(), high.GetValue<double>()) : double.NaN;

    // What a log axis' range and annotations hold are the logarithms themselves.
    private static double Logarithm(double extent) => Math.Abs(extent);

    private static void Round(JsonObject node, Func<string, double> extentOf)
    {
        foreach (var (name, value) in node.ToArray())
        {
            if (value is not null)
                Set(value, extentOf(name), rounded => node[name] = rounded);
        }
    }

    private static void Set(JsonNode node, double extent, Action<JsonNode?> replace)
    {
        switch (node)
        {
            case JsonValue value when value.TryGetValue<double>(out var number):
                if (number != Math.Floor(number) || Math.Abs(number) >= 1e6)
                    replace(Number(number, extent));
                break;
            case JsonArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    if (array[i] is { } item)
                    {
                        var at = i;
                        Set(item, extent, rounded => array[at] = rounded);
                    }
                }
                break;
            case JsonObject members:
                Round(members, _ => extent);
                break;
        }
    }
}
