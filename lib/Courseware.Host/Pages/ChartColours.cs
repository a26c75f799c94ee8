using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Courseware.Host.Pages;

/// <summary>
/// The course's charts on a dark page. A chart's SVG has the colours of the light palette; on a page each becomes a CSS variable with
/// that colour as its fallback, and the dark theme sets the variables. The SVG itself, for every other place, stays plain.
/// </summary>
internal static partial class ChartColours
{
    private static readonly string[] s_channels = ["red", "green", "blue"];

    /// <summary>How a chart says that its colours are the course's.</summary>
    private const string Mark = "data-palette=\"courseware\"";

    /// <summary>
    /// A dark colour for each light one. The series keep their hues, are at least 20 apart (CIE76 ΔE) for the same three kinds of sight,
    /// and have a contrast of at least 3 : 1.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Dark { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        [Palette.Paper] = "#1B1E22",
        [Palette.Ink] = "#E5E3DE",
        [Palette.Muted] = "#B4B9C0",
        [Palette.Grid] = "#33383E",
        [Palette.AxisLine] = "#8B949E",
        [Palette.Right] = "#4CC79A",
        [Palette.Wrong] = "#F2955A",
        [Palette.Series[0]] = "#3487FF",
        [Palette.Series[1]] = "#FC9149",
        [Palette.Series[2]] = "#82C692",
        [Palette.Series[3]] = "#B85BB2",
        [Palette.Series[4]] = "#FFE396",
        [Palette.Series[5]] = "#F4EDF1",
        [Palette.Series[6]] = "#2BB4FF",
        [Palette.Series[7]] = "#CE5137",
        [Palette.Series[8]] = "#D0CFFF",
        [Palette.Series[9]] = "#B786A0",
        [Palette.Fills[0]] = "#25487A",
        [Palette.Fills[1]] = "#704A31",
        [Palette.Fills[2]] = "#3E5748",
        [Palette.Fills[3]] = "#5A365C",
        [Palette.Fills[4]] = "#565140",
        [Palette.Fills[5]] = "#515256",
        [Palette.Fills[6]] = "#215776",
        [Palette.Fills[7]] = "#63322A",
        [Palette.Fills[8]] = "#4F5162",
        [Palette.Fills[9]] = "#594854",
    };

    /// <summary>The dark theme's variables, for the two ways in which a page becomes dark.</summary>
    public static string Css { get; } = Rules();

    /// <summary>
    /// A chart with its colours as variables, and whether its ground follows the page's theme; other drawings stay as they are.
    /// </summary>
    public static (string Svg, bool FollowsTheme) Of(string svg)
    {
        if (!svg.Contains(Mark, StringComparison.Ordinal)) return (svg, false);
        var parts = Parts(svg);
        // Pictures and colours by value keep their colours, and so does what is drawn over them; where a legend repeats that, the whole
        // chart stays light.
        var hasOwnColours = parts.Any(part => part.Kind == Kind.Image || part.Kind == Kind.Colour && !Dark.ContainsKey(part.Colour));
        if (hasOwnColours && parts.Any(part => part.Depth == 1 && Palette.Series.Contains(part.Colour, StringComparer.OrdinalIgnoreCase)))
            return (svg, false);
        var html = new StringBuilder();
        var at = 0;
        foreach (var part in parts)
        {
            html.Append(svg, at, part.Index - at);
            at = part.Index + part.Text.Length;
            if (part.Kind == Kind.Open && part.Depth == 2 && hasOwnColours)
                html.Append(CultureInfo.InvariantCulture, $"{part.Text} fill=\"{Palette.Ink}\"");
            else if (part.Kind is Kind.Colour or Kind.Mixed && Dark.ContainsKey(part.Colour) && !(hasOwnColours && part.Depth > 1))
                html.Append(CultureInfo.InvariantCulture, $"{part.Lead}var({Name(part.Colour)},{part.Text[part.Lead.Length..]})");
            else
                html.Append(part.Text);
        }
        return (html.Append(svg, at, svg.Length - at).ToString(), true);
    }

    private static List<Part> Parts(string svg)
    {
        var depth = 0;
        var parts = new List<Part>();
        foreach (Match match in Paint().Matches(svg))
        {
            var colour = match.Groups["hex"].Success ? match.Groups["hex"].Value : match.Groups["red"].Success ? Hex(match) : "";
            var kind = match.Value switch
            {
                "<svg" => Kind.Open,
                "</svg>" => Kind.Close,
                "<image" => Kind.Image,
                _ => match.Groups["hex"].Success ? Kind.Colour : Kind.Mixed,
            };
            if (kind == Kind.Open) depth++;
            parts.Add(new(match.Index, match.Value, kind, depth, match.Groups["lead"].Value, colour));
            if (kind == Kind.Close) depth--;
        }
        return parts;
    }

    private static string Hex(Match rgb) =>
        "#" + string.Concat(s_channels.Select(name => int.Parse(rgb.Groups[name].Value, CultureInfo.InvariantCulture))
        .Select(value => value.ToString("X2", CultureInfo.InvariantCulture)));

    private static string Name(string colour) => "--chart-" + colour[1..].ToLowerInvariant();

    private static string Rules()
    {
        var rules = string.Concat(Dark.Select(colour => $" {Name(colour.Key)}: {colour.Value};"));
        return $"@media screen and (prefers-color-scheme: dark) {{ :root:not([data-theme=\"light\"]) {{{rules} }} }}\n"
            + $"@media screen {{ :root[data-theme=\"dark\"] {{{rules} }} }}\n";
    }

    [GeneratedRegex("""<svg(?=\s)|</svg>|<image(?=\s)|(?<lead>\b(?:fill|stroke)="|background:)(?:(?<hex>#[0-9A-Fa-f]{6})|rgb\((?<red>\d{1,3}),(?<green>\d{1,3}),(?<blue>\d{1,3})\))""")]
    private static partial Regex Paint();

    private enum Kind
    {
        Open,
        Close,
        Image,
        Colour,

        /// <summary>A colour that is drawn over another, such as the band of a spread.</summary>
        Mixed,
    }

    private readonly record struct Part(int Index, string Text, Kind Kind, int Depth, string Lead, string Colour);
}
