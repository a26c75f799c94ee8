using System.Text.Json.Nodes;
using Courseware.Host.Running;
using Xunit;

namespace Courseware.Polyglot.Tests;

/// <summary><c>run --host interactive</c>: the cells run in .NET Interactive's kernel.</summary>
public sealed class InteractiveHostTests : IDisposable
{
    private const string Library = "#r \"../artifacts/lib/Courseware.dll\"\nusing Courseware;";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Without_an_adapter_one_line_says_so_and_the_run_fails()
    {
        NotebookFile.Write(_folder, "01-any", "# Any", "1");
        var (exitCode, log) = await RunAsync(PlugInHost.Name);
        Assert.Equal(Runner.Failed, exitCode);
        Assert.Equal(PlugInHost.IsMissing + "\n", log.ReplaceLineEndings("\n"));
        Assert.False(Directory.Exists(_folder.At("out")));
    }

    [Fact]
    public async Task The_text_of_every_output_is_the_same_as_ours()
    {
        Link();
        NotebookFile.Write(_folder, "01-text",
            "# Text",
            Library,
            "Console.WriteLine(\"one\");\nConsole.Error.WriteLine(\"two\");\n\"three\"",
            "var chart = Plot.Lines([new Series(\"a\", [1.0, 2.5])], \"t\", \"x\", \"y\");\nchart",
            "new Table(\"a\", \"b\").Row(1, 2.5).Row(3, null)",
            "record Point(double X, double Y);\nPoint Twice(Point p) => new(2 * p.X, 2 * p.Y);\nvar p = Twice(new(1, 2));\np.X + p.Y",
            "var shown = new Markdown(\"*first*\").Show();\nawait Task.Run(() => new Html(\"<b>from a task</b>\").Show());",
            "shown.Update(new Markdown(\"*second*\"));\nShow.Transient(\"gone\");\nnew Random(1).Next(1) == 0",
            "for (var i = 0; i < 3; i++) Console.Write(i);\nconst string name = \"ö\";\n$\"{name} {1.5}\"",
            "chart.Show()",
            "new Courseware.Size2D(2, 3)",
            "Tensor.Vector([1.0, 2.0])");
        var ours = await OutputsAsync(null);
        var theirs = await OutputsAsync(PlugInHost.Name);
        Assert.Equal(ours.Select(Text), theirs.Select(Text));
        Assert.Contains("second", Text(theirs[5]), StringComparison.Ordinal);
        Assert.Equal(["image/svg+xml", "application/vnd.plotly.v1+json"], Types(theirs[8])
            .Intersect(["image/svg+xml", "application/vnd.plotly.v1+json"]));
    }

