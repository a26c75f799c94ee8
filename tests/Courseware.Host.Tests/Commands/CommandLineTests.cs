using Courseware.Host.Commands;
using Courseware.Host.Running;
using Xunit;

namespace Courseware.Host.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CommandLineTests()
    {
        NotebookFile.Write(_folder, "01-overfitting", "# One");
        NotebookFile.Write(_folder, "02-adam-by-hand", "# Two");
        NotebookFile.Write(_folder, "03-adam-again", "# Three");
        _folder.Write("README.md", "# Course");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("--nope")]
    [InlineData("run", "--nope")]
    [InlineData("run", "--host", "nobody")]
    [InlineData("run", "--output")]
    [InlineData("check", "--full")]
    [InlineData("kernel")]
    [InlineData("kernel", "install", "here")]
    [InlineData("kernel", "start")]
    public async Task A_mistyped_command_or_option_is_a_usage_error_and_points_to_the_help(params string[] args)
    {
        var (exitCode, _, errors) = await CallAsync(args);
        Assert.Equal(Runner.Usage, exitCode);
        Assert.Matches("'courseware( [a-z ]+)? --help' tells more", errors);
    }

    [Theory]
    [InlineData("'check'", "chek")]
    [InlineData("'run'", "rnu", "02")]
    [InlineData("'kernel install'", "install")]
    [InlineData("'install'", "kernel", "instal")]
    [InlineData("'install'", "kernel", "instal", "--usr")]
    [InlineData("--full", "run", "--ful")]
    [InlineData("--full", "--fulll")]
    [InlineData("--no-html", "run", "02", "--no-htlm")]
    [InlineData("--version", "--versio")]
    [InlineData("--help", "--hlep")]
    [InlineData("--help", "check", "--hlep")]
    [InlineData("--prefix", "kernel", "install", "--prefx=/x")]
    public async Task A_misspelt_word_gets_the_one_that_was_meant(string meant, params string[] args)
    {
        var (exitCode, _, errors) = await CallAsync(args);
        Assert.Equal(Runner.Usage, exitCode);
        Assert.Contains($"Did you mean {meant}?", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("courseware --help", "--hlep")]
    [InlineData("courseware --help", "--hlep", "02")]
    [InlineData("courseware --help", "--nope")]
    [InlineData("courseware run --help", "--fulll")]
    [InlineData("courseware run --help", "02", "--output")]
    [InlineData("courseware run --help", "run", "--hlep")]
    [InlineData("courseware kernel install --help", "kernel", "install", "--hlep")]
    public async Task The_help_that_is_pointed_to_has_what_was_meant(string help, params string[] args) =>
        Assert.EndsWith($"'{help}' tells more.", (await CallAsync(args)).Errors.TrimEnd(), StringComparison.Ordinal);

    [Theory]
    [InlineData("There is no command 'chek'. Did you mean 'check'?", "chek", "02")]
    [InlineData("There is no command 'chek'. Did you mean 'check'?", "chek", "--nope")]
    [InlineData("There is no option --nope.", "02", "--nope")]
    public async Task The_first_word_is_looked_at_before_the_others(string problem, params string[] args) =>
        Assert.StartsWith(problem, (await CallAsync(args)).Errors, StringComparison.Ordinal);

    [Fact]
    public void The_folder_is_listed_once()
    {
        Assert.True(NotebookSelection.TryFind([], _folder.Root, out var all, out _));
        Assert.Same(all.Course.All, all.Paths);
        NotebookFile.Write(_folder, "04-new", "# Four");
        Assert.Equal(3, all.Course.All.Count);
        Assert.True(NotebookSelection.TryFind(["notebooks/02-adam-by-hand.ipynb", "3"], _folder.Root, out var two, out _));
        Assert.Equal((_folder.Root, 2, 4), (two.Course.Root, two.Paths.Count, two.Course.All.Count));
    }

    [Fact]
    public async Task A_word_that_nothing_resembles_gets_no_suggestion()
    => Assert.DoesNotContain("Did you mean", (await CallAsync("frobnicate")).Errors, StringComparison.Ordinal);

    [Theory]
    [InlineData("run")]
    [InlineData("check")]
    public async Task Help_shows_that_notebooks_need_not_be_named(string verb)
    {
        Assert.Contains($"{verb} [<notebook>…]", (await CallAsync("--help")).Output, StringComparison.Ordinal);
        Assert.Contains($"courseware {verb} [<notebook>…]", (await CallAsync(verb, "--help")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_every_option_and_what_it_wants()
    {
        var (exitCode, output, _) = await CallAsync("run", "-h");
        Assert.Equal(Runner.Succeeded, exitCode);
        foreach (var option
            in (string[])["--full ", "--record ", "--output <folder>", "--no-html ", "--host <courseware|interactive>", "-h, --help "])
        {
            Assert.Contains(option, output, StringComparison.Ordinal);
        }

        Assert.Contains("<connection-file>", (await CallAsync("kernel", "start", "--help")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("02-adam-by-hand", "02-adam-by-hand.ipynb")]
    [InlineData("02-Adam-by-Hand.ipynb")]
    [InlineData("02")]
    [InlineData("2")]
    [InlineData("hand")]
    [InlineData("notebooks/02-adam-by-hand", "notebooks/02-adam-by-hand.ipynb", "notebooks/02")]
    public async Task A_notebook_may_be_named_in_any_way_that_only_it_answers_to(params string[] names)
    {
        foreach (var folder in (string[])["", "notebooks"])
        {
            foreach (var name in names)
            {
                Assert.Equal([_folder.At("notebooks", "02-adam-by-hand.ipynb")],
                    Selected(name.StartsWith("notebooks", StringComparison.Ordinal) && folder.Length > 0 ? "../" + name : name, folder));
            }
        }
        Assert.Contains("02-adam-by-hand", (await CallAsync("check", names[0])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_means_its_notebooks()
    {
        Assert.Equal(3, Selected("notebooks").Count);
        Assert.Equal(3, Selected(".").Count);
    }

    [Fact]
    public void A_notebook_named_twice_is_taken_once() =>
        Assert.True(NotebookSelection.TryFind(["2", "02-adam-by-hand", "notebooks"], _folder.Root, out var selection, out _)
            && selection.Paths.Count == 3);

    [Theory]
    [InlineData("adam", "'adam' can mean 2 notebooks:\n  02-adam-by-hand\n  03-adam-again\n")]
    [InlineData("README.md", "'README.md' is not a notebook: a notebook's file ends in .ipynb.")]
    [InlineData("02-adam-by-hnad", "Did you mean '02-adam-by-hand'?")]
    [InlineData("overfiting", "Did you mean '01-overfitting'?")]
    [InlineData("gone/04.ipynb",
        "There is no notebook 'gone/04.ipynb'.\nExpected a path, a name, a part of one, or a number. The notebooks are:\n  01-overfitting\n")]
    public async Task A_name_that_is_not_understood_is_answered_with_the_notebooks_there_are(string name, string answer)
    {
        Assert.False(NotebookSelection.TryFind([name], _folder.Root, out _, out var problem));
        Assert.Contains(answer, problem, StringComparison.Ordinal);
        Assert.Contains("  02-adam-by-hand", problem, StringComparison.Ordinal);
        var (exitCode, output, errors) = await CallAsync("check", name);
        Assert.Equal(Runner.Usage, exitCode);
        Assert.Contains(problem, (output + errors).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private IReadOnlyList<string> Selected(string name, string folder = "")
    {
        Assert.True(NotebookSelection.TryFind([name], _folder.At(folder), out var selection, out var problem), problem);
        Assert.Equal(_folder.Root, selection.Course.Root);
        return selection.Paths;
    }

    private async Task<(int ExitCode, string Output, string Errors)> CallAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exitCode = await new CommandLine(output, errors, _folder.Root).RunAsync(args);
        return (exitCode, output.ToString(), errors.ToString());
    }
}
