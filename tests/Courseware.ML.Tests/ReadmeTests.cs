using Courseware.Kernel.Sessions;
using Courseware.Testing;
using Xunit;

namespace Courseware.ML.Tests;

/// <summary>The README's example is the one that runs, in a session of the notebooks' own kernel.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task The_example_runs_in_one_cell_with_one_line_for_the_adapter()
    {
        var readme = await File.ReadAllTextAsync(Repository.At("lib", "Courseware.ML", "README.md"), TestContext.Current.CancellationToken);
        var example = readme.Split("```csharp\n", 2)[1].Split("```", 2)[0].Trim();
        Assert.Equal(2, example.Split('\n').Count(line => line.StartsWith("#r ", StringComparison.Ordinal)));
        using var session = new Session(new SessionOptions(Repository.At("notebooks")));
        var outcome = new SessionHarness.Outcome();
        outcome.Result = await session.ExecuteAsync(new CellSource("cell 1", example), outcome, TestContext.Current.CancellationToken);
        Assert.True(outcome.Status == CellStatus.Succeeded, outcome.Status == CellStatus.Failed ? outcome.Trace
            : outcome.Status.ToString());
        Assert.Contains(outcome.Outputs.OfType<DisplayOutput>(), shown =>
            shown.Bundle.GetValueOrDefault("text/plain")?.Contains("accuracy", StringComparison.Ordinal) == true);
        Assert.Contains("accuracy", outcome.Value, StringComparison.Ordinal);
    }
}
