using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Host.Tests.Library;

/// <summary>The README's examples are the ones that run.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task The_first_model_runs_in_one_cell_draws_its_chart_and_comes_to_the_result_beside_it()
    {
        var example = await ExampleAsync("## A first model", "README.md");
        Assert.InRange(example.Split('\n').Length, 8, 15);
        var outcome = await RunAsync(example);
        Assert.Contains("image/svg+xml", Assert.Single(Lasting(outcome)).Bundle.Keys);
        Assert.Equal(example.Split("// ")[^1], outcome.Value);
    }

    [Fact]
    public async Task The_page_on_TensorBoard_writes_a_run_and_draws_it_beside()
    {
        using var folder = new TemporaryFolder();
        var model = (await ExampleAsync("## A first model", "README.md")).Split("var history")[0];
        var page = await ExamplesAsync("## TensorBoard", "lib", "Courseware", "Training", "README.md");
        Assert.Equal(2, page.Count);
        var outcome = await RunAsync(model + string.Join('\n', page)
            .Replace("new TensorBoard(", $"new TensorBoard(@\"{folder.Root}\", ", StringComparison.Ordinal));
        Assert.Equal(["train", "train-evaluated", "validation"], Directory.GetDirectories(folder.At("model")).Select(Path.GetFileName)
            .Order());
        Assert.Contains("image/svg+xml", Assert.Single(Lasting(outcome)).Bundle.Keys);
        Assert.Contains("image/svg+xml", outcome.Outputs.OfType<ResultOutput>().Single().Bundle.Keys);
    }

    private static async Task<IReadOnlyList<string>> ExamplesAsync(string heading, params string[] page)
    {
        var readme = await File.ReadAllTextAsync(Repository.At(page), TestContext.Current.CancellationToken);
        return [.. readme.Split($"\n{heading}\n", 2)[1].Split("```csharp\n").Skip(1).Select(part => part.Split("```", 2)[0].Trim())];
    }

    private static async Task<string> ExampleAsync(string heading, params string[] page)
    {
        var readme = await File.ReadAllTextAsync(Repository.At(page), TestContext.Current.CancellationToken);
        return readme.Split($"\n{heading}\n", 2)[1].Split("```csharp\n", 2)[1].Split("```", 2)[0].Trim();
    }

    private static async Task<SessionHarness.Outcome> RunAsync(string example)
    {
        using var session = new Session(new SessionOptions(Repository.At("notebooks")));
        var outcome = new SessionHarness.Outcome();
        outcome.Result = await session.ExecuteAsync(new CellSource("cell 1", example), outcome, TestContext.Current.CancellationToken);
        Assert.True(outcome.Status == CellStatus.Succeeded, outcome.Status == CellStatus.Failed ? outcome.Trace
            : outcome.Status.ToString());
        return outcome;
    }

    private static IEnumerable<DisplayOutput> Lasting(SessionHarness.Outcome outcome) =>
        outcome.Outputs.OfType<DisplayOutput>().Where(output => !output.Bundle.ContainsKey("application/vnd.courseware.transient+json"));
}
