using Courseware.Host.Running;
using Xunit;

namespace Courseware.Polyglot.Tests;

/// <summary>The notebooks in the published tool's kernel give what <c>courseware run</c> gives.</summary>
public sealed class PublishedToolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // The tour and the second take a minute of one processor; all others run where they are asked for: COURSEWARE_LONG_TESTS=1 dotnet test
    // tests/Courseware.Polyglot.Tests --filter PublishedTool
    [Theory]
    [InlineData("00-tour")]
    [InlineData("02-adam-by-hand")]
    [InlineData("01-overfitting", true)]
    [InlineData("03-reuters", true)]
    [InlineData("04-distillation", true)]
    [InlineData("05-dropout-by-hand", true)]
    [InlineData("06-knn-bias-variance", true)]
    [InlineData("07-optimizers", true)]
    [InlineData("08-fashion", true)]
    [InlineData("09-mnist", true)]
    [InlineData("10-unknown-digit", true)]
    [InlineData("11-landmarks", true)]
    [InlineData("12-mobile-prices", true)]
    [InlineData("13-cifar-cnn", true)]
    public async Task A_notebook_gives_the_same_outputs_as_here(string name, bool isLong = false)
    {
        if (isLong && Environment.GetEnvironmentVariable("COURSEWARE_LONG_TESTS") is not { Length: > 0 })
            Assert.Skip("It takes minutes: set COURSEWARE_LONG_TESTS to run it.");
        Directory.CreateSymbolicLink(_folder.At("artifacts"), Repository.At("artifacts"));
        Directory.CreateDirectory(_folder.At("notebooks"));
        foreach (var file in Directory.EnumerateFiles(Repository.At("notebooks"), "*.json"))
            File.Copy(file, _folder.At("notebooks", Path.GetFileName(file)));
        var notebook = _folder.At("notebooks", name + ".ipynb");
        File.Copy(Repository.At("notebooks", name + ".ipynb"), notebook);

        var executed = _folder.At("theirs.ipynb");
        PublishedTool.Run(_folder, notebook, executed, isLong ? TimeSpan.FromMinutes(30) : TimeSpan.FromMinutes(8));
        var theirs = ComparedOutputs.Of(executed);
        var (exitCode, log) = await RunFixture.RunAsync(new RunSettings([], Full: false, Record: false, _folder.At("out"), Html: false),
            _folder.At("notebooks"));
        Assert.True(exitCode == Runner.Succeeded, log);
        var ours = ComparedOutputs.Of(_folder.At("out", "notebooks", name + ".ipynb"));
        Assert.Equal(ours.Count, theirs.Count);
        foreach (var (cell, (here, there)) in ours.Zip(theirs).Index())
            Assert.True(here == there, $"Code cell {cell + 1} gives here\n{here}\nand in the tool\n{there}");
    }

    public void Dispose()
    {
        if (new DirectoryInfo(_folder.At("artifacts")) is { LinkTarget: not null } link)
            link.Delete();
        _folder.Dispose();
    }
}
