using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Courseware.Tests.Charts;

/// <summary>What every picture must be, whatever it shows.</summary>
public sealed class SvgTests
{
    public static TheoryData<string> Names => [.. SampleCharts.All.Select(c => c.Name)];

    private static Chart Sample(string name) => SampleCharts.All.Single(c => c.Name == name).Chart;

    private static IEnumerable<XElement> All(XElement root, string name) => root.Descendants().Where(e => e.Name.LocalName == name);

    private static double Number(XElement element, string name, double otherwise = 0) =>
        element.Attribute(name) is { } a ? double.Parse(a.Value, CultureInfo.InvariantCulture) : otherwise;

    [Theory, MemberData(nameof(Names))]
    public void Ids_are_unique_and_text_alternative_is_there(string name)
    {
        var root = XElement.Parse(Sample(name).ToSvg());
        var ids = root.DescendantsAndSelf().Select(e => e.Attribute("id")?.Value).OfType<string>().ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal("img", root.Attribute("role")!.Value);
        Assert.Contains(root.Attribute("aria-labelledby")!.Value, ids);
        Assert.NotEmpty(All(root, "title").Single().Value);
        Assert.True(All(root, "desc").Single().Value.Length > 40, "The text alternative holds key numbers.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void All_text_lies_inside_the_picture_and_is_readable_from_the_back(string name)
    {
        foreach (var width in new[] { 600, 900, 1200 })
        {
            var root = XElement.Parse(Sample(name).ToSvg(width));
            var height = Number(root, "height");
            foreach (var text in All(root, "text"))
            {
                var size = Number(text, "font-size", 15);
                Assert.True(size >= 14, $"\"{text.Value}\" is {size} px");
                var length = TextWidth.Of(text.Value, size, text.Attribute("font-weight") is not null) / 1.05;
                var (x, y) = (Number(text, "x"), Number(text, "y"));
                var from = text.Attribute("text-anchor")?.Value switch { "middle" => -length / 2, "end" => -length, _ => 0 };
                var angle = text.Attribute("transform") is { } t
                    ? double.Parse(Regex.Match(t.Value, @"rotate\(([-\d.]+)").Groups[1].Value, CultureInfo.InvariantCulture) * Math.PI
                    / 180 : 0;
                foreach (var along in new[] { from, from + length })
                {
                    var (px, py) = (x + along * Math.Cos(angle), y + along * Math.Sin(angle));
                    Assert.True(px > -1 && px < width + 1 && py > 0
                        && py < height + 1, $"\"{text.Value}\" reaches ({px:0}, {py:0}) of {width}×{height}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_legend_covers_no_data(string name)
    {
        var root = XElement.Parse(Sample(name).ToSvg());
        var plots = All(root, "svg").Where(e => e.Attribute("class")?.Value == "plot").ToArray();
        foreach (var legend in All(root, "g").Where(e => e.Attribute("class")?.Value == "legend"))
        {
            foreach (var text in All(legend, "text"))
            {
                var (x, y, length) = (Number(text, "x") - 40, Number(text, "y"), TextWidth.Of(text.Value, 15) + 40);
                foreach (var plot in plots)
                {
                    var (left, top, right, bottom) = (Number(plot, "x"), Number(plot, "y"), Number(plot, "x") + Number(plot, "width"),
                        Number(plot, "y") + Number(plot, "height"));
                    Assert.False(x < right && x + length > left && y - 12 < bottom && y + 3 > top, $"\"{text.Value}\" lies over the plot");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Drawing_twice_gives_the_same_bytes(string name)
    {
        var chart = Sample(name);
        Assert.Equal(chart.ToSvg(), chart.ToSvg());
        Assert.Equal(chart.ToSvg(), Chart.FromPlotly(chart.ToPlotlyJson()).ToSvg());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_bundle_has_a_form_for_every_host_and_needs_no_network(string name)
    {
        var bundle = Sample(name).ToMimeBundle();
        Assert.Equal([MimeTypes.Plotly, MimeTypes.Svg, MimeTypes.Html, MimeTypes.Plain], bundle.Keys);
        using var json = System.Text.Json.JsonDocument.Parse(bundle[MimeTypes.Plotly]);
        Assert.Contains(bundle[MimeTypes.Svg], bundle[MimeTypes.Html], StringComparison.Ordinal);
        foreach (var text in bundle.Values)
        {
            var links = text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal);
            Assert.DoesNotContain("http", links, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_number_is_lost_on_the_way_to_the_picture(string name)
    {
        var svg = Regex.Replace(Sample(name).ToSvg(), "base64,[^\"]*|<desc.*?</desc>", "");
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", svg, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"d=""[^""]*E[+-]?\d", svg);
        Assert.DoesNotMatch(@"\d\.\d{3,}", Regex.Replace(svg, ">[^<]*<|fill-opacity=\"[^\"]*\"", "><"));
    }

    [Fact]
    public void A_long_noisy_comparison_stays_small() => Assert.True(SampleCharts.Higgs().ToSvg().Length < 120_000);

    [Fact]
    public void Two_charts_have_different_ids() =>
        Assert.NotEqual(XElement.Parse(SampleCharts.Reuters().ToSvg())
            .Attribute("aria-labelledby")!.Value, XElement.Parse(SampleCharts.Surface().ToSvg()).Attribute("aria-labelledby")!.Value);

    [Fact]
    public void Empty_constant_and_missing_values_still_make_a_picture()
    {
        double nan = double.NaN;
        Chart[] odd =
        [
            Plot.Lines([new Series("constant", [1.0, 1, 1])], "t", "x", "y"),
            Plot.Lines([new Series("one point", [5.0])], "t", "x", "y"),
            Plot.Lines([new Series("nothing", [nan, nan, nan])], "t", "x", "y"),
            Plot.Lines([new Series("huge", [1e300, -1e300, 0])], "t", "x", "y"),
            Plot.Lines([new Series("tiny", [1e-300, 2e-300])], "t", "x", "y", logY: true),
            Plot.Lines([new Series("infinite", [1, double.PositiveInfinity, 2])], "t", "x", "y"),
            Plot.LearningCurves([new LearningCurve("one epoch", [0.5])], "t", logEpochs: true),
            Plot.LearningCurves([new LearningCurve("lost", [0.7, nan, nan])], "t"),
            Plot.LearningCurves([new LearningCurve("only training", [], [0.7, 0.6])], "t"),
            Plot.ModelComparison([new Bar("zero", 0)], "t", "x"),
            Plot.ModelComparison([new Bar("minus", -3, 0.1)], "t", "x"),
            Plot.WeightHistogram([("all zero", [0, 0, 0])], "t"),
            Plot.ConfusionMatrix(new int[2, 2], ["a", "b"], "t"),
            Plot.ImageGrid([new Picture([0.5f], 1, 1)], "t"),
            Plot.LossSurface((_, _) => 1, (0, 1), (0, 1), [], "t"),
            Plot.Scatter([new Series("one", [1.0], [1.0])], "t", "x", "y"),
        ];
        foreach (var chart in odd)
        {
            var svg = chart.ToSvg();
            XElement.Parse(svg);
            Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
            Assert.NotEmpty(chart.ToString());
        }
    }
}
