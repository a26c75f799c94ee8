using System.Net;
using System.Text.RegularExpressions;
using Courseware.Kernel.Sessions;
using Courseware.Testing;
using Xunit;

namespace Courseware.ML.Tests;

/// <summary>
/// What a cell shows of a <c>DataFrame</c> and of an <c>IDataView</c>: the packages themselves, asked for as a cell asks for them.
/// </summary>
public sealed class FrameTests : IDisposable
{
    private readonly SessionHarness _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task A_data_frame_is_a_table_of_its_first_rows()
    {
        var shown = await ShownAsync("""
            #r "nuget: Microsoft.Data.Analysis, 0.23.1"
            using Microsoft.Data.Analysis;
            new DataFrame(new Int32DataFrameColumn("rank", Enumerable.Range(1, 2000)),
                new StringDataFrameColumn("name", Enumerable.Repeat("Emmy", 2000)),
                new DoubleDataFrameColumn("score", Enumerable.Range(0, 2000).Select(i => i == 1 ? (double?)null : -i / 2.0)))
            """);
        Assert.Equal(["rank", "name", "score"], Cells(shown, "th").Where(cell => cell.Length > 0).Take(3));
        Assert.Equal(["1", "Emmy", "0", "2", "Emmy", "", "3", "Emmy", "−1"], Cells(shown, "td").Take(9));
        Assert.Contains("2000 rows × 3 columns", WebUtility.HtmlDecode(shown), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_view_is_a_table_with_its_vectors()
    {
        var shown = await ShownAsync("""
            #r "nuget: Microsoft.ML, 5.0.1"
            using Microsoft.ML;
            using Microsoft.ML.Data;
            class Row { public float Size; public string Kind; [VectorType(2)] public float[] Place; }
            var context = new MLContext(seed: 1);
            var view = context.Data.LoadFromEnumerable(new[]
            {
                new Row { Size = 1.5f, Kind = "a", Place = new[] { 1f, 2f } }, new Row { Size = -2, Kind = "b", Place = new[] { 3f, 0f } },
            });
            context.Transforms.Concatenate("Both", "Size", "Place").Fit(view).Transform(view)
            """);
        Assert.Equal(["Size", "Kind", "Place", "Both"], Cells(shown, "th").Where(cell => cell.Length > 0).Take(4));
        var cells = Cells(shown, "td").ToList();
        Assert.Equal(["1.5", "a"], cells.Take(2));
        Assert.Matches("1.*2", cells[2]);
        Assert.Matches("1\\.5.*1.*2", cells[3]);
        Assert.Contains("−2", cells);
    }

    private async Task<string> ShownAsync(string code)
    {
        var outcome = await _session.RunAsync(code);
        Assert.True(outcome.Status == CellStatus.Succeeded, outcome.Status == CellStatus.Failed ? outcome.Trace : "stopped");
        return Assert.Single(outcome.Outputs.OfType<ResultOutput>()).Bundle["text/html"];
    }

    private static IEnumerable<string> Cells(string html, string tag)
        => Regex.Matches(html, $"<{tag}[^>]*>(.*?)</{tag}>", RegexOptions.Singleline)
            .Select(match => WebUtility.HtmlDecode(Regex.Replace(match.Groups[1].Value, "<[^>]*>", "")).Trim());
}
