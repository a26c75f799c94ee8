using System.Reflection;
using System.Text.Json.Nodes;
using Courseware.Tests.Charts;
using Xunit;

namespace Courseware.Tests.Polyglot;

/// <summary>A chart goes to Plotly.NET and back with nothing lost.</summary>
public sealed class PlotlyNetTests
{
    private const string PlotlyNet = "Courseware.Polyglot.PlotlyNet";

    public static TheoryData<string> Names => [.. SampleCharts.All.Select(sample => sample.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Data_and_layout_are_the_same_there_and_back(string name)
    {
        var adapter = PolyglotAdapter.Load("Courseware.Polyglot");
        var chart = SampleCharts.All.Single(sample => sample.Name == name).Chart;
        var generic = adapter.Call(PlotlyNet, "ToGenericChart", chart)!;
        Same(chart.ToPlotlyJson(), FigureJson(generic));
        var back = (Chart)adapter.Call(PlotlyNet, "ToChart", generic)!;
        Same(chart.ToPlotlyJson(), back.ToPlotlyJson());
        Assert.Equal(chart.ToSvg(), back.ToSvg());
    }

    [Fact]
    public void Plotly_net_finds_what_it_reads_again()
    {
        var adapter = PolyglotAdapter.Load("Courseware.Polyglot");
        var generic = adapter.Call(PlotlyNet, "ToGenericChart", SampleCharts.Higgs().WithSubtitle("2024-01-02T03:04:05").WithHeight(432))!;
        var charts = GenericChart(generic);
        var size = charts.GetMethod("tryGetLayoutSize")!.Invoke(null, [generic])!;
        Assert.Contains("2024-01-02T03:04:05", FigureJson(generic), StringComparison.Ordinal);
        var height = size.GetType().GetProperty("Item2")!.GetValue(size)!;
        Assert.Equal(432, height.GetType().GetProperty("Value")!.GetValue(height));

        var one = JsonNode.Parse(FigureJson(generic))!;
        // Combined with itself it has every trace and every annotation twice.
        var list = Array.CreateInstance(charts, 2);
        list.SetValue(generic, 0);
        list.SetValue(generic, 1);
        var both = JsonNode.Parse(FigureJson(charts.GetMethod("combine")!.Invoke(null, [list])!))!;
        Assert.Equal(2 * one["data"]!.AsArray().Count, both["data"]!.AsArray().Count);
        Assert.Equal(2 * one["layout"]!["annotations"]!.AsArray().Count, both["layout"]!["annotations"]!.AsArray().Count);
        Assert.True(one["layout"]!["annotations"]!.AsArray().Count > 0);
    }

    [Fact]
    public void A_figure_that_we_do_not_draw_is_refused_by_name_and_has_a_page_that_needs_no_network()
    {
        var adapter = PolyglotAdapter.Load("Courseware.Polyglot");
        var pie = adapter.Call(PlotlyNet, "FromFigureJson", "{\"data\":[{\"type\":\"pie\",\"values\":[1,2]}],\"layout\":{}}")!;
        var refused = Assert.Throws<TargetInvocationException>(() => adapter.Call(PlotlyNet, "ToChart", pie));
        Assert.Contains("\"pie\"", Assert.IsType<NotSupportedException>(refused.InnerException).Message, StringComparison.Ordinal);
        var page = (string)adapter.Call(PlotlyNet, "ToOfflinePage", pie)!;
        Assert.True(page.Length > 3_000_000, "plotly.js is not in the page");
        Assert.DoesNotContain("<script src=", page, StringComparison.Ordinal);
    }

    private static Type GenericChart(object generic) => generic.GetType().Assembly.GetType("Plotly.NET.GenericChart", throwOnError: true)!;

    private static string FigureJson(object generic) => (string)GenericChart(generic).GetMethod("toFigureJson")!.Invoke(null, [generic])!;

    private static void Same(string expected, string actual)
    {
        var (before, after) = (JsonNode.Parse(expected)!, JsonNode.Parse(actual)!);
        Assert.True(JsonNode.DeepEquals(before["data"], after["data"]), $"{before["data"]}\nbecame\n{after["data"]}");
        Assert.True(JsonNode.DeepEquals(before["layout"], after["layout"]), $"{before["layout"]}\nbecame\n{after["layout"]}");
    }
}
