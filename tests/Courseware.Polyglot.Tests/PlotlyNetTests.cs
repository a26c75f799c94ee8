using System.Text.Json.Nodes;
using Courseware.Tests.Charts;
using Plotly.NET;
using Xunit;
using Chart = Courseware.Chart;

namespace Courseware.Polyglot.Tests;

/// <summary>A chart goes to Plotly.NET and back with nothing lost.</summary>
public sealed class PlotlyNetTests
{
    public static TheoryData<string> Names => [.. SampleCharts.All.Select(sample => sample.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Data_and_layout_are_the_same_there_and_back(string name)
    {
        var chart = SampleCharts.All.Single(sample => sample.Name == name).Chart;
        var generic = chart.ToGenericChart();
        Same(chart.ToPlotlyJson(), GenericChart.toFigureJson(generic));
        var back = generic.ToChart();
        Same(chart.ToPlotlyJson(), back.ToPlotlyJson());
        Assert.Equal(chart.ToSvg(), back.ToSvg());
    }

    [Fact]
    public void Plotly_net_finds_what_it_reads_again()
    {
        var generic = SampleCharts.Higgs().WithSubtitle("2024-01-02T03:04:05").WithHeight(432).ToGenericChart();
        Assert.Contains("2024-01-02T03:04:05", GenericChart.toFigureJson(generic), StringComparison.Ordinal);
        Assert.Equal(432, GenericChart.tryGetLayoutSize(generic).Item2.Value);

        var one = JsonNode.Parse(GenericChart.toFigureJson(generic))!;
        // Combined with itself it has every trace and every annotation twice.
        var both = JsonNode.Parse(GenericChart.toFigureJson(GenericChart.combine([generic, generic])))!;
        Assert.Equal(2 * one["data"]!.AsArray().Count, both["data"]!.AsArray().Count);
        Assert.Equal(2 * one["layout"]!["annotations"]!.AsArray().Count, both["layout"]!["annotations"]!.AsArray().Count);
        Assert.True(one["layout"]!["annotations"]!.AsArray().Count > 0);
    }

    [Fact]
    public void A_figure_that_we_do_not_draw_is_refused_by_name_and_has_a_page_that_needs_no_network()
    {
        var pie = PlotlyNet.FromFigureJson("{\"data\":[{\"type\":\"pie\",\"values\":[1,2]}],\"layout\":{}}");
        Assert.Contains("\"pie\"", Assert.Throws<NotSupportedException>(() => pie.ToChart()).Message, StringComparison.Ordinal);
        var page = pie.ToOfflinePage();
        Assert.True(page.Length > 3_000_000, "plotly.js is not in the page");
        Assert.DoesNotContain("<script src=", page, StringComparison.Ordinal);
    }

    private static void Same(string expected, string actual)
    {
        var (before, after) = (JsonNode.Parse(expected)!, JsonNode.Parse(actual)!);
        Assert.True(JsonNode.DeepEquals(before["data"], after["data"]), $"{before["data"]}\nbecame\n{after["data"]}");
        Assert.True(JsonNode.DeepEquals(before["layout"], after["layout"]), $"{before["layout"]}\nbecame\n{after["layout"]}");
    }
}
