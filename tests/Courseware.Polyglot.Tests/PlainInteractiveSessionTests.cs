using Courseware.Host.Running;
using Xunit;

namespace Courseware.Polyglot.Tests;

/// <summary>
/// The library in a .NET Interactive session that is not ours: with the adapter beside it, which it finds by itself, and without.
/// </summary>
public sealed class PlainInteractiveSessionTests : IDisposable
{
    private const string Library = """
        #r "../artifacts/lib/Courseware.dll"
        using Courseware;
        var chart = Plot.Lines([new Series("a", [1.0, 2.5])], "the title", "x", "y");
        """;

    private const string Training = """
        var data = new Dataset("points", [0, 1, 2, 3], [1], targets: [1, 3, 5, 7], targetWidth: 1);
        History Train(int epochs) => new Sequential(inputs: [1], seed: 1, name: "line") { new Dense(1) }.Fit(data, new FitOptions
        {
            Loss = new MeanSquaredError(), Optimizer = new Sgd(LearningRate: 0.05), Epochs = epochs, BatchSize = 4, Callbacks = [new ProgressLine()],
        });
        """;

    private const string CountAdapters =
        "AppDomain.CurrentDomain.GetAssemblies().Count(loaded => loaded.GetName().Name == \"Courseware.Polyglot\").ToString()";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_library_finds_its_adapter_and_what_it_shows_is_updated_in_place()
    {
        Directory.CreateSymbolicLink(_folder.At("artifacts"), Repository.At("artifacts"));
        var cells = await PlainInteractiveSession.RunAsync(_folder, Repository.Root,
            Library,
            CountAdapters,
            "chart",
            "var shown = new Markdown(\"*first*\").Show();",
            "shown.Update(new Table(\"a\", \"b\").Row(1, 2.5));",
            "Claim.List(Claim.Decide(\"N3.7\", null, \"our figure\"))",
            Training,
            "Train(20).Epochs.Count.ToString()",
            PlainInteractiveSession.Cancelled + "\nTrain(int.MaxValue)",
            "var gate = new TaskCompletionSource();\nvar later = Task.Run(async () => { await gate.Task; return Train(20).Epochs.Count; });",
            "gate.SetResult();\n(await later).ToString()",
            "#r \"../artifacts/lib/polyglot/Courseware.Polyglot.dll\"\nLiveCharts.UseNetwork();",
            "chart",
            "chart.WithTitle(\"</script>\").Show();");

        Assert.DoesNotContain(cells[..8].Concat(cells[9..]).SelectMany(events => events), told => told.Kind is "CommandFailed"
            or "StandardErrorValueProduced");
        Assert.Equal("1", Assert.Single(cells[1]).Text);

        var chart = Assert.Single(cells[2]);
        Assert.Equal(["text/html", "text/plain"], chart.Forms.Keys);
        Assert.Contains("<svg", chart.Html, StringComparison.Ordinal);
        Assert.Contains("the title", chart.Text, StringComparison.Ordinal);

        var first = Assert.Single(cells[3]);
        Assert.Equal("DisplayedValueProduced", first.Kind);
        Assert.Equal(["text/markdown", "text/plain"], first.Forms.Keys.Order());
        var second = Assert.Single(cells[4]);
        Assert.Equal(("DisplayedValueUpdated", first.Id), (second.Kind, second.Id));
        Assert.Contains("<table", second.Html, StringComparison.Ordinal);

        var claim = Assert.Single(cells[5]);
        Assert.Contains("our figure", claim.Html, StringComparison.Ordinal);
        Assert.Contains("N3.7", claim.Text, StringComparison.Ordinal);

        var progress = cells[7][..^1];
        Assert.Equal(["DisplayedValueProduced", "DisplayedValueUpdated"], progress.Select(told => told.Kind).Distinct());
        Assert.Single(progress.Select(told => told.Id).Distinct());
        Assert.Contains("epoch 20 of 20", progress[^1].Text, StringComparison.Ordinal);
        Assert.Equal("20", cells[7][^1].Text);

        // The cell ends with the cancellation; the training a step later, and the session goes on.
        Assert.Contains(cells[8], told => told.Kind == "CommandFailed");
        Assert.Equal("20", cells[10][^1].Text);

        // The picture stays until plotly.js is there, and no title ends the script.
        Assert.All([Assert.Single(cells[12]).Html, Assert.Single(cells[13]).Html], html =>
        {
            Assert.Matches("<div id=\"live-[0-9a-f]+\"><figure.*<svg", html);
            Assert.Contains("\"y\":[1,2.5]", html, StringComparison.Ordinal);
            Assert.Equal(1, html.Split("</script>").Length - 1);
        });
        Assert.DoesNotContain("<script", chart.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_adapter_the_values_look_the_same_and_what_is_shown_now_is_text()
    {
        Directory.CreateDirectory(_folder.At("artifacts", "lib"));
        File.Copy(Repository.At("artifacts", "lib", "Courseware.dll"), _folder.At("artifacts", "lib", "Courseware.dll"));
        var cells = await PlainInteractiveSession.RunAsync(_folder, Repository.Root,
            Library,
            CountAdapters,
            "chart",
            "new Table(\"a\", \"b\").Row(1, 2.5)",
            "new Markdown(\"*first*\").Show()",
            "Claim.List(Claim.Decide(\"N3.7\", null, \"our figure\"))",
            Training,
            "Train(20).Epochs.Count.ToString()");

        Assert.DoesNotContain(cells.SelectMany(events => events), told => told.Kind is "CommandFailed" or "StandardErrorValueProduced");
        Assert.Equal("0", Assert.Single(cells[1]).Text);
        Assert.Contains("<svg", Assert.Single(cells[2]).Html, StringComparison.Ordinal);
        Assert.Contains("<table", Assert.Single(cells[3]).Html, StringComparison.Ordinal);
        Assert.Equal(["StandardOutputValueProduced", "ReturnValueProduced"], cells[4].Select(told => told.Kind));
        Assert.Equal("*first*", cells[4][0].Text.Trim());
        Assert.All(cells[4][1].Forms.Values, Assert.Empty);
        Assert.Contains("our figure", Assert.Single(cells[5]).Html, StringComparison.Ordinal);
        Assert.Equal("20", cells[7][^1].Text);
    }

    public void Dispose()
    {
        // The link alone, not what it points to.
        if (new DirectoryInfo(_folder.At("artifacts")) is { LinkTarget: not null } link)
            link.Delete();
        _folder.Dispose();
    }
}
