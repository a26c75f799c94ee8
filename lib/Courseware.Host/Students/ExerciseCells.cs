using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Courseware.Host.Pages;

namespace Courseware.Host.Students;

/// <summary>The exercises of a notebook, by the calls in its cells and by the outcomes that a run left in it.</summary>
internal static partial class ExerciseCells
{
    /// <summary>The exercises that a cell checks: "2b" of <c>Exercise.Check("2b", closes)</c>.</summary>
    public static IReadOnlyList<string> Of(JsonObject cell) =>
        NotebookJson.Text(cell["cell_type"]) != "code" ? []
            : [.. Check().Matches(NotebookJson.Text(cell["source"])).Select(match => match.Groups["id"].Value)
                .Distinct(StringComparer.Ordinal)];

    /// <summary>How far the exercises are that a notebook asks: those answered rightly and wrongly, and all.</summary>
    public static (int Correct, int Wrong, int All) Progress(JsonObject notebook)
    {
        var outcomes = ExerciseRecord.FromNotebook(notebook)
            .ToDictionary(exercise => exercise.Id, exercise => exercise.Outcome, StringComparer.Ordinal);
        var asked = NotebookJson.Cells(notebook).SelectMany(Of).Distinct(StringComparer.Ordinal).ToList();
        int With(string outcome) => asked.Count(id => outcomes.GetValueOrDefault(id) == outcome);
        return (With("correct"), With("wrong"), asked.Count);
    }

    /// <summary>The course's present text with the student's cells in place of those that ask for an answer; how many there were.</summary>
    public static int KeepAnswers(JsonObject fresh, JsonObject students)
    {
        var own = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var cell in NotebookJson.Cells(students))
        {
            foreach (var exercise in Of(cell))
                own.TryAdd(exercise, cell);
        }
        var kept = 0;
        foreach (var cell in NotebookJson.Cells(fresh))
        {
            // One cell for one cell: answers in several, or beside an exercise that is new, would leave some of the course's text out.
            if (Of(cell).Select(own.GetValueOrDefault).Distinct().ToList() is not [{ } answered])
                continue;
            var source = NotebookJson.Text(answered["source"]);
            if (source == NotebookJson.Text(cell["source"]))
                continue;
            CopyText.SetSource(cell, source);
            kept++;
        }
        return kept;
    }

    [GeneratedRegex("""\bExercise\s*\.\s*Check\s*\(\s*"(?<id>[0-9]+[a-z])"(?=\s*,)""")]
    private static partial Regex Check();
}
