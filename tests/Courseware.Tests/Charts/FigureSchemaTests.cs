using Xunit;

namespace Courseware.Tests.Charts;

public sealed class FigureSchemaTests
{
    private const string Good =
        """{"data":[{"type":"scatter","mode":"lines","x":[1,2],"y":[3,null],"name":"a"}],"layout":{"xaxis":{"type":"linear"}}}""";

    [Fact]
    public void A_figure_of_known_properties_is_accepted()
    => Assert.Contains("<svg", Chart.FromPlotly(Good).ToSvg(), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"mode\":\"lines\"", "\"mode\":\"lines\",\"stackgroup\":\"one\"", "data[0].stackgroup")]
    [InlineData("\"mode\":\"lines\"", "\"mode\":\"lines+text\"", "data[0].mode")]
    [InlineData("\"type\":\"scatter\"", "\"type\":\"violin\"", "violin")]
    [InlineData("\"type\":\"linear\"", "\"type\":\"date\"", "layout.xaxis.type")]
    [InlineData("\"layout\":{", "\"layout\":{\"template\":{},", "layout.template")]
    [InlineData("\"layout\":{", "\"layout\":{\"yaxis2\":{\"overlaying\":\"y\"},", "layout.yaxis2.overlaying")]
    [InlineData("\"layout\":{", "\"layout\":{\"annotations\":[{\"text\":\"a\",\"textangle\":45}],", "layout.annotations[0].textangle")]
    [InlineData("\"data\":[", "\"frames\":[],\"data\":[", "frames")]
    [InlineData("\"x\":[1,2]", "\"x\":[1,{}]", "data[0].x")]
    public void What_the_renderer_does_not_draw_is_refused_by_name(string from, string to, string named)
    {
        var error = Assert.Throws<NotSupportedException>(() => Chart.FromPlotly(Good.Replace(from, to, StringComparison.Ordinal)));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tag_that_the_renderer_does_not_draw_is_refused()
    {
        var chart = Chart.FromPlotly(Good.Replace("\"layout\":{", "\"layout\":{\"annotations\":[{\"text\":\"<i>a</i>\",\"x\":1,\"y\":3}],",
            StringComparison.Ordinal));
        Assert.Throws<NotSupportedException>(() => chart.ToSvg());
    }

    [Fact]
    public void A_subtitle_is_added_without_changing_the_chart()
    {
        var chart = SampleCharts.Gradients();
        var noted = chart.WithSubtitle("Stand-in data & more").WithTitle("Other < title");
        Assert.Equal("Other < title", noted.Title);
        Assert.Equal([.. chart.Subtitles, "Stand-in data & more"], noted.Subtitles);
        Assert.DoesNotContain("Stand-in", chart.ToSvg(), StringComparison.Ordinal);
        Assert.Contains("Stand-in data &amp; more", noted.ToSvg(), StringComparison.Ordinal);
        Assert.Contains("Stand-in data & more", noted.ToString(), StringComparison.Ordinal);
    }
}
