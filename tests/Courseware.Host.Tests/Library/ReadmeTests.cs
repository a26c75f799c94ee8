using Courseware.Host.Sessions;
using Courseware.Host.Tests.Support;
using Xunit;

namespace Courseware.Host.Tests.Library;

/// <summary>The README's first example is the one that runs.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task The_first_model_runs_in_one_cell_draws_its_chart_and_comes_to_the_result_beside_it()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(LibrarySession.Course, "README.md"), TestContext.Current.CancellationToken);
        var example = readme.Split("### A first model", 2)[1].Split("```csharp\n", 2)[1].Split("```", 2)[0].Trim();
        Assert.InRange(example.Split('\n').Length, 8, 15);

        using var session = new Session(new SessionOptions(Path.Combine(LibrarySession.Course, "notebooks")));
        var outcome = new SessionHarness.Outcome();
        outcome.Result = await session.ExecuteAsync(new CellSource("cell 1", example), outcome, TestContext.Current.CancellationToken);

        Assert.True(outcome.Status == CellStatus.Succeeded, outcome.Status == CellStatus.Failed ? outcome.Trace : outcome.Status.ToString());
        var shown = outcome.Outputs.OfType<DisplayOutput>().Where(o => !o.Bundle.ContainsKey("application/vnd.courseware.transient+json"));
        Assert.Contains("image/svg+xml", Assert.Single(shown).Bundle.Keys);
        Assert.Equal(example.Split("// ")[^1], outcome.Value);
    }
}
