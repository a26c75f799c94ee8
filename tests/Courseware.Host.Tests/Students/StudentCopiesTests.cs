using System.Text.Json.Nodes;
using Courseware.Host.Commands;
using Courseware.Host.Notebooks;
using Courseware.Host.Running;
using Courseware.Host.Students;
using Xunit;

namespace Courseware.Host.Tests.Students;

/// <summary>A student's copies: made, listed, reset; nothing that a student wrote is ever lost.</summary>
public sealed class StudentCopiesTests : IDisposable
{
    private const string Asked = "double? answer = null;\nExercise.Check(\"2a\", answer)";
    private const string Answered = "double? answer = 9.1868;   // mine\nExercise.Check(\"2a\", answer)";

    private readonly TemporaryFolder _folder = new();
    private string _course = "";

    public StudentCopiesTests()
    {
        NotebookFile.Write(_folder, "01-overfitting", "# One");
        _course = NotebookFile.Write(_folder, "02-adam-by-hand",
            "# Two", "md:See [the experiments](02-list.json), [One](01-overfitting.ipynb#part), [far](https://example.org) and ![a picture](picture.png).",
            "var list = Read(\"02-list.json\");", Asked, "int? a = null;\nExercise.Check(\"2b\", a).Show();\nExercise.Check(\"2c\", a)");
        _folder.Write("notebooks/02-list.json", "[1]");
        _folder.Write("notebooks/picture.png", "png");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_copy_has_the_course_s_text_without_outputs_and_what_the_notebook_reads()
    {
        var notebook = Notebook(_course);
        notebook["cells"]![3]!["outputs"] =
            new JsonArray(new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "old" });
        notebook["cells"]![3]!["execution_count"] = 7;
        File.WriteAllText(_course, notebook.ToJsonString());
        var (exitCode, output, _) = await CallAsync("copy", "02");
        Assert.Equal(Runner.Succeeded, exitCode);
        Assert.Contains(Path.Combine("my-notebooks", "02-adam-by-hand.ipynb"), output, StringComparison.Ordinal);
        var copy = Notebook(Copy());
        Assert.Equal(Sources(notebook).Skip(2), Sources(copy).Skip(2));
        Assert.Empty(copy["cells"]![3]!["outputs"]!.AsArray());
        Assert.Null(copy["cells"]![3]!["execution_count"]);
        Assert.Equal("[1]", File.ReadAllText(_folder.At("my-notebooks", "02-list.json")));
        Assert.Equal("png", File.ReadAllText(_folder.At("my-notebooks", "picture.png")));
        Assert.Equal(
            "See [the experiments](02-list.json), [One](../notebooks/01-overfitting.ipynb#part), [far](https://example.org) and ![a picture](picture.png).", Sources(copy)[1]);
    }

