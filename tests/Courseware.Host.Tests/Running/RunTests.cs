using System.Text.Json.Nodes;
using Courseware.Host.Running;
using Xunit;

namespace Courseware.Host.Tests.Running;

public sealed class RunTests(RunFixture fixture) : IClassFixture<RunFixture>
{
    [Fact]
    public async Task A_cell_that_throws_makes_the_run_fail_and_names_notebook_cell_and_error()
    {
        await fixture.ReadyAsync();
        Assert.Equal(Runner.Failed, fixture.ExitCode);
        Assert.Contains("Failed: 02-throws, cell 3: DivideByZeroException: Attempted to divide by zero.", fixture.Log,
            StringComparison.Ordinal);
        Assert.Contains("at Divide, cell 2, line 1", fixture.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cells_after_a_failed_one_are_marked_as_not_run()
    {
        await fixture.ReadyAsync();
        var cells = JsonNode.Parse(fixture.Executed("02-throws"))!["cells"]!;
        Assert.Null(cells[3]!["execution_count"]);
        Assert.Contains("Not run: cell 3 failed.", cells[3]!["outputs"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("never\\n", cells[3]!["outputs"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notebook_whose_process_dies_is_reported_with_what_it_had_put_out()
    {
        await fixture.ReadyAsync();
        var outputs = JsonNode.Parse(fixture.Executed("03-dies"))!["cells"]![1]!["outputs"]!.ToJsonString();
        Assert.Contains("alive", outputs, StringComparison.Ordinal);
        Assert.Contains("process ended with exit code", outputs, StringComparison.Ordinal);
        Assert.Contains("the end", outputs, StringComparison.Ordinal);
        Assert.Contains("Failed: 03-dies, cell 2: ProcessEnded", fixture.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_other_notebooks_still_run()
    {
        await fixture.ReadyAsync();
        Assert.Contains("still here", fixture.Executed("04-last"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_executed_notebook_has_counts_streams_displays_in_their_last_state_and_results()
    {
        await fixture.ReadyAsync();
        var cells = JsonNode.Parse(fixture.Executed("01-good"))!["cells"]!;
        Assert.Equal([1, 2, 3, 4], cells.AsArray().Where(cell => cell!["cell_type"]!.GetValue<string>() == "code")
            .Select(cell => cell!["execution_count"]!.GetValue<int>()));
        Assert.Equal("finished", cells[1]!["outputs"]![0]!["data"]!["text/plain"]![0]!.GetValue<string>());
        Assert.Equal(200, cells[3]!["outputs"]![0]!["text"]!.AsArray().Count);
        Assert.Equal(2, cells[4]!["outputs"]!.AsArray().Count);
        Assert.Equal("notebooks\n", cells[5]!["outputs"]![0]!["text"]![0]!.GetValue<string>());
        Assert.Equal("42", cells[5]!["outputs"]![1]!["data"]!["text/plain"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task Two_runs_give_the_same_bytes()
    {
        await fixture.ReadyAsync();
        foreach (var name in (string[])["01-good", "02-throws", "04-last"])
        {
            foreach (var extension in (string[])[".ipynb", ".html"])
            {
                var file = Path.Combine("notebooks", name + extension);
                Assert.Equal(File.ReadAllBytes(Path.Combine(fixture.First, file)), File.ReadAllBytes(Path.Combine(fixture.Second, file)));
            }
        }
    }

    [Fact]
    public async Task Pages_and_an_index_are_written()
    {
        await fixture.ReadyAsync();
        Assert.Contains("finished", File.ReadAllText(Path.Combine(fixture.First, "notebooks", "01-good.html")), StringComparison.Ordinal);
        Assert.Contains("notebooks/01-good.html", File.ReadAllText(Path.Combine(fixture.First, "index.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_counts_claims_and_tells_the_data()
    {
        await fixture.ReadyAsync();
        var row = fixture.Log.Split('\n')
            .First(line => line.Contains("01-good", StringComparison.Ordinal) && line.Contains('|', StringComparison.Ordinal));
        var cells = row.Split('|', StringSplitOptions.TrimEntries);
        Assert.Equal(("4", "1", "0", "real"), (cells[2], cells[5], cells[6], cells[10]));
    }

    [Fact]
    public async Task A_verdict_that_differs_from_the_recorded_one_fails_the_run_and_recording_mends_it()
    {
        using var folder = new TemporaryFolder();
        NotebookFile.Write(folder, "01-claims", "# Claims", """
            var show = (Action<IReadOnlyDictionary<string, string>, string, bool>)AppContext.GetData("notebook.display");
            show(new Dictionary<string, string> { ["application/vnd.courseware.claim+json"] = "{\"id\":\"N1.1\",\"verdict\":\"held\",\"data\":\"none\",\"dataHash\":\"\",\"mode\":\"default\",\"engine\":\"managed\"}" }, null, false);
            """);
        folder.Write("notebooks/README.md", $"{ReadmeTable.Begin}\n{ReadmeTable.End}\n");
        folder.Write("notebooks/claims.json", """[{"id":"N1.1","kind":"C","statement":"it holds","rule":"r"}]""");
        folder.Write("notebooks/expected.json", """
            {"records":[{"notebook":"01-claims","dataHash":"none","mode":"default","engine":"managed","claims":{"N1.1":{"verdict":"not held"}},"fingerprints":{}}]}
            """);
        var settings = new RunSettings([], Full: false, Record: false, null, Html: false);
        var (exitCode, log) = await RunFixture.RunAsync(settings, folder.Root);
        Assert.Equal(Runner.Failed, exitCode);
        Assert.Contains("Verdict differs: 01-claims, N1.1: recorded \"not held\", found \"held\"", log, StringComparison.Ordinal);

        Assert.Equal(Runner.Succeeded, (await RunFixture.RunAsync(settings with { Record = true }, folder.Root)).ExitCode);
        Assert.Contains("| N1.1 |", File.ReadAllText(folder.At("notebooks", "README.md")), StringComparison.Ordinal);
        Assert.Equal(Runner.Succeeded, (await RunFixture.RunAsync(settings, folder.Root)).ExitCode);
    }

    [Fact]
    public async Task A_library_that_is_not_built_is_built_first()
    {
        using var folder = new TemporaryFolder();
        folder.Write("Course.sln", "");
        folder.Write("lib/Tiny/Tiny.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutDir>../../artifacts/lib/</OutDir></PropertyGroup>
            </Project>
            """);
        folder.Write("lib/Tiny/Answer.cs", "public static class Answer { public static int Value => 42; }");
        NotebookFile.Write(folder, "01-first", "# First", "#r \"../artifacts/lib/Tiny.dll\"", "Answer.Value");
        var (exitCode, log) = await RunFixture.RunAsync(new RunSettings([], Full: false, Record: false, null, Html: false), folder.Root);
        Assert.Equal(Runner.Succeeded, exitCode);
        Assert.Contains("Tiny is not built yet: building it.", log, StringComparison.Ordinal);
        Assert.Contains("\"42\"", File.ReadAllText(folder.At("artifacts", "notebooks", "01-first.ipynb")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_to_run_is_a_usage_error()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, log) =
            await RunFixture.RunAsync(new RunSettings(["gone.ipynb"], Full: false, Record: false, null, Html: false), folder.Root);
        Assert.Equal(Runner.Usage, exitCode);
        Assert.Contains("There is no notebook", log, StringComparison.Ordinal);
    }
}
