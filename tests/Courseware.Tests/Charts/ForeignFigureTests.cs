using System.Text.RegularExpressions;
using Xunit;

namespace Courseware.Tests.Charts;

/// <summary>Figures from elsewhere: drawn as plotly.js draws them, or refused by name; never an empty frame.</summary>
public sealed class ForeignFigureTests
{
    // What plotly.js 3.1 makes of each, said in full beside it.
    [Theory]
    [InlineData("""[{"type":"scatter","y":[3,1,2]}]""", "{}", """[{"type":"scatter","x":[0,1,2],"y":[3,1,2]}]""",
        """{"xaxis":{"type":"linear"},"yaxis":{"type":"linear"}}""")]
    [InlineData("""[{"x":[3,1,2]}]""", "{}", """[{"x":[3,1,2],"y":[0,1,2]}]""",
        """{"xaxis":{"type":"linear"},"yaxis":{"type":"linear"}}""")]
    [InlineData("""[{"type":"bar","y":[3,1]}]""", "{}", """[{"type":"bar","x":[0,1],"y":[3,1]}]""", """{"xaxis":{"type":"linear"}}""")]
    [InlineData("""[{"type":"bar","x":[3,1]}]""", "{}", """[{"type":"bar","orientation":"h","x":[3,1],"y":[0,1]}]""", "{}")]
    [InlineData("""[{"x":["1","2","10"],"y":["3","4","5"]}]""", "{}", """[{"x":[1,2,10],"y":[3,4,5]}]""", "{}")]
    [InlineData("""[{"x":["1","2","ten"],"y":[3,4,5]}]""", "{}", """[{"x":[1,2,null],"y":[3,4,5]}]""", "{}")]
    [InlineData("""[{"x":["$1,000","2000 ","50%"],"y":[3,4,5]}]""", "{}", """[{"x":[1000,2000,50],"y":[3,4,5]}]""", "{}")]
    [InlineData("""[{"x":["a","b","c"],"y":[3,4,5]}]""", "{}", """[{"x":["a","b","c"],"y":[3,4,5]}]""",
        """{"xaxis":{"type":"category"}}""")]
    [InlineData("""[{"x":["1","2"],"y":[3,4]}]""", """{"xaxis":{"type":"category"}}""", """[{"x":["1","2"],"y":[3,4]}]""",
        """{"xaxis":{"type":"category","categoryarray":["1","2"]}}""")]
    [InlineData("""[{"x":[7,9],"y":[3,4]}]""", """{"xaxis":{"type":"category"}}""", """[{"x":["7","9"],"y":[3,4]}]""",
        """{"xaxis":{"type":"category"}}""")]
    [InlineData("""[{"x":["2019","2020","2021"],"y":[3,4,5]}]""", "{}", """[{"x":[2019,2020,2021],"y":[3,4,5]}]""", "{}")]
    [InlineData("""[{"x":[1,2],"y":[3,5]}]""", """{"yaxis":{"range":[0,null]}}""", """[{"x":[1,2],"y":[3,5]}]""",
        """{"yaxis":{"range":[0,5.1]}}""")]
    [InlineData("""[{"x":[1,2],"y":[3,5]}]""", """{"yaxis":{"range":[null,null]}}""", """[{"x":[1,2],"y":[3,5]}]""", "{}")]
    [InlineData("""[{"type":"heatmap","z":[[1,2],[3,4]],"colorscale":[[0,"#000000"],[1,"#FFFFFF"]]}]""", "{}",
        """[{"type":"heatmap","x":[0,1],"y":[0,1],"z":[[1,2],[3,4]],"showscale":true,"colorscale":[[0,"#000000"],[1,"#FFFFFF"]]}]""", "{}")]
    public void What_plotly_takes_for_granted_is_drawn(string data, string layout, string allData, string allLayout)
    {
        var picture = Picture(data, layout);
        Assert.Equal(Picture(allData, allLayout), picture);
        Assert.Matches("class=\"plot\"[^>]*>.*<(path|rect|image)", picture);
    }

    [Theory]
    [InlineData("[]", "{}", "The figure has no data")]
    [InlineData("""[{"type":"scatter"}]""", "{}", "no trace has a point")]
    [InlineData("""[{"type":"scatter","x":[],"y":[]}]""", "{}", "no trace has a point")]
    [InlineData("""[{"x":[1,2],"y":[null,null]}]""", "{}", "no trace has a point")]
    [InlineData("""[{"x":[1,2],"y":["a","b"]}]""", """{"yaxis":{"type":"linear"}}""", "no trace has a point")]
    [InlineData("""[{"x":[1,2],"y":[-1,0]}]""", """{"yaxis":{"type":"log"}}""", "above 0 on a log axis")]
    [InlineData("""[{"x":["2026-01-01","2026-01-02"],"y":[1,2]}]""", "{}", "The values of layout.xaxis are dates as text")]
    [InlineData("""[{"x":["2026-01-01 10:30","2026-01-02 11:00:05.5"],"y":[1,2],"xaxis":"x2"}]""", "{}",
        "The values of layout.xaxis2 are dates as text")]
    [InlineData("""[{"type":"heatmap","x":[1,2],"y":[1,2]}]""", "{}", "data[0] has none")]
    [InlineData("""[{"type":"heatmap","z":[[1,2],[3]],"colorscale":[[0,"#000000"],[1,"#FFFFFF"]]}]""", "{}", "of one length")]
    [InlineData("""[{"type":"heatmap","z":[[1,2]],"x":[1],"colorscale":[[0,"#000000"],[1,"#FFFFFF"]]}]""", "{}",
        "data[0].x names 1 places for 2 columns")]
    [InlineData("""[{"type":"heatmap","z":[[1,2]]}]""", "{}", "data[0].colorscale")]
    [InlineData("""[{"x":[1,2],"y":[1,2]}]""", """{"xaxis":{"range":[0,1e400]}}""", "layout.xaxis.range")]
    [InlineData("""[{"x":[1,2],"y":[1,2],"line":{"width":1e999}}]""", "{}", "a finite number")]
    public void What_would_be_drawn_otherwise_or_not_at_all_is_refused(string data, string layout, string message)
        => Assert.Contains(message, Assert.Throws<NotSupportedException>(() => Chart.FromPlotly(Figure(data, layout))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void The_figure_itself_goes_to_plotly_as_it_was_given()
    {
        var text = Figure("""[{"y":["3","1"]}]""", "{}");
        Assert.Equal(text, Chart.FromPlotly(text).ToPlotlyJson());
        Assert.Contains("y from 1 to 3", Chart.FromPlotly(Figure("""[{"y":["3","1"],"mode":"markers"}]""", "{}"))
            .ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_foreign_figure_takes_another_title()
        => Assert.Contains(">Other</text>", Chart.FromPlotly(Figure("""[{"y":[3,1]}]""", "{}")).WithTitle("Other")
            .ToSvg(), StringComparison.Ordinal);

    private static string Figure(string data, string layout) => $$"""{"data":{{data}},"layout":{{layout}}}""";

    // Ids are made from the figure's text, which differs.
    private static string Picture(string data, string layout)
        => Regex.Replace(Regex.Replace(Chart.FromPlotly(Figure(data, layout)).ToSvg(), "c[0-9a-f]{10}", "id"), "<desc.*?</desc>", "");
}