    [Fact]
    public async Task A_copy_that_is_there_is_never_overwritten()
    {
        await CallAsync("copy", "02");
        Answer();
        var before = File.ReadAllBytes(Copy());
        var (exitCode, output, _) = await CallAsync("copy", "02");
        Assert.Equal(Runner.Failed, exitCode);
        Assert.Contains("stays as it is", output, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Copy()));
        Assert.Equal(Runner.Succeeded, (await CallAsync("copy", "notebooks")).ExitCode);
        Assert.True(File.Exists(_folder.At("my-notebooks", "01-overfitting.ipynb")));
        Assert.Equal(before, File.ReadAllBytes(Copy()));
    }

    [Fact]
    public async Task Reset_brings_the_course_s_text_back_and_keeps_what_was_there()
    {
        await CallAsync("copy", "02");
        Answer();
        File.WriteAllText(_folder.At("my-notebooks", "02-list.json"), "[1, 2]");
        var before = File.ReadAllBytes(Copy());
        Assert.Equal(Runner.Succeeded, (await CallAsync("reset", "02")).ExitCode);
        Assert.Equal(Asked, Sources(Notebook(Copy()))[3]);
        Assert.Equal("[1]", File.ReadAllText(_folder.At("my-notebooks", "02-list.json")));
        Assert.Equal(before, File.ReadAllBytes(Assert.Single(Kept("*02-adam-by-hand.ipynb"))));
        Assert.Equal("[1, 2]", File.ReadAllText(Assert.Single(Kept("*02-list.json"))));
    }

    [Fact]
    public void Two_resets_in_one_second_keep_two_files()
    {
        var course = CourseFolder.Find(_folder.Root)!;
        var copies = new StudentCopies(course, TextWriter.Null, new FrozenTime());
        copies.Copy([_course]);
        File.WriteAllText(Copy(), "first");
        copies.Reset([_course], keepAnswers: false);
        File.WriteAllText(Copy(), "second");
        copies.Reset([_course], keepAnswers: false);
        Assert.Equal(["first", "second"], Kept("*02-adam-by-hand.ipynb").Select(File.ReadAllText).Order());
    }

    [Fact]
    public async Task Reset_can_put_the_answers_into_the_course_s_new_text()
    {
        await CallAsync("copy", "02");
        Answer();
        var course = Notebook(_course);
        course["cells"]![0]!["source"] = "# Two, better";
        course["cells"]![3]!["id"] = "another-id";
        course["cells"]![4]!["source"] = "int? a = null;\nExercise.Check(\"2b\", a).Show();\nExercise.Check(\"2d\", a)";
        File.WriteAllText(_course, course.ToJsonString());
        Assert.Contains("has changed since", (await CallAsync("copy")).Output, StringComparison.Ordinal);
        var (exitCode, output, _) = await CallAsync("reset", "02", "--keep-answers");
        Assert.Equal(Runner.Succeeded, exitCode);
        Assert.Contains("with 1 of your cells", output, StringComparison.Ordinal);
        var sources = Sources(Notebook(Copy()));
        Assert.Equal("# Two, better", sources[0]);
        Assert.Equal(Answered, sources[3]);
        // An exercise that is new in a cell must not be lost for the answers to the old ones.
        Assert.Contains("\"2d\"", sources[4], StringComparison.Ordinal);
        Assert.DoesNotContain("has changed since", (await CallAsync("copy")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("half a notebook {")]
    [InlineData("")]
    [InlineData("[]")]
    public async Task A_copy_that_is_broken_is_kept_and_replaced(string broken)
    {
        await CallAsync("copy", "02");
        File.WriteAllText(Copy(), broken);
        Assert.Contains("no notebook", (await CallAsync("copy")).Output, StringComparison.Ordinal);
        Assert.Equal(Runner.Succeeded, (await CallAsync("reset", "02", "--keep-answers")).ExitCode);
        Assert.Equal(Asked, Sources(Notebook(Copy()))[3]);
        Assert.Equal(broken, File.ReadAllText(Assert.Single(Kept("*.ipynb"))));
    }

    [Fact]
    public async Task Reset_of_a_notebook_without_a_copy_changes_nothing()
    {
        await CallAsync("copy", "02");
        Answer();
        var before = File.ReadAllBytes(Copy());
        var (exitCode, output, _) = await CallAsync("reset", "02", "01");
        Assert.Equal(Runner.Failed, exitCode);
        Assert.Contains("01-overfitting has no copy", output, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Copy()));
        Assert.Empty(Kept("*"));
    }

    [Fact]
    public async Task A_copy_that_cannot_be_written_is_told_and_leaves_nothing_half_done()
    {
        _folder.Write("my-notebooks", "a file in the way");
        var (exitCode, _, errors) = await CallAsync("copy", "02");
        Assert.Equal(Runner.Failed, exitCode);
        Assert.Contains("cannot be written", errors, StringComparison.Ordinal);
        Assert.Equal("a file in the way", File.ReadAllText(_folder.At("my-notebooks")));
    }

    [Fact]
    public async Task The_list_tells_how_far_the_exercises_are()
    {
        Assert.Contains("no copies yet", (await CallAsync("copy")).Output, StringComparison.Ordinal);
        await CallAsync("copy", "02");
        var copy = Notebook(Copy());
        copy["cells"]![3]!["outputs"] = new JsonArray(Outcome("2a", "wrong"), Outcome("2a", "correct"));
        copy["cells"]![4]!["outputs"] = new JsonArray(Outcome("2b", "wrong"), Outcome("2c", "not attempted"));
        File.WriteAllText(Copy(), copy.ToJsonString());
        Assert.Contains("02-adam-by-hand.ipynb: 1 of 3 exercises correct, 1 wrong, 1 not attempted", (await CallAsync("copy")).Output,
            StringComparison.Ordinal);

        static JsonObject Outcome(string id, string outcome) => new()
        {
            ["output_type"] = "display_data",
            ["metadata"] = new JsonObject(),
            ["data"] = new JsonObject
            {
                ["application/vnd.courseware.exercise+json"] =
                new JsonObject { ["id"] = id, ["outcome"] = outcome }
            },
        };
    }

    [Theory]
    [InlineData("copy", "99")]
    [InlineData("copy", "--all")]
    [InlineData("reset")]
    [InlineData("reset", "02", "--keep-answer")]
    [InlineData("export", "nothing")]
    [InlineData("export", "--output")]
    public async Task What_is_not_understood_is_a_usage_error(params string[] args)
    {
        var (exitCode, output, errors) = await CallAsync(args);
        Assert.Equal(Runner.Usage, exitCode);
        Assert.NotEmpty(errors);
        Assert.Empty(output);
        Assert.False(Directory.Exists(_folder.At("my-notebooks")) || Directory.Exists(_folder.At("handout")));
    }

    [Fact]
    public async Task A_notebook_that_is_not_the_course_s_has_no_copy()
    {
        var other = _folder.Write("elsewhere/own.ipynb", NotebookFile.Of("# Own").ToJsonString());
        var (exitCode, _, errors) = await CallAsync("copy", other);
        Assert.Equal(Runner.Usage, exitCode);
        Assert.Contains("not one of the course's notebooks", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_copy_itself_may_be_named_to_reset_it()
    {
        await CallAsync("copy", "02");
        Answer();
        Assert.Equal(Runner.Succeeded, (await CallAsync("reset", "my-notebooks/02-adam-by-hand.ipynb")).ExitCode);
        Assert.Equal(Asked, Sources(Notebook(Copy()))[3]);
    }

    [Theory]
    [InlineData("copy")]
    [InlineData("reset")]
    [InlineData("export")]
    public async Task Every_verb_has_its_help(string verb)
    {
        var (exitCode, output, _) = await CallAsync(verb, "--help");
        Assert.Equal(Runner.Succeeded, exitCode);
        Assert.Contains($"courseware {verb} ", output, StringComparison.Ordinal);
        Assert.Contains("Exit code:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_copy_of_a_notebook_runs_beside_the_course_s_and_decides_nothing()
    {
        await CallAsync("copy", "01");
        var copy = Notebook(_folder.At("my-notebooks", "01-overfitting.ipynb"));
        copy["cells"]!.AsArray()
            .Add(new JsonObject
            {
                ["cell_type"] = "code",
                ["id"] = "mine",
                ["execution_count"] = null,
                ["metadata"] = new JsonObject(),
                ["outputs"] = new JsonArray(),
                ["source"] = "6 * 7"
            });
        File.WriteAllText(_folder.At("my-notebooks", "01-overfitting.ipynb"), copy.ToJsonString());
        var (exitCode, log) = await Running.RunFixture.RunAsync(
            new RunSettings(["my-notebooks/01-overfitting"], Full: false, Record: true, Output: null, Html: true), _folder.Root);
        Assert.Equal(Runner.Succeeded, exitCode);
        Assert.Contains("Nothing was recorded", log, StringComparison.Ordinal);
        Assert.Contains("42", File.ReadAllText(_folder.At("artifacts", "my-notebooks", "01-overfitting.html")), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.At("artifacts", "notebooks", "01-overfitting.ipynb")));
        Assert.False(File.Exists(_folder.At("notebooks", "expected.json")));
    }

    private string Copy() => _folder.At("my-notebooks", "02-adam-by-hand.ipynb");

    private string[] Kept(string pattern) => Directory.GetFiles(_folder.At("my-notebooks"), "kept-" + pattern);

    private void Answer()
    {
        var copy = Notebook(Copy());
        copy["cells"]![3]!["source"] = Answered;
        File.WriteAllText(Copy(), copy.ToJsonString());
    }

    private static JsonObject Notebook(string path) => JsonNode.Parse(File.ReadAllText(path))!.AsObject();

    private static IReadOnlyList<string> Sources(JsonObject notebook)
        => [.. notebook["cells"]!.AsArray().Select(cell => NotebookFormat.TextOf(cell!["source"]))];

    private async Task<(int ExitCode, string Output, string Errors)> CallAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exitCode = await new CommandLine(output, errors, _folder.Root).RunAsync(args);
        return (exitCode, output.ToString(), errors.ToString());
    }

    private sealed class FrozenTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    }
}
