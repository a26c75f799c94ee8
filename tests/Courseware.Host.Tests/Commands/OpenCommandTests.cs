using Courseware.Host.Commands;
using Courseware.Host.Running;
using Xunit;

namespace Courseware.Host.Tests.Commands;

/// <summary>The verb that starts the live page, up to its start.</summary>
public sealed class OpenCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("There is no notebook 'nothing'", "open", "nothing")]
    [InlineData("--port is a number from 0", "open", "--port", "many")]
    [InlineData("--port is a number from 0", "open", "--port", "70000")]
    [InlineData("'--no-browsers'", "open", "--no-browsers")]
    [InlineData("Did you mean 'open'?", "opne")]
    public async Task What_is_wrong_is_told_before_anything_starts(string expected, params string[] args)
    {
        _folder.Write("notebooks/01-one.ipynb", """{"cells":[],"metadata":{},"nbformat":4,"nbformat_minor":5}""");
        using var output = new StringWriter();
        using var errors = new StringWriter();
        Assert.Equal(Runner.Usage, await new CommandLine(output, errors, _folder.Root).RunAsync(args));
        Assert.Contains(expected, errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_the_own_clone_serves_a_folder_that_is_none() =>
        Assert.Equal(Repository.At("lib", "Courseware.Page", "Courseware.Page.csproj"),
            PageProgram.Find(new CourseFolder(_folder.Root))!.Project);

    [Fact]
    public void The_page_of_the_course_s_own_clone_goes_first()
    {
        _folder.Write("lib/Courseware.Page/Courseware.Page.csproj", "<Project />");
        var program = PageProgram.Find(new CourseFolder(_folder.Root))!;
        Assert.Equal(_folder.At("lib", "Courseware.Page", "Courseware.Page.csproj"), program.Project);
        Assert.True(program.NeedsBuild);
    }

    [Fact]
    public void A_copy_that_the_page_saved_is_no_notebook_of_the_course()
    {
        _folder.Write("notebooks/01-one.ipynb", "{}");
        _folder.Write("notebooks/01-one.copy.ipynb", "{}");
        Assert.Equal([_folder.At("notebooks", "01-one.ipynb")], new CourseFolder(_folder.Root).All);
    }
}
