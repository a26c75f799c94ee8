using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Courseware.Tests.Charts;

public sealed class PlotTests
{
    private static JsonElement Figure(Chart chart) => JsonDocument.Parse(chart.ToPlotlyJson()).RootElement;

    private static JsonElement Trace(Chart chart, string name)
        => Figure(chart).GetProperty("data").EnumerateArray().Single(t => t.GetProperty("name").GetString() == name);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_loss_surface_has_one_scale_on_both_axes_and_its_values_on_the_contours(bool logLevels)
    {
        static double Loss(double a, double b) => 0.3 + a * a + 8 * b * b;
        var chart = Plot.LossSurface(Loss, (-3, 3), (-2, 2), [new Series("SGD", [-2.5, -1, 0], [1.5, 0.2, 0])], "t", logLevels);
        var layout = JsonDocument.Parse(chart.ToPlotlyJson()).RootElement.GetProperty("layout");
        Assert.Equal("x", layout.GetProperty("yaxis").GetProperty("scaleanchor").GetString());
        var labels = layout.GetProperty("annotations").EnumerateArray().ToList();
        Assert.InRange(labels.Count, 5, 15);
        foreach (var label in labels)
        {
            var (x, y) = (label.GetProperty("x").GetDouble(), label.GetProperty("y").GetDouble());
            var written = double.Parse(label.GetProperty("text").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(Loss(x, y), written, Math.Max(0.06, 0.06 * written));
            Assert.True(Math.Abs(x) < 3 && Math.Abs(y) < 2);
        }
        Assert.Equal(labels.Count, labels.Select(label => label.GetProperty("text").GetString()).Distinct().Count());
    }

    [Fact]
    public void Axes_that_one_scale_would_flatten_have_two_and_say_so()
    {
        var chart = Plot.LossSurface((a, b) => a * a + b * b, (-100, 100), (-1, 1), [], "t");
        Assert.False(JsonDocument.Parse(chart.ToPlotlyJson()).RootElement.GetProperty("layout").GetProperty("yaxis")
            .TryGetProperty("scaleanchor", out _));
        Assert.Contains(chart.Subtitles, line => line.Contains("different scales", StringComparison.Ordinal));
    }

    [Fact]
    public void A_curve_that_leaves_the_axis_is_named_with_how_far_it_goes()
    {
        var chart = Plot.LearningCurves([new("tiny", [0.7, 0.65, 0.62]), new("large", [0.69, 0.9, 2.77])], "t", range: (0.5, 1));
        Assert.Contains("Cut at 1. Beyond it: large to 2.77.", chart.Subtitles);
        Assert.Contains("▲ large 2.77", chart.ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_axis_keeps_what_matters_when_one_model_runs_away()
    {
        var range = Figure(SampleCharts.Higgs()).GetProperty("layout").GetProperty("yaxis").GetProperty("range");
        Assert.InRange(range[1].GetDouble(), 0.75, 1.5);
        Assert.Contains(SampleCharts.Higgs().Subtitles, s => s.StartsWith("Cut at", StringComparison.Ordinal));
    }

    [Fact]
    public void The_best_epoch_is_marked_where_it_is()
    {
        var chart = Plot.LearningCurves([new("tiny", [0.7, 0.5, 0.6])], "t");
        Assert.Equal(2, Trace(chart, "tiny, best epoch").GetProperty("x")[0].GetDouble());
        var accuracy = Plot.LearningCurves([new("tiny", [0.7, 0.5, 0.9])], "t", goal: Best.Highest);
        Assert.Equal(3, Trace(accuracy, "tiny, best epoch").GetProperty("x")[0].GetDouble());
    }

    [Fact]
    public void Training_wears_its_models_colour_dashed()
    {
        var chart = Plot.LearningCurves([new("tiny", [0.7, 0.5], [0.6, 0.4])], "t");
        var (validation, training) =
            (Trace(chart, "tiny, validation").GetProperty("line"), Trace(chart, "tiny, training").GetProperty("line"));
        Assert.Equal(validation.GetProperty("color").GetString(), training.GetProperty("color").GetString());
        Assert.Equal("solid", validation.GetProperty("dash").GetString());
        Assert.Equal("dash", training.GetProperty("dash").GetString());
    }

    [Fact]
    public void The_text_form_tells_first_last_and_best()
    {
        var text = Plot.LearningCurves([new("tiny", [0.7, 0.5, 0.6])], "What to see", "loss").ToString();
        Assert.Contains("What to see", text, StringComparison.Ordinal);
        Assert.Contains("tiny, validation: 0.7 at 1 → 0.6 at 3; lowest 0.5 at 2, highest 0.7 at 1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_axis_refuses_zero_and_says_where()
    {
        var error = Assert.Throws<ArgumentException>(() => Plot.Lines([new Series("a", [0.0, 1])], "t", "epoch", "loss", logY: true));
        Assert.Contains("log y axis (\"loss\") has no place for 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_series_of_unequal_lengths_is_refused_by_name()
    {
        var error = Assert.Throws<ArgumentException>(() => Plot.Lines([new Series("a", [1, 2], [1, 2, 3])], "t", "x", "y"));
        Assert.Contains("\"a\" has 2 positions and 3 values", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "α = 0.001 left top, α = 0.01 left bottom, α = 0.1 right top, α = 1 right bottom")]
    [InlineData(false, "α = 0.001 left top, α = 0.01 right top, α = 0.1 left bottom, α = 1 right bottom")]
    public void A_grid_of_lines_is_filled_by_row_or_by_column(bool byColumn, string places)
    {
        var layout = JsonNode.Parse(SampleCharts.LineGrid(byColumn).ToPlotlyJson())!["layout"]!;
        var found = layout["annotations"]!.AsArray()
            .Select(note => $"{note!["text"]!.GetValue<string>().Replace("<b>", "").Replace("</b>", "")} "
            + $"{(note["x"]!.GetValue<double>() < 0.5 ? "left" : "right")} {(note["y"]!.GetValue<double>() > 0.5 ? "top" : "bottom")}");
        Assert.Equal(places, string.Join(", ", found));
    }

    [Fact]
    public void All_panels_of_a_grid_have_the_same_axes_and_the_legend_names_a_line_once()
    {
        var figure = JsonNode.Parse(SampleCharts.LineGrid(byColumn: true).ToPlotlyJson())!;
        var ranges = new[] { "", "2", "3", "4" }.Select(n =>
            figure["layout"]!["xaxis" + n]!["range"]!.ToJsonString() + figure["layout"]!["yaxis" + n]!["range"]!.ToJsonString());
        Assert.Single(ranges.Distinct());
        Assert.Equal(["SGD", "Momentum"], figure["data"]!.AsArray().Where(t => t!["showlegend"]!.GetValue<bool>())
            .Select(t => t!["name"]!.GetValue<string>()));
    }

    [Fact]
    public void Pictures_of_wrong_predictions_are_marked_by_a_sign_and_a_frame_too()
    {
        var svg = SampleCharts.Images(colour: false).ToSvg();
        Assert.Contains("✗ Shirt", svg, StringComparison.Ordinal);
        Assert.Contains("stroke-dasharray", svg, StringComparison.Ordinal);
        Assert.Contains("3 of 20 predicted wrongly", SampleCharts.Images(colour: false).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_confusion_matrix_writes_its_counts_and_tells_the_commonest_mistakes()
    {
        var chart = Plot.ConfusionMatrix(new[,] { { 90, 10 }, { 3, 97 } }, ["shirt", "coat"], "t");
        Assert.Contains(">90<", chart.ToSvg(), StringComparison.Ordinal);
        Assert.Contains("187 of 200 right", chart.ToString(), StringComparison.Ordinal);
        Assert.Contains("shirt taken for coat: 10", chart.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bars_start_at_zero_unless_points_are_shown()
    {
        Bar[] bars = [new("a", 0.84), new("b", 0.86)];
        Assert.Equal(0, Figure(Plot.ModelComparison(bars, "t", "accuracy")).GetProperty("layout").GetProperty("xaxis")
            .GetProperty("range")[0].GetDouble());
        var cut = Figure(Plot.ModelComparison(bars, "t", "accuracy", range: (0.8, 0.9)));
        Assert.DoesNotContain(cut.GetProperty("data").EnumerateArray(), t => t.GetProperty("type").GetString() == "bar");
    }

    [Fact]
    public void Bars_of_one_model_look_alike_and_are_told_apart_in_words()
    {
        Bar[] bars = [new("alone, 1 %", 0.84) { StyleOf = "alone" }, new("taught, 1 %", 0.85) { StyleOf = "taught" },
            new("alone, 5 %", 0.86) { StyleOf = "alone" }];
        var chart = Plot.ModelComparison(bars, "t", "accuracy", range: (0.8, 0.9));
        var markers = Figure(chart).GetProperty("data").EnumerateArray().Where(t => t.GetProperty("mode").GetString() == "markers")
            .Select(t => t.GetProperty("marker").GetRawText()).ToArray();
        Assert.Equal(markers[0], markers[2]);
        Assert.NotEqual(markers[0], markers[1]);
        Assert.Contains("alone, 1 %: 0.84", chart.ToString(), StringComparison.Ordinal);
        Assert.Contains("alone, 5 %: 0.86", chart.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Mean_and_deviation_over_seeds_are_the_textbooks()
    {
        var bar = Bar.Of("a", [1, 2, 3, 4]);
        Assert.Equal(2.5, bar.Value);
        Assert.Equal(1.2909944487358056, bar.Error!.Value, 12);
    }

    [Fact]
    public void A_network_names_each_weight_beside_its_own_line()
    {
        var chart = Plot.Network([["i₁", "i₂"], ["h₁", "h₂"], ["ŷ"]], "t", ["w₁", "w₂", "w₃", "w₄", "w₅", "w₆"]);
        Assert.Contains("Weights: i₁ to h₁ w₁, i₂ to h₁ w₂, i₁ to h₂ w₃, i₂ to h₂ w₄, h₁ to ŷ w₅, h₂ to ŷ w₆.", chart.ToString(),
            StringComparison.Ordinal);
        var notes = Figure(chart).GetProperty("layout").GetProperty("annotations").EnumerateArray()
            .ToDictionary(note => note.GetProperty("text")
                .GetString()!, note => (X: note.GetProperty("x").GetDouble(), Y: note.GetProperty("y").GetDouble()));
        // w₃ leads from i₁, the upper input, down to h₂: three tenths of the way it is still in the upper half.
        Assert.Equal((0.3, 0.2), (Math.Round(notes["w₃"].X, 6), Math.Round(notes["w₃"].Y, 6)));
        Assert.Equal(new[] { 0.0, 1, 2 }, new[] { notes["i₁"].X, notes["h₁"].X, notes["ŷ"].X });
    }

    [Fact]
    public void Dropped_units_and_their_lines_are_dotted()
    {
        var chart = Plot.Network([["x"], ["a", "b", "c"], ["z"]], "t", dropped: ["b"]);
        Assert.Equal("dot", Trace(chart, "weights of dropped units").GetProperty("line").GetProperty("dash").GetString());
        // Two lines of the dropped unit, four of the others; each has two ends and a gap.
        Assert.Equal((6, 12),
            (Trace(chart, "weights of dropped units").GetProperty("x").GetArrayLength(), Trace(chart, "weights").GetProperty("x")
                .GetArrayLength()));
        Assert.Contains("Dropped: b.", chart.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_says_what_does_not_fit()
    {
        Assert.Contains("2-2-1 units has 6 weights; got 5", Assert.Throws<ArgumentException>(() =>
            Plot.Network([["a", "b"], ["c", "d"], ["e"]], "t", ["1", "2", "3", "4", "5"])).Message, StringComparison.Ordinal);
        Assert.Contains("\"a\" occurs 2 times", Assert.Throws<ArgumentException>(() => Plot.Network([["a", "a"], ["c"]], "t")).Message,
            StringComparison.Ordinal);
        Assert.Contains("no unit \"q\" to drop; there are a, b",
            Assert.Throws<ArgumentException>(() => Plot.Network([["a"], ["b"]], "t", dropped: ["q"])).Message, StringComparison.Ordinal);
        Assert.Contains("two or more layers", Assert.Throws<ArgumentException>(() => Plot.Network([["a"]], "t")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Marks_lie_on_their_pictures_and_those_of_one_name_are_one_entry()
    {
        Picture Marked(params Series[] marks) => new(new float[8], Width: 4, Height: 2, "a face") { Marks = marks };
        var chart = Plot.ImageGrid([Marked(new Series("true", [0.25], [0.5]), new Series("predicted", [0.5, 1], [0, 1])),
            Marked(new Series("true", [0.75], [1]))], "t", columns: 2);
        var truth = Trace(chart, "true");
        // a picture is 1 wide, the gap 0.12
        Assert.Equal([0.25, 1.12 + 0.75], truth.GetProperty("x").EnumerateArray().Select(v => Math.Round(v.GetDouble(), 9)));
        // and half as high
        Assert.Equal([0.25, 0.5], truth.GetProperty("y").EnumerateArray().Select(v => v.GetDouble()));
        Assert.Equal([0.5, 1], Trace(chart, "predicted").GetProperty("x").EnumerateArray().Select(v => v.GetDouble()));
        Assert.True(Figure(chart).GetProperty("layout").GetProperty("showlegend").GetBoolean());
        Assert.Contains("marked with points: true, predicted", Figure(chart).GetProperty("layout").GetProperty("meta")
            .GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Empty(Figure(Plot.ImageGrid([Marked()], "t")).GetProperty("data").EnumerateArray());
    }
}
