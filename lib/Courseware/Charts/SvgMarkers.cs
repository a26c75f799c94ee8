using System.Globalization;

namespace Courseware;

/// <summary>plotly.js' marker symbols, as path data around a point; a marker's size is its width.</summary>
internal static class SvgMarkers
{
    // Unit shapes: radius 1, y downwards. The factors are plotly.js' own, so that a size means the same in both pictures.
    private static readonly Dictionary<string, (double X, double Y)[]> s_polygons = new(StringComparer.Ordinal)
    {
        ["square"] = [(-1, -1), (1, -1), (1, 1), (-1, 1)],
        ["diamond"] = [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)],
        ["triangle-up"] = [(0, -1), (1.1547, 0.5774 + 0.2), (-1.1547, 0.5774 + 0.2)],
        ["triangle-down"] = [(0, 1), (1.1547, -0.5774 - 0.2), (-1.1547, -0.5774 - 0.2)],
        ["cross"] = [(-1.2, -0.4), (-0.4, -0.4), (-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4), (1.2, 0.4), (0.4, 0.4), (0.4, 1.2),
            (-0.4, 1.2), (-0.4, 0.4), (-1.2, 0.4)],
        ["x"] = [(-1.13, -0.57), (-0.57, -1.13), (0, -0.57), (0.57, -1.13), (1.13, -0.57), (0.57, 0), (1.13, 0.57), (0.57, 1.13), (0, 0.57),
            (-0.57, 1.13), (-1.13, 0.57), (-0.57, 0)],
        ["star"] = [(0, -1.4), (0.3143, -0.4326), (1.3315, -0.4326), (0.5086, 0.1652), (0.8229, 1.1326), (0, 0.5348), (-0.8229, 1.1326),
            (-0.5086, 0.1652), (-1.3315, -0.4326), (-0.3143, -0.4326)],
        ["pentagon"] = [(0, -1.15), (1.0937, -0.3554), (0.676, 0.9304), (-0.676, 0.9304), (-1.0937, -0.3554)],
        ["hexagon"] = [(0.98, -0.5658), (0.98, 0.5658), (0, 1.1316), (-0.98, 0.5658), (-0.98, -0.5658), (0, -1.1316)],
    };

    /// <summary>All that are drawn; "-open" leaves the inside empty.</summary>
    public static readonly string[] Names =
        [.. new[] { "circle" }.Concat(s_polygons.Keys).SelectMany(name => new[] { name, name + "-open" })];

    public static string Path(string symbol, double x, double y, double size)
    {
        var r = size / 2;
        var name = symbol.Replace("-open", "", StringComparison.Ordinal);
        if (name == "circle") return $"M{F(x - r)} {F(y)}a{F(r)} {F(r)} 0 1 0 {F(2 * r)} 0a{F(r)} {F(r)} 0 1 0 {F(-2 * r)} 0z";
        return "M" + string.Join("L", s_polygons[name].Select(p => $"{F(x + r * p.X)} {F(y + r * p.Y)}")) + "z";
    }

    /// <summary>A pixel position, at most two decimals.</summary>
    public static string F(double value)
    {
        var text = Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }
}
