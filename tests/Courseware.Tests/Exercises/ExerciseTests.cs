using System.Text.Json;
using Xunit;

namespace Courseware.Tests.Exercises;

/// <summary>What a check says of right, wrong, empty and unreadable answers.</summary>
[Collection("environment")]
public sealed class ExerciseTests : IDisposable
{
    private readonly Data.TemporaryFolder _folder = new();

    public ExerciseTests() => ExerciseState.Forget();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> OfTheCourse =>
        [.. Files().SelectMany(f => f.Exercises.Select(e => (Path.GetFileName(f.FilePath), e.Id)))];

    [Theory]
    [MemberData(nameof(OfTheCourse))]
    public void The_courses_exercises_know_right_slip_and_empty(string file, string id)
    {
        var exercise = Files().First(f => f.FilePath.EndsWith(file, StringComparison.Ordinal)).Exercises.First(e => e.Id == id);
        Assert.Empty(ExerciseAudit.Of(exercise));
        var marking = new ExerciseMarking(exercise, exercise.Given);
        if (exercise.Kind != ExerciseKind.Function)
        {
            Assert.Equal(ExerciseOutcome.Correct, marking.Mark(marking.Right).Outcome);
            foreach (var slip in exercise.Slips)
            {
                Assert.Equal([slip.Says], marking.Mark(ExerciseScope.Evaluate(exercise, exercise.Given, slip.Answer)).Slips
                    .Select(s => s.Says));
            }
        }
        Assert.Equal(ExerciseOutcome.NotAttempted, marking.Mark(null).Outcome);
        var solution = new ExerciseSolution(exercise, exercise.Given, isExample: false);
        Assert.Contains("Answer: ", solution.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not base 64")]
    [InlineData("AAAA")]
    public void A_sealed_file_that_is_damaged_is_named(string content)
    {
        var path = Path.Combine(Path.GetTempPath(), $"exercises-{Guid.NewGuid():N}", "02.json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $$"""{"sealed":"{{content}}"}""");
        Assert.Contains("sealed and damaged", Assert.Throws<InvalidDataException>(() => ExerciseFile.Load(path)).Message,
            StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void The_courses_files_have_no_problems() => Assert.Empty(Files().SelectMany(f => ExerciseAudit.Problems(f.FilePath)));

    [Theory]
    [InlineData(-4.48015, "correct", "")]
    [InlineData(-4.4806, "correct", "")]
    [InlineData(-8.9603, "wrong", "the sum")]
    [InlineData(4.48015, "wrong", "The size is right and the sign is not")]
    [InlineData(-2.240075, "wrong", "half the right answer")]
    [InlineData(-4.5, "wrong", "rounded too coarsely")]
    [InlineData(-3.0, "wrong", "too large (differences up to 0.001 count as right)")]
    [InlineData(3.0, "wrong", "too large, and its sign is not right")]
    [InlineData(double.NaN, "not attempted", "")]
    [InlineData(double.PositiveInfinity, "wrong", "too large")]
    public void A_number_is_right_or_its_slip_is_named(double answer, string outcome, string says)
    {
        var (found, _, message, _) =
            Marking("""{"given": {"p": [19.3925, -28.3528]}, "answer": "mean(p)", "tolerance": 0.001, "slips": [{"answer": "sum(p)", "says": "This is the sum."}]}""").Mark(answer);
        Assert.Equal((outcome, true), (found.Text(), message.Contains(says, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_share_in_percent_is_named()
        => Assert.Contains("in percent", Marking("""{"answer": 0.25}""").Mark(25).Message, StringComparison.Ordinal);

    [Fact]
    public void A_slip_that_comes_to_the_right_answer_here_is_right()
    {
        const string json = """{"given": {"n": 1, "s": 5}, "answer": "s / n", "slips": [{"answer": "s", "says": "The sum."}]}""";
        Assert.Equal(ExerciseOutcome.Correct, Marking(json).Mark(5.0).Outcome);
        Assert.Contains(ExerciseAudit.Of(Exercise(json)), p => p.Contains("gives the right answer", StringComparison.Ordinal));
    }

    [Fact]
    public void Slips_that_come_to_the_same_answer_are_both_named()
    {
        const string json =
            """{"given": {"a": 2}, "answer": "a + 1", "slips": [{"answer": "a * a", "says": "Squared."}, {"answer": "2 * a", "says": "Doubled."}]}""";
        Assert.Equal("Squared. Or: Doubled.", Marking(json).Mark(4).Message);
        Assert.Contains(ExerciseAudit.Of(Exercise(json)), p => p.Contains("Squared.\" and \"Doubled.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_answer_follows_the_numbers_of_the_cell()
    {
        var exercise = Exercise("""{"given": {"gap": 0.1, "k": 2}, "fromCell": ["gap"], "answer": "k * gap"}""");
        var marking = new ExerciseMarking(exercise, exercise.With(ExerciseAnswer.Given(new { gap = 0.5f })));
        Assert.Equal(ExerciseOutcome.Correct, marking.Mark(1).Outcome);
        Assert.Equal(ExerciseOutcome.Wrong, marking.Mark(0.2).Outcome);
        Assert.Contains("given: new { gap }", Assert.Throws<ArgumentException>(() => exercise.With(ExerciseAnswer.Given(null))).Message,
            StringComparison.Ordinal);
        Assert.Contains("no number 'gab'",
            Assert.Throws<ArgumentException>(() => exercise.With(ExerciseAnswer.Given(new { gab = 1 }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_come_as_lists_or_tensors_and_their_first_difference_is_named()
    {
        var marking =
            Marking("""{"kind": "array", "given": {"x": [[1, 2, 3], [4, 5, 6]]}, "answer": "mean(x, 0)", "slips": [{"answer": ["1", 2, 3], "says": "The first row."}]}""");
        Assert.Equal(ExerciseOutcome.Correct, marking.Mark(new[] { 2.5, 3.5, 4.5 }).Outcome);
        Assert.Equal(ExerciseOutcome.Correct, marking.Mark(Tensor.Vector([2.5, 3.5, 4.5])).Outcome);
        Assert.Equal(ExerciseOutcome.Correct, marking.Mark(new List<float> { 2.5f, 3.5f, 4.5f }).Outcome);
        Assert.Equal("The first row.", marking.Mark(new[] { 1, 2, 3 }).Message);
        Assert.Contains("2 of 3 numbers are right; the first that is not, at index [2], is too large",
            marking.Mark(new[] { 2.5, 3.5, 5 }).Message, StringComparison.Ordinal);
        Assert.Contains("in reverse order", marking.Mark(new[] { 4.5, 3.5, 2.5 }).Message, StringComparison.Ordinal);
        Assert.Contains("1 of the 3 numbers is NaN", marking.Mark(new[] { 2.5, 3.5, double.NaN }).Message, StringComparison.Ordinal);
        var shorter = marking.Mark(new[] { 2.0, 5 });
        Assert.Equal((ExerciseOutcome.Unreadable, "Expected a list of 3 numbers, found a list of 2 numbers."),
            (shorter.Outcome, shorter.Message));
        Assert.Equal(ExerciseOutcome.NotAttempted, marking.Mark(Array.Empty<double>()).Outcome);
        Assert.Equal(ExerciseOutcome.NotAttempted, marking.Mark(new[] { double.NaN, double.NaN, double.NaN }).Outcome);
    }

    [Fact]
    public void A_choice_is_one_of_its_options()
    {
        var marking = Marking("""
            {"kind": "choice", "options": ["tiny", "large"], "optionsFa": ["ریز", "بزرگ"], "given": {"a": 1, "b": 2}, "answer": "a < b ? 'tiny' : 'large'",
             "slips": [{"answer": "large", "says": "It has the larger gap."}]}
            """);
        Assert.Equal(ExerciseOutcome.Correct, marking.Mark(" Tiny ").Outcome);
        Assert.Equal(ExerciseOutcome.Correct, marking.Mark("ریز").Outcome);
        Assert.Equal("It has the larger gap.", marking.Mark("large").Message);
        Assert.Equal(ExerciseOutcome.NotAttempted, marking.Mark("").Outcome);
        Assert.Equal((ExerciseOutcome.Unreadable, "Expected one of \"tiny\", \"large\", found a text. \"small\" is none of them."),
            (marking.Mark("small").Outcome, marking.Mark("small").Message));
        Assert.Equal(ExerciseOutcome.Unreadable, marking.Mark(3).Outcome);
    }

    [Fact]
    public void Yes_or_no_and_texts_are_answers_too()
    {
        var truth = Marking("""{"kind": "bool", "given": {"a": 1}, "answer": "a > 0", "slips": [{"answer": false, "says": "It is."}]}""");
        Assert.Equal(ExerciseOutcome.Correct, truth.Mark(true).Outcome);
        Assert.Equal("It is.", truth.Mark(false).Message);
        var text = Marking(
            """{"kind": "text", "answer": ["cross-entropy", "cross entropy"], "slips": [{"answer": "MSE", "says": "That is for regression."}]}""");
        Assert.Equal(ExerciseOutcome.Correct, text.Mark("Cross  Entropy").Outcome);
        Assert.Equal("That is for regression.", text.Mark("mse").Message);
    }

    [Fact]
    public void A_function_is_tested_on_points()
    {
        var marking = Marking("""
            {"kind": "function", "parameters": ["w", "g"], "points": [[1, 2], [0, -1], [3, 0.5]], "given": {"rate": 0.1}, "steps": {"step": "rate * g"},
             "answer": "w - step", "slips": [{"answer": "w + step", "says": "The sign."}]}
            """);
        Assert.Equal(ExerciseOutcome.Correct, marking.Mark((double w, double g) => w - 0.1 * g).Outcome);
        Assert.Equal("The sign.", marking.Mark((double w, double g) => w + 0.1 * g).Message);
        Assert.Equal("It is right at 2 of 3 points. At w = 0, g = −1 it gives −0.1, which is too small.",
            marking.Mark((double w, double g) => w - 0.1 * Math.Abs(g)).Message);
        Assert.Equal(ExerciseOutcome.NotAttempted, marking.Mark((double w, double g) => double.NaN).Outcome);
        Assert.Contains("At w = 1, g = 2 it fails: no",
            marking.Mark((Func<double, double, double>)((_, _) => throw new InvalidOperationException("no"))).Message,
            StringComparison.Ordinal);
        Assert.Equal("Expected a function of 2 numbers: (w, g) => …, found a function of 1 numbers.",
            marking.Mark((double w) => w).Message);
        Assert.Contains("found a number", marking.Mark(3.0).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_checks_hints_and_solves()
    {
        var wrong = (ExerciseResult)Courseware.Exercise.Check("2d", -10.7524);
        Assert.Equal(ExerciseOutcome.Wrong, wrong.Outcome);
        Assert.StartsWith("Exercise 2d: wrong · −10.7524 · This is the sum over the samples.", wrong.ToString(), StringComparison.Ordinal);
        Assert.Contains("dir=\"rtl\"", wrong.ToMimeBundle()[MimeTypes.Html], StringComparison.Ordinal);
        var data = JsonDocument.Parse(wrong.ToMimeBundle()[ExerciseResult.MimeType]).RootElement;
        Assert.Equal(("2d", "wrong", true),
            (data.GetProperty("id").GetString(), data.GetProperty("outcome").GetString(), data.GetProperty("knownSlip").GetBoolean()));

        Assert.Equal([1, 2, 2], Enumerable.Range(0, 3).Select(_ => ((ExerciseHint)Courseware.Exercise.Hint("2d")).Number));
        var hint = Courseware.Exercise.Hint("2d");
        Assert.Contains("dir=\"rtl\" lang=\"fa\"", hint.ToMimeBundle()[MimeTypes.Html], StringComparison.Ordinal);
        Assert.Contains("بر ۲ تقسیم کنید", hint.ToString(), StringComparison.Ordinal);
        Assert.Equal("Solution of exercise 2d. ", Courseware.Exercise.Solution("2d").ToString()![..25]);
        Assert.Equal((0, 1, 8), ((ExerciseProgress)Courseware.Exercise.Progress("02")) is var p ? (p.Correct, p.Wrong, p.Count) : default);
        Courseware.Exercise.Check("2d", null as object);
        Assert.Equal(1, ((ExerciseProgress)Courseware.Exercise.Progress("02-adam-by-hand")).Wrong);
        Assert.Equal(ExerciseOutcome.Correct,
            ((ExerciseResult)Courseware.Exercise.Check("2h", (w, m, v) => w - 0.1 * m / (Math.Sqrt(v) + 1e-8))).Outcome);
        Assert.Equal(1, ((ExerciseProgress)Courseware.Exercise.Progress(2)).Correct);
    }

    [Fact]
    public void A_solution_puts_the_numbers_in()
    {
        var solution = (ExerciseSolution)Courseware.Exercise.Solution("2g");
        Assert.Equal("answer = m / (1 − β₁^t)\n  = (−18.4525) / (1 − 0.9¹)\n  = −184.525", solution.Steps[0].Text);
        Assert.Contains(@"\frac{m}{1 - \beta_{1}^{t}}", solution.ToMimeBundle()[MimeTypes.Markdown], StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_id_says_which_there_are()
    {
        Assert.Contains("2a, 2b", Assert.Throws<ArgumentException>(() => Courseware.Exercise.Check("2z", 1)).Message,
            StringComparison.Ordinal);
        Assert.Matches("exercises for .*02", Assert.Throws<ArgumentException>(() => Courseware.Exercise.Check("99a", 1)).Message);
        Assert.Contains("as in \"2a\"", Assert.Throws<ArgumentException>(() => Courseware.Exercise.Hint("N2.1")).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"anwser": 3}""", "did you mean \"answer\"")]
    [InlineData("""{"answer": "1 +"}""", "position 4: the formula ends")]
    [InlineData("""{"answer": "q"}""", "no number 'q'")]
    [InlineData("""{"answer": 1, "kind": "nombre"}""", "kind is one of number")]
    [InlineData("""{"answer": 1, "kind": "function"}""", "one to four \"parameters\"")]
    [InlineData("""{"answer": "0 / 0"}""", "no finite number")]
    [InlineData("""{"answer": 1, "fromCell": ["gap"]}""", "\"given\" has no example")]
    [InlineData("""{"answer": 1}""", "add \"questionFa\"")]
    [InlineData("""{"answer": 1, "hints": ["Count."]}""", "1 hints and 0 in Persian")]
    [InlineData("""{"answer": 1, "slips": [{"answer": 2, "says": "Twice."}]}""", "the slip \"Twice.\" has no Persian text")]
    public void A_faulty_file_says_what_is_wrong(string fields, string says)
    {
        var path = Write(fields);
        Assert.Contains(ExerciseAudit.Problems(path), p => p.Contains(says, StringComparison.Ordinal)
            && p.Contains("07.json, 7a", StringComparison.Ordinal));
    }

    [Fact]
    public void A_notice_states_its_values_and_folds_its_answer()
    {
        var gap = -0.0042;
        Assert.Equal("The gap is −0.004.", Notice.That($"The gap is {gap:F3}.").ToString());
        var question = Notice.Answer("Which turns *first*?", $"`large`, at {11}.");
        Assert.Contains(
            "<details><summary style=\"cursor:pointer\">Which turns <em>first</em>?</summary><div><code dir=\"ltr\">large</code>, at 11.</div></details>",
            question.ToMimeBundle()[MimeTypes.Html], StringComparison.Ordinal);
        Assert.Equal("""{"text":"Which turns *first*?","answer":"`large`, at 11."}""", question.ToMimeBundle()[Notice.MimeType]);
    }

    private static IEnumerable<ExerciseFile> Files() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "notebooks", "exercises"), "*.json").Order(StringComparer.Ordinal)
        .Select(ExerciseFile.Load);

    private ExerciseMarking Marking(string fields)
    {
        var exercise = Exercise(fields);
        return new(exercise, exercise.Given);
    }

    private ExerciseDefinition Exercise(string fields)
    {
        var file = ExerciseFile.Load(Write(fields));
        Assert.Empty(file.Problems);
        return file.Exercises[0];
    }

    private string Write(string fields) => _folder.Write("07.json", System.Text.Encoding.UTF8.GetBytes($$"""[{"id": "7a", "question": "How many?", {{fields.Trim()[1..]}}]"""));
}
