using Courseware.Host.Running;
using Xunit;

namespace Courseware.Polyglot.Tests;

/// <summary>The notebooks in the published tool's kernel give what <c>courseware run</c> gives.</summary>
public sealed class PublishedToolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Notebooks => CourseNotebooks.Names;

    // The tour or the second in a run of the tests, from day to day; all where they are asked for: .ci/hosts.
    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task A_notebook_gives_the_same_outputs_as_here(string name)
    {
        CourseNotebooks.SkipUnlessAsked(name, turn: 1);
        var notebook = Repository.At("notebooks", name + ".ipynb");
        var executed = _folder.At("theirs.ipynb");
        PublishedTool.Run(_folder, notebook, executed, TimeSpan.FromMinutes(30));
        var theirs = ComparedOutputs.Of(executed);
        var (exitCode, log) = await RunFixture.RunAsync(
            new RunSettings([notebook], Full: false, Record: false, _folder.At("out"), Html: false), Repository.At("notebooks"));
        Assert.True(exitCode == Runner.Succeeded, log);
        var ours = ComparedOutputs.Of(_folder.At("out", "notebooks", name + ".ipynb"));
        Assert.Equal(ours.Count, theirs.Count);
        foreach (var (cell, (here, there)) in ours.Zip(theirs).Index())
            Assert.True(here == there, $"Code cell {cell + 1} gives here\n{here}\nand in the tool\n{there}");
    }

    public void Dispose() => _folder.Dispose();
}