    [Theory]
    [InlineData("int F(int x) => x > 1 ? throw new ArgumentException(\"too large\") : x;\nConsole.WriteLine(1);\nF(2)")]
    [InlineData("var a = 1;\nvar b = a + undeclared;\nint c = \"x\";")]
    [InlineData("var i = 3;\nnew int[1][i]")]
    [InlineData("await Task.Run(() => { int.Parse(\"x\"); });")]
    public async Task A_cell_that_fails_makes_the_run_fail_with_the_same_words_as_ours(string code)
    {
        Link();
        NotebookFile.Write(_folder, "01-fails", "# Fails", Library, "1 + 1", code, "2");
        var ours = await RunAsync(null);
        var executed = Outputs();
        var theirs = await RunAsync(PlugInHost.Name);
        Assert.Equal((Runner.Failed, Runner.Failed), (ours.ExitCode, theirs.ExitCode));
        Assert.Contains("Failed: 01-fails, cell 4", theirs.Log, StringComparison.Ordinal);
        Assert.Equal(executed[2].ToJsonString(), Outputs()[2].ToJsonString());
        Assert.Contains("cell 4, line", executed[2].ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_figure_of_plotly_net_is_shown_without_a_network()
    {
        Link();
        NotebookFile.Write(_folder, "01-plotly",
            "# Plotly",
            Library,
            "#r \"../artifacts/lib/polyglot/Courseware.Polyglot.dll\"",
            "Plot.Lines([new Series(\"a\", [1.0, 2.5])], \"t\", \"x\", \"y\").ToGenericChart()",
            "PlotlyNet.FromFigureJson(\"{\\\"data\\\":[{\\\"type\\\":\\\"pie\\\",\\\"values\\\":[1,2]}],\\\"layout\\\":{}}\")");
        var outputs = await OutputsAsync(PlugInHost.Name);
        Assert.Contains("<svg", Html(outputs[2]), StringComparison.Ordinal);
        Assert.Contains("<iframe", Html(outputs[3]), StringComparison.Ordinal);
        Assert.All(outputs, output => Assert.DoesNotContain("src=\"https:", Html(output), StringComparison.Ordinal));
    }

    // The others take minutes, and run where they are asked for.
    [Theory]
    [InlineData("02-adam-by-hand")]
    [InlineData("03-reuters", true)]
    [InlineData("01-overfitting", true)]
    [InlineData("04-distillation", true)]
    public async Task A_notebook_of_the_course_gives_the_same_outputs_in_every_form(string name, bool isLong = false)
    {
        Link();
        if (isLong)
            LongTests.SkipUnlessAsked();
        Directory.CreateDirectory(_folder.At("notebooks"));
        File.Copy(Repository.At("notebooks", name + ".ipynb"), _folder.At("notebooks", name + ".ipynb"));
        var ours = await OutputsAsync(null);
        Assert.Contains(ours, outputs => outputs.Count > 0);
        Assert.Equal(ours.Select(Comparable), (await OutputsAsync(PlugInHost.Name)).Select(Comparable));
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder.At("artifacts")))
            Directory.Delete(_folder.At("artifacts"));
        _folder.Dispose();
    }

    // The clone's library and adapter, seen from the small course of a test.
    private void Link()
    {
        Directory.CreateSymbolicLink(_folder.At("artifacts"), Repository.At("artifacts"));
    }

    private Task<(int ExitCode, string Log)> RunAsync(string? host) =>
        RunFixture.RunAsync(new RunSettings([], Full: false, Record: false, _folder.At("out"), Html: false, host), _folder.At("notebooks"));

    private async Task<IReadOnlyList<JsonArray>> OutputsAsync(string? host)
    {
        var (exitCode, log) = await RunAsync(host);
        Assert.True(exitCode == Runner.Succeeded, log);
        return Outputs();
    }

    private IReadOnlyList<JsonArray> Outputs()
    {
        var file = Directory.EnumerateFiles(_folder.At("out", "notebooks"), "*.ipynb").Single();
        var cells = JsonNode.Parse(File.ReadAllText(file))!["cells"]!.AsArray();
        return [.. cells.Where(cell => cell!["cell_type"]!.GetValue<string>() == "code").Select(cell => cell!["outputs"]!.AsArray())];
    }

    private static string Comparable(JsonArray outputs)
        => string.Join('\n', outputs.Select(output => VaryingNumbers.Masked(output!.ToJsonString())));

    private static string Text(JsonArray outputs)
        => string.Join('\n', outputs.Select(output => output!["output_type"]!.GetValue<string>() switch
    {
        "stream" => $"[{output["name"]}] {Joined(output["text"])}",
        "error" => $"[error] {output["evalue"]}",
        _ => Joined(output["data"]?["text/plain"]),
    }));

    private static string Html(JsonArray outputs) => string.Concat(outputs.Select(output => Joined(output!["data"]?["text/html"])));

    private static IEnumerable<string> Types(JsonArray outputs)
        => outputs.SelectMany(output => output!["data"]!.AsObject().Select(form => form.Key)).Order(StringComparer.Ordinal).Reverse();

    private static string Joined(JsonNode? text)
        => text is JsonArray lines ? string.Concat(lines.Select(line => line!.GetValue<string>())) : text?.ToString() ?? "";
}
