using System.Globalization;
using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>
/// Something to do: a cell with a skeleton, and its check as the last expression.
/// <code>
/// double? answer = null;      // your answer
/// Exercise.Check("2a", answer)
/// </code>
/// The questions, answers, typical slips and hints are in <c>notebooks/exercises</c>, one file for each notebook.
/// </summary>
public static class Exercise
{
    /// <summary>Checks an answer.</summary>
    /// <param name="id">The exercise: the notebook's number and a letter, "2a".</param>
    /// <param name="answer">A number, true or false, one of the options, a text, an array of numbers or a tensor. Null, NaN and "" are "not
    /// attempted".</param>
    /// <param name="given">Numbers of the notebook that the answer depends on, by name: <c>given: new { gap, epochs }</c>.</param>
    /// <param name="written">Filled in by the compiler: what was written for the answer.</param>
    /// <exception cref="ArgumentException">No such exercise, or other numbers than it needs.</exception>
    public static IDisplayable Check(string id, object? answer, object? given = null,
        [CallerArgumentExpression(nameof(answer))] string written = "")
    {
        var exercise = ExerciseFile.Exercise(id);
        var numbers = ExerciseAnswer.Given(given);
        var marked = new ExerciseMarking(exercise, exercise.With(numbers)).Mark(answer);
        ExerciseState.Keep(id, marked.Outcome, numbers);
        return new ExerciseResult(exercise, marked.Outcome, marked.Answer, marked.Message, marked.Slips, written);
    }

    /// <summary>Checks a function of one number, on points that the exercise chooses.</summary>
    /// <inheritdoc cref="Check(string, object?, object?, string)"/>
    public static IDisplayable Check(string id, Func<double, double>? answer, object? given = null,
        [CallerArgumentExpression(nameof(answer))] string written = "") =>
        Check(id, (object?)answer, given, written);

    /// <summary>Checks a function of two numbers.</summary>
    /// <inheritdoc cref="Check(string, object?, object?, string)"/>
    public static IDisplayable Check(string id, Func<double, double, double>? answer, object? given = null,
        [CallerArgumentExpression(nameof(answer))] string written = "") =>
        Check(id, (object?)answer, given, written);

    /// <summary>Checks a function of three numbers.</summary>
    /// <inheritdoc cref="Check(string, object?, object?, string)"/>
    public static IDisplayable Check(
        string id, Func<double, double, double, double>? answer, object? given = null,
        [CallerArgumentExpression(nameof(answer))] string written = "") =>
        Check(id, (object?)answer, given, written);

    /// <summary>Checks a function of four numbers.</summary>
    /// <inheritdoc cref="Check(string, object?, object?, string)"/>
    public static IDisplayable Check(
        string id, Func<double, double, double, double, double>? answer, object? given = null,
        [CallerArgumentExpression(nameof(answer))] string written = "") =>
        Check(id, (object?)answer, given, written);

    /// <summary>The next hint, each time it is asked.</summary>
    /// <exception cref="ArgumentException">No such exercise.</exception>
    public static IDisplayable Hint(string id)
    {
        var exercise = ExerciseFile.Exercise(id);
        return new ExerciseHint(exercise, exercise.Hints.Count == 0 ? 0 : ExerciseState.NextHint(id, exercise.Hints.Count));
    }

    /// <summary>The worked solution: formula, numbers put in, result. A handout has none, and says so instead.</summary>
    /// <param name="id">The exercise.</param>
    /// <param name="given">As in <see cref="Check(string, object?, object?, string)"/>; by default the numbers that were checked last, or
    /// the exercise's own examples.</param>
    /// <exception cref="ArgumentException">No such exercise, or other numbers than it needs.</exception>
    public static IDisplayable Solution(string id, object? given = null)
    {
        var exercise = ExerciseFile.Exercise(id);
        if (ExerciseFile.OfNotebook(exercise.Notebook).IsSealed)
            return new SealedSolution(id);
        var numbers = given is null ? ExerciseState.Of(id).Given : ExerciseAnswer.Given(given);
        // Before the experiment has run, the numbers are the example's, and the solution says so.
        return numbers is null || given is null && exercise.FromCell.Any(name => !numbers.ContainsKey(name))
            ? new ExerciseSolution(exercise, exercise.Given, isExample: exercise.FromCell.Count > 0)
            : new ExerciseSolution(exercise, exercise.With(numbers), isExample: false);
    }

    /// <summary>How far a notebook's exercises are: <c>Exercise.Progress("02")</c>.</summary>
    /// <exception cref="ArgumentException">The notebook has no exercises.</exception>
    public static IDisplayable Progress(string notebook)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        return ExerciseFile.NumberOf(notebook) is { } number
            ? new ExerciseProgress(number, ExerciseFile.OfNotebook(number).Exercises)
            : throw new ArgumentException($"A notebook is named by its number, as in Exercise.Progress(\"02\"), not '{notebook}'.",
                nameof(notebook));
    }

    /// <summary>How far a notebook's exercises are.</summary>
    /// <inheritdoc cref="Progress(string)" path="/exception"/>
    public static IDisplayable Progress(int notebook) => Progress(notebook.ToString(CultureInfo.InvariantCulture));
}
