using System.Text.Json.Nodes;
using Courseware.Host.Running;
using Xunit;

namespace Courseware.Host.Tests.Running;

/// <summary>What a cell's metadata say of how it is to be run.</summary>
public sealed class CellMetadataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private void Write(string name, params (string Source, string Metadata)[] cells)
    {
        var json = NotebookFile.Of([.. cells.Select(cell => cell.Source)]);
        for (var i = 0; i < cells.Length; i++)
            json["cells"]![i]!["metadata"] = JsonNode.Parse(cells[i].Metadata);
        _folder.Write($"notebooks/{name}.ipynb", json.ToJsonString());
    }

    private async Task<(int ExitCode, string Log, JsonArray Cells)> RunAsync(string name)
    {
        var (exitCode, log) = await RunFixture.RunAsync(new RunSettings([], Full: false, Record: false, _folder.At("out"), Html: true),
            _folder.At("notebooks"));
        return (exitCode, log, JsonNode.Parse(File.ReadAllText(_folder.At("out", "notebooks", name + ".ipynb")))!["cells"]!.AsArray());
    }

    [Fact]
    public async Task An_error_that_is_meant_stops_nothing_a_skipped_cell_keeps_its_outputs_and_another_language_is_not_compiled_as_CSharp()
    {
        Write("01-tags",
            ("throw new Exception(\"meant\");", """{"tags":["raises-exception"]}"""),
            ("does not compile", """{"tags":["other","raises-exception"]}"""),
            ("throw new Exception(\"skipped\");", """{"tags":["skip-execution"]}"""),
            ("let x = 1", """{"polyglot_notebook":{"kernelName":"fsharp"}}"""),
            ("Get-Item .", """{"dotnet_interactive":{"language":"pwsh"}}"""),
            ("SELECT 1", """{"vscode":{"languageId":"sql"}}"""),
            ("**shown**", """{"polyglot_notebook":{"kernelName":"markdown"}}"""),
            ("1 + 1", """{"polyglot_notebook":{"kernelName":"csharp"},"vscode":{"languageId":"polyglot-notebook"}}"""));
        // Half of a character: this one cannot be run, and the other still is.
        _folder.Write("notebooks/02-half.ipynb", NotebookFile.Of("// x").ToJsonString()
            .Replace("// x", "// \\ud83d", StringComparison.Ordinal));
        var (exitCode, log, cells) = await RunAsync("01-tags");
        Assert.Equal(Runner.Failed, exitCode);
        Assert.Contains("02-half.ipynb: half of a character in cell 1, source", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Failed: 01-tags", log, StringComparison.Ordinal);
        Assert.Contains("Not run, as this kernel runs C# only: 01-tags, cell 4 (F#), cell 5 (PowerShell) and cell 6 (SQL).", log,
            StringComparison.Ordinal);
        Assert.Equal([1, 2, null, null, null, null, 3, 4], cells.Select(cell => (int?)cell!["execution_count"]));
        Assert.Equal("meant", (string?)cells[0]!["outputs"]![0]!["evalue"]);
        Assert.Empty(cells[2]!["outputs"]!.AsArray());
        Assert.Contains("this cell is F#", Assert.Single(cells[3]!["outputs"]!.AsArray())!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("**shown**", (string?)cells[6]!["outputs"]![0]!["data"]!["text/markdown"]![0]);
        Assert.Equal("2", (string?)cells[7]!["outputs"]![0]!["data"]!["text/plain"]![0]);
        Assert.DoesNotContain("meant</", File.ReadAllText(_folder.At("out", "index.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_that_may_fail_and_ends_the_process_has_failed()
    {
        Write("01-dies", ("Environment.FailFast(\"the end\");", """{"tags":["raises-exception"]}"""), ("1", "{}"));
        var (exitCode, log, _) = await RunAsync("01-dies");
        Assert.Equal(Runner.Failed, exitCode);
        Assert.Contains("Failed: 01-dies, cell 1: ProcessEnded", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_child_process_says_reaches_its_cell_and_a_good_exit_code_is_no_good_end()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("It asks a Unix shell.");
        Write("01-child",
            ("System.Diagnostics.Process.Start(\"sh\", [\"-c\", \"echo out; echo error >&2\"]).WaitForExit();", "{}"),
            ("Console.WriteLine(\"last\");\nEnvironment.Exit(0);", "{}"));
        var (exitCode, log, cells) = await RunAsync("01-child");
        Assert.Equal(Runner.Failed, exitCode);
        Assert.Equal(["stdout: out\n", "stderr: error\n"], cells[0]!["outputs"]!.AsArray()
            .Select(output => $"{output!["name"]}: {output["text"]![0]}"));
        Assert.Contains("ended with exit code 0", log, StringComparison.Ordinal);
        Assert.Contains("last", cells[1]!["outputs"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("(Environment.Exit)", cells[1]!["outputs"]!.ToJsonString(), StringComparison.Ordinal);
    }
}
