using Courseware.Host.Commands;
using Courseware.Host.Running;
using Xunit;

namespace Courseware.Host.Tests.Commands;

/// <summary>The verbs for data sets, up to the library that does the work, and once through it.</summary>
public sealed class DataCommandsTests
{
    [Fact]
    public async Task The_built_library_of_the_course_lists_its_data_sets()
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        Assert.Equal(Runner.Succeeded, await new CommandLine(output, errors, Repository.Root).RunAsync(["data", "list", "iris", "mnist"]));
        Assert.Empty(errors.ToString());
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["iris", "mnist"], lines.Select(line => line.Split(' ')[0]));
    }

    [Theory]
    [InlineData("list")]
    [InlineData("fetch")]
    [InlineData("verify")]
    public async Task Outside_a_course_nothing_is_looked_for(string verb)
    {
        using var folder = new TemporaryFolder();
        using var output = new StringWriter();
        using var errors = new StringWriter();
        Assert.Equal(Runner.Usage, await new CommandLine(output, errors, folder.Root).RunAsync(["data", verb]));
        Assert.Contains("No notebooks/*.ipynb in", errors.ToString(), StringComparison.Ordinal);
    }
}
