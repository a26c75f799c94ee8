using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Courseware.Host.Pages;
using Xunit;

namespace Courseware.Host.Tests.Pages;

/// <summary>Charts on a dark page.</summary>
public sealed partial class ChartColoursTests
{
    private const string Open =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" style=\"background:#FFFFFF\" data-palette=\"courseware\" fill=\"#1F2933\">";

    [Fact]
    public void Every_colour_of_the_palette_is_a_variable_with_that_colour_as_its_fallback()
    {
        var (svg, follows) =
            ChartColours.Of(Open
                + "<path stroke=\"#0069C4\"/><svg class=\"plot\"><path fill=\"rgb(0,105,196)\" fill-opacity=\"0.16\"/></svg></svg>");
        Assert.True(follows);
        Assert.Contains("background:var(--chart-ffffff,#FFFFFF)", svg, StringComparison.Ordinal);
        Assert.Contains("fill=\"var(--chart-1f2933,#1F2933)\"", svg, StringComparison.Ordinal);
        Assert.Contains("stroke=\"var(--chart-0069c4,#0069C4)\"", svg, StringComparison.Ordinal);
        Assert.Contains("fill=\"var(--chart-0069c4,rgb(0,105,196))\"", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_inside_a_picture_or_has_colours_by_value_keeps_them()
    {
        var (svg, follows) =
            ChartColours.Of(Open
                + "<text fill=\"#4B5866\">axis</text><svg class=\"plot\"><rect fill=\"#7FB2DB\"/><text>3</text><text fill=\"#FFFFFF\">9</text></svg></svg>");
        Assert.True(follows);
        Assert.Contains("fill=\"var(--chart-4b5866,#4B5866)\"", svg, StringComparison.Ordinal);
        Assert.Contains("<svg fill=\"#1F2933\" class=\"plot\"><rect fill=\"#7FB2DB\"/><text>3</text><text fill=\"#FFFFFF\">9</text></svg>",
            svg, StringComparison.Ordinal);
    }

    [Fact]
    public void A_legend_that_repeats_what_is_drawn_over_a_picture_keeps_the_whole_chart_light()
    {
        var chart = Open + "<svg class=\"plot\"><image href=\"data:,\"/><path stroke=\"#0069C4\"/></svg><path stroke=\"#0069C4\"/></svg>";
        Assert.Equal((chart, false), ChartColours.Of(chart));
    }

    [Fact]
    public void A_drawing_that_is_not_the_course_s_stays_as_it_is()
        => Assert.Equal(("<svg fill=\"#1F2933\"></svg>", false), ChartColours.Of("<svg fill=\"#1F2933\"></svg>"));

    [Fact]
    public void The_page_gives_the_dark_colours_to_both_ways_of_becoming_dark_and_to_no_print()
    {
        var css = NotebookPage.Render(SampleNotebook.Of(), new());
        foreach (var (light, dark) in ChartColours.Dark)
            Assert.Equal(2, Regex.Count(css, $"--chart-{light[1..].ToLowerInvariant()}: {dark};"));
        Assert.All(DarkRule().Matches(css), rule => Assert.StartsWith("@media screen", rule.Value, StringComparison.Ordinal));
        var page = new HtmlParser().ParseDocument(
            NotebookPage.Render(
                SampleNotebook.Of(SampleNotebook.Code("x", SampleNotebook.Display(("image/svg+xml", Open + "</svg>")))), new()));
        Assert.True(page.QuerySelector(".chart")!.ClassList.Contains("themed"));
    }

    [Fact]
    public void The_dark_colours_are_light_enough_on_their_paper_and_apart_for_colour_blind_eyes()
    {
        // Machado, Oliveira & Fernandes 2009, severity 1, on linear RGB.
        double[][][] sights =
        [
            [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
            [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
            [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        ];
        var series = Palette.Series.Select(colour => ChartColours.Dark[colour]).ToArray();
        Assert.All(series, colour => Assert.True(Contrast(colour) >= 3, $"{colour} has {Contrast(colour):0.00}"));
        Assert.All((string[])[Palette.Ink, Palette.Muted, Palette.Right, Palette.Wrong], colour =>
            Assert.True(Contrast(ChartColours.Dark[colour]) >= 4.5, $"{colour} is used for text"));
        Assert.All(Palette.Fills, fill =>
            Assert.True(Contrast(ChartColours.Dark[Palette.Ink], ChartColours.Dark[fill]) >= 4.5, $"text on {fill}"));
        foreach (var sight in sights)
        {
            var seen = series.Select(c => Lab([.. sight.Select(row => row.Zip(Linear(c), (a, b) => a * b).Sum())])).ToArray();
            for (var i = 0; i < seen.Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    Assert.True(System.Math.Sqrt(seen[i].Zip(seen[j], (a, b) => (a - b) * (a - b)).Sum())
                        >= 20, $"{series[i]} and {series[j]} look alike");
                }
            }
        }
    }

    private static double Contrast(string colour, string? ground = null)
    {
        static double Luminance(string hex) => Linear(hex).Zip([0.2126, 0.7152, 0.0722], (light, weight) => light * weight).Sum();
        return (Luminance(colour) + 0.05) / (Luminance(ground ?? ChartColours.Dark[Palette.Paper]) + 0.05);
    }

    private static double[] Linear(string hex)
        => [.. Enumerable.Range(0, 3)
            .Select(i => int.Parse(hex.AsSpan(1 + 2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(v => v <= 0.04045 ? v / 12.92 : System.Math.Pow((v + 0.055) / 1.055, 2.4))];

    private static double[] Lab(double[] linear)
    {
        static double F(double t) => t > 0.008856 ? System.Math.Cbrt(t) : 7.787 * t + 16.0 / 116;
        var x = F((0.4124564 * linear[0] + 0.3575761 * linear[1] + 0.1804375 * linear[2]) / 0.95047);
        var y = F(0.2126729 * linear[0] + 0.7151522 * linear[1] + 0.0721750 * linear[2]);
        var z = F((0.0193339 * linear[0] + 0.1191920 * linear[1] + 0.9503041 * linear[2]) / 1.08883);
        return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
    }

    [GeneratedRegex("@media[^{]*\\{ :root[^{]*\\{ --chart")]
    private static partial Regex DarkRule();
}
