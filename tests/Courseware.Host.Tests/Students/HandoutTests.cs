using System.Text.Json.Nodes;
using Courseware.Host.Commands;
using Courseware.Host.Notebooks;
using Courseware.Host.Running;
using Courseware.Host.Students;
using Xunit;

namespace Courseware.Host.Tests.Students;

/// <summary>An instructor's export: without solutions to hand out, with them to keep.</summary>
public sealed class HandoutTests : IDisposable
{
    private const string Exercises =
        """[{"id":"2a","question":"How many?","answer":"17.25 + 4","slips":[{"answer":"17.25","says":"The four is forgotten."}],"hints":["Add."]}]""";

    private readonly TemporaryFolder _folder = new();

    public HandoutTests()
    {
        NotebookFile.Write(_folder, "02-adam-by-hand",
            "# Two",
            "double? answer = null;\nExercise.Check(\"2a\", answer)",
            "Exercise.Hint(\"2a\")",
            "Exercise.Solution(\"2a\")",
            "var x = 1;\nExercise.Solution(\"2a\").Show();\nNotice.Answer($\"Which is {x}?\", $\"The secret {x}.\").Show();\nx + 1",
            "md:Text\n\n<details>\n<summary>The answer</summary>\n\nThe secret in prose.\n\n</details>\n\nMore text.\n\n<details><summary>Background</summary>It stays.</details>");
        _folder.Write("notebooks/exercises/02.json", Exercises);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_handout_has_no_solution_and_no_folded_answer_and_its_exercises_cannot_be_read()
    {
        var (exitCode, output, _) = await CallAsync("export", "02");
        Assert.Equal(Runner.Succeeded, exitCode);
        Assert.Contains("to hand out", output, StringComparison.Ordinal);
        var sources = Sources(_folder.At("handout", "02-adam-by-hand.ipynb"));
        Assert.Equal(
            [
                "# Two", "double? answer = null;\nExercise.Check(\"2a\", answer)", "Exercise.Hint(\"2a\")",
                    "var x = 1;\nNotice.That($\"Which is {x}?\").Show();\nx + 1",
                "Text\n\n\nMore text.\n\n<details><summary>Background</summary>It stays.</details>",
            ], sources);
        foreach (var file in Directory.EnumerateFiles(_folder.At("handout"), "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain("secret", File.ReadAllText(file), StringComparison.Ordinal);
            Assert.DoesNotContain("17.25", File.ReadAllText(file), StringComparison.Ordinal);
        }
        Assert.Contains("sealed", File.ReadAllText(_folder.At("handout", "exercises", "02.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handout_checks_answers_names_slips_gives_hints_and_shows_no_solution()
    {
        NotebookFile.Write(_folder, "02-adam-by-hand", $"#r \"{Repository.At("artifacts", "lib", "Courseware.dll")}\"\nusing Courseware;",
            "Exercise.Check(\"2a\", 17.25).Show();\nExercise.Check(\"2a\", 21.25)", "Exercise.Hint(\"2a\")",
            "var worked = Exercise.Solution;\nworked(\"2a\", null)");
        await CallAsync("export", "02");
        // Only the handout's own file is there to read.
        Directory.Delete(_folder.At("notebooks", "exercises"), recursive: true);
        var (exitCode, log) = await Running.RunFixture.RunAsync(
            new RunSettings(["handout/02-adam-by-hand"], Full: false, Record: false, Output: null, Html: false), _folder.Root);
        Assert.True(exitCode == Runner.Succeeded, log);
        var executed = JsonNode.Parse(File.ReadAllText(_folder.At("artifacts", "handout", "02-adam-by-hand.ipynb")))!["cells"]!.AsArray()
            .Select(cell => cell!["outputs"]!.ToJsonString()).ToList();
        Assert.Contains("The four is forgotten.", executed[1], StringComparison.Ordinal);
        Assert.Contains("Exercise 2a: correct", executed[1], StringComparison.Ordinal);
        Assert.Contains("Add.", executed[2], StringComparison.Ordinal);
        Assert.Contains("is not in this handout", executed[3], StringComparison.Ordinal);
        Assert.DoesNotContain("21.25", executed[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_instructor_s_export_has_the_solution_under_each_exercise()
    {
        Assert.Equal(Runner.Succeeded, (await CallAsync("export", "02", "--solutions")).ExitCode);
        var sources = Sources(_folder.At("handout-solutions", "02-adam-by-hand.ipynb"));
        Assert.Equal("Exercise.Solution(\"2a\")", sources[2]);
        Assert.Contains(sources, source => source.Contains("The secret in prose", StringComparison.Ordinal));
        Assert.Equal(Exercises, File.ReadAllText(_folder.At("handout-solutions", "exercises", "02.json")));
    }

    [Fact]
    public async Task A_handout_is_written_again_and_another_s_notebook_is_not_overwritten()
    {
        await CallAsync("export", "02");
        Assert.Equal(Runner.Succeeded, (await CallAsync("export", "02")).ExitCode);
        var own = _folder.Write("mine/02-adam-by-hand.ipynb", NotebookFile.Of("# Mine").ToJsonString());
        var (exitCode, output, _) = await CallAsync("export", "02", "--output", "mine");
        Assert.Equal(Runner.Failed, exitCode);
        Assert.Contains("Nothing was written", output, StringComparison.Ordinal);
        Assert.Equal(["# Mine"], Sources(own));
        Assert.False(Directory.Exists(_folder.At("mine", "exercises")));
    }

    [Theory]
    [InlineData("notebooks")]
    [InlineData("notebooks/exercises/02.json")]
    public async Task The_course_s_own_folder_and_a_file_are_refused(string target)
    {
        var before = File.ReadAllText(_folder.At("notebooks", "02-adam-by-hand.ipynb"));
        var (exitCode, _, errors) = await CallAsync("export", "--output", target);
        Assert.Equal(Runner.Usage, exitCode);
        Assert.Contains("--output", errors, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(_folder.At("notebooks", "02-adam-by-hand.ipynb")));
    }

    [Theory]
    [InlineData("x + 1", "x + 1")]
    [InlineData("Exercise.Solution(\"2a\")", "")]
    [InlineData("// The worked solution:\nExercise.Solution(\"2a\").Show();", "")]
    [InlineData("using Courseware;\nExercise.Solution(\"2a\")", "using Courseware;")]
    [InlineData("#r \"a.dll\"\nExercise.Solution(\"2a\")", "#r \"a.dll\"")]
    [InlineData("var s = Exercise.Solution(\"2a\");\n1", "1")]
    [InlineData("if (x > 1) Exercise.Solution(\"2a\").Show();\n1", "1")]
    [InlineData("Notice.Answer(\"q\", \"a\")", "Notice.That(\"q\")")]
    [InlineData("Show(Notice.Answer($\"q {1}\",\n    $\"a\" + \"b\"));", "Show(Notice.That($\"q {1}\"));")]
    [InlineData("\"Exercise.Solution(2)\"", "\"Exercise.Solution(2)\"")]
    [InlineData("this is ( not C#", "this is ( not C#")]
    public void Solutions_are_taken_out_of_code_and_nothing_else(string source, string without)
    => Assert.Equal(without, SolutionCode.Without(source).Trim());

    private static IReadOnlyList<string> Sources(string path)
        => [.. JsonNode.Parse(File.ReadAllText(path))!["cells"]!.AsArray().Select(cell => NotebookFormat.TextOf(cell!["source"]))];

    private async Task<(int ExitCode, string Output, string Errors)> CallAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exitCode = await new CommandLine(output, errors, _folder.Root).RunAsync(args);
        return (exitCode, output.ToString(), errors.ToString());
    }
}
