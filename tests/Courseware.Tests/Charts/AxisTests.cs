using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Courseware.Tests.Charts;

/// <summary>Axes far from 0, axes that cannot be, and names that occur twice.</summary>
public sealed class AxisTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(double.NaN, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    public void A_logarithmic_axis_that_cannot_be_is_an_error_with_its_name(double low, double high)
    {
        var error = Assert.Throws<ArgumentException>(() =>
            Plot.Lines([Line(1, 10, 100)], "t", "epoch", "loss", logY: true, range: (low, high)));
        Assert.Contains("\"loss\"", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(-1e308, 1e308)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    public void A_range_from_what_is_no_number_or_to_a_smaller_one_is_an_error(double low, double high)
    {
        Action[] charts =
        [
            () => Plot.Lines([Line(1, 2)], "t", "x", "y", range: (low, high)),
            () => Plot.LearningCurves([new("a", [1, 2])], "t", "y", range: (low, high)),
            () => Plot.LineGrid([("p", [Line(1, 2)])], "t", "x", "y", range: (low, high)),
            () => Plot.ModelComparison([new("a", 1)], "t", "y", range: (low, high)),
            () => Plot.WeightHistogram([("a", [0.5, 1])], "t", range: (low, high), quantity: "y"),
            () => Plot.LossSurface((a, b) => a * b, (low, high), (0, 1), [], "t", xName: "y"),
        ];
        foreach (var chart in charts)
        {
            Assert.Contains("The axis \"y\" goes from a number to a larger one", Assert.Throws<ArgumentException>(chart).Message,
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("[0,1e9]")]
    [InlineData("[-1e9,-1]")]
    [InlineData("[-5000,5000]")]
    [InlineData("[3.25,3.2500001]")]
    public void A_foreign_logarithmic_axis_of_any_range_is_drawn_and_ends(string range)
        => Assert.Contains("<svg", Foreign("""[{"type":"scatter","x":[1,2],"y":[3,4]}]""", $$$"""{"yaxis":{"type":"log","range":{{{range}}}}}""").ToSvg(), StringComparison.Ordinal);

    [Fact]
    public void A_logarithmic_axis_within_one_digit_still_has_labels()
    {
        var chart = Plot.Lines([Line(1.21, 1.35, 1.5)], "t", "x", "y", logY: true);
        Assert.True(YLabels(chart).Length >= 2);
        Assert.Equal(YLabels(chart).Length, YLabels(chart).Distinct().Count());
    }

    public static TheoryData<string, double[]> FarFromZero => new()
    {
        { "Unix seconds", [.. Enumerable.Range(0, 11).Select(i => 1_790_000_000.0 + i)] },
        { "a million and some", [1_000_000, 1_000_001, 1_000_002, 1_000_003, 1_000_004, 1_000_005] },
        { "ln 2 in the seventh digit", [.. Enumerable.Range(0, 11).Select(i => 0.693147 + i * 1e-8)] },
        { "thousands of millions", [.. Enumerable.Range(0, 11).Select(i => 7e12 + i * 100.0)] },
        { "far below zero", [.. Enumerable.Range(0, 11).Select(i => -4e9 - i * 0.5)] },
        { "tiny", [.. Enumerable.Range(0, 11).Select(i => 3e-9 + i * 1e-15)] },
    };

    [Theory, MemberData(nameof(FarFromZero))]
    public void Values_far_from_zero_keep_apart_in_figure_picture_labels_and_words(string what, double[] values)
    {
        Assert.NotEmpty(what);
        var chart = Plot.Lines([new Series("a", values)], "t", "x", "y");
        // The figure: the numbers themselves, to a millionth of the axis.
        using var figure = JsonDocument.Parse(chart.ToPlotlyJson());
        var drawn = figure.RootElement.GetProperty("data")[0].GetProperty("y").EnumerateArray().Select(v => v.GetDouble()).ToArray();
        var span = values.Max() - values.Min();
        Assert.All(drawn.Zip(values), p => Assert.True(Math.Abs(p.First - p.Second) <= 2e-5 * span));
        // The picture: as many heights as values, evenly apart.
        var heights = Regex.Matches(chart.ToSvg(), "<path d=\"(M[^\"]+)\" fill=\"none\"[^>]*stroke-linejoin").Select(m => m.Groups[1].Value)
            .Single();
        Assert.Equal(values.Length, Regex.Matches(heights, @"[ML]\S+ (\S+?)(?=[ML]|$)").Select(m => m.Groups[1].Value).Distinct().Count());
        // The labels: no two alike.
        var labels = YLabels(chart);
        Assert.True(labels.Length >= 3, string.Join(" | ", labels));
        Assert.Equal(labels.Length, labels.Distinct().Count());
        // The words: first and last differ.
        var words = Regex.Match(chart.ToString(), @"a: (\S+) at \S+ → (\S+) at");
        Assert.NotEqual(words.Groups[1].Value, words.Groups[2].Value);
    }

    [Fact]
    public void On_a_logarithmic_axis_they_keep_apart_too()
    {
        var chart = Plot.Lines([Line(1_000_000, 1_000_001, 1_000_002, 1_000_003, 1_000_004, 1_000_005)], "t", "x", "y", logY: true);
        Assert.Contains("\"y\":[1000000,1000001,1000002,1000003,1000004,1000005]", chart.ToPlotlyJson(), StringComparison.Ordinal);
        Assert.Contains("1000000 at 1 → 1000005 at 6", chart.ToString(), StringComparison.Ordinal);
        var labels = YLabels(chart);
        Assert.True(labels.Length >= 3 && labels.Distinct().Count() == labels.Length, string.Join(" | ", labels));
        Assert.Equal(6,
            Regex.Matches(Regex.Match(chart.ToSvg(), "<path d=\"(M[^\"]+)\" fill=\"none\"[^>]*stroke-linejoin").Groups[1].Value,
                @"[ML]\S+ (\S+?)(?=[ML]|$)").Select(m => m.Groups[1].Value).Distinct().Count());
    }

    [Fact]
    public void Times_along_the_axis_keep_apart_too()
    {
        double[] seconds = [1_790_000_000, 1_790_000_001, 1_790_000_002];
        var chart = Plot.Lines([new Series("a", seconds, [1, 2, 3])], "t", "time (s)", "y");
        Assert.Contains("1 at 1790000000 → 3 at 1790000002", chart.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"x\":[1790000000,1790000001,1790000002]", chart.ToPlotlyJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Usual_values_keep_six_digits_in_the_figure()
        => Assert.Contains("\"y\":[0.123457,0.654321]", Plot.Lines([Line(0.123456789, 0.654321123)], "t", "x", "y")
            .ToPlotlyJson(), StringComparison.Ordinal);

    [Fact]
    public void Two_of_one_name_have_a_row_each()
    {
        var bars = Plot.ModelComparison([new("network", 0.4), new("network", 0.8), new("other", 0.5)], "t", "accuracy");
        Assert.Equal(3, Regex.Matches(bars.ToSvg(), "<path d=\"M[^\"]*H[^\"]*V[^\"]*z\"").Select(m => m.Value).Distinct().Count());
        Assert.Equal(2, Regex.Count(bars.ToSvg(), ">network\u200B?</text>"));
        Assert.Contains("network 0.4", bars.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u200B', bars.ToString());

        var groups = Plot.GroupedBars(["cat", "cat"], [("a", [1, 2], null)], "t", "x", "y");
        Assert.Contains("cat 1, cat 2", groups.ToString(), StringComparison.Ordinal);
        var soft = Plot.SoftTargets(["cat", "cat"], [(1, [0.25, 0.75])], "t");
        Assert.Contains("\"categoryarray\":[\"cat\",\"cat\u200B\"]", soft.ToPlotlyJson(), StringComparison.Ordinal);
        var confusion = Plot.ConfusionMatrix(new[,] { { 1, 2 }, { 3, 4 } }, ["cat", "cat"], "t");
        Assert.Equal(4,
            Regex.Matches(confusion.ToSvg(), "<rect x=\"[^\"]*\" y=\"[^\"]*\" width=\"[^\"]*\" height=\"[^\"]*\" fill=\"#[0-9A-F]{6}\"/>")
            .Select(m => m.Value).Distinct().Count());
    }

    [Fact]
    public void What_cannot_be_drawn_is_an_error_with_a_name()
    {
        (Action Draw, string Message)[] cases =
        [
            (() => Plot.GroupedBars(["a", "b"], [("net", [1, 2], [0.1])], "t", "x", "y"), "\"net\" has 1 error bars for 2 categories"),
            (() => Plot.GroupedBars([], [("net", [], null)], "t", "x", "y"), "There are no bars to draw"),
            (() => Plot.Scatter([new Series("cloud", [1, 2], [double.NaN, double.NaN])], "t", "x", "y"),
                "every point of \"cloud\" has an x or y that is NaN"),
            (() => Plot.Scatter([new Series("cloud", [], [])], "t", "x", "y"), "\"cloud\" is empty"),
            (() => Plot.Roc([Line(0, 1)], "t", areas: []), "There are 0 areas for 1 curves"),
            (() => Plot.SoftTargets(["a", "b"], [(1, [0.5, 0.5])], "t", truth: 2), "The true class is one of the 2"),
            (() => Plot.DecisionRegions((_, _) => 0, [new Series("a", [double.NaN], [1])], "t"),
                "There is no point to draw the regions around"),
            (() => Plot.LossSurface((_, _) => double.NaN, (0, 1), (0, 1), [], "t"), "The loss is NaN or infinite at every point"),
            (() => Plot.Lines([Line(1, 2)], "t", "x", "y", verticals: [(double.NaN, "here")]), "The line \"here\""),
            (() => Plot.ConfusionMatrix(new int[0, 0], [], "t"), "at least one class"),
        ];
        foreach (var (draw, message) in cases)
            Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(draw).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_weight_that_is_NaN_is_in_no_bin()
        => Assert.Contains("Outside the axis: a 1 of 2.", Plot.WeightHistogram([("a", [double.NaN, 0.5])], "t")
            .ToString(), StringComparison.Ordinal);

    private static Series Line(params double[] values) => new("a", values);

    private static string[] YLabels(Chart chart)
        => [.. Regex.Matches(chart.ToSvg(), "<text x=\"[^\"]*\" y=\"[^\"]*\" text-anchor=\"end\">([^<]*)</text>")
            .Select(m => m.Groups[1].Value)];

    private static Chart Foreign(string data, string layout) => Chart.FromPlotly($$"""{"data":{{data}},"layout":{{layout}}}""");
}
