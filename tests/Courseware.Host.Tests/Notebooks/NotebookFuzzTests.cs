using Courseware.Fuzz;
using Xunit;

namespace Courseware.Host.Tests.Notebooks;

public sealed class NotebookFuzzTests
{
    [Fact]
    public void Ten_seconds_of_mutated_notebooks_are_each_refused_in_one_line_or_checked_written_and_shown()
    {
        var report = new NotebookFuzz(Path.Combine(Repository.Root, "notebooks"), Environment.TickCount).Run(TimeSpan.FromSeconds(10));
        TestContext.Current.TestOutputHelper!.WriteLine(report.ToString());
        Assert.True(report.Faults.Count == 0, report.ToString());
        Assert.True(report.Tried > 0);
    }
}
