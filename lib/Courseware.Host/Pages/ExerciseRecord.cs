using System.Text.Json.Nodes;
using Courseware.Kernel.Formatting;

namespace Courseware.Host.Pages;

/// <summary>An exercise's outcome as an output carries it under <see cref="MimeTypes.Exercise"/>.</summary>
/// <param name="Id">For instance 2a.</param>
/// <param name="Outcome">correct, wrong, not attempted or not understood.</param>
internal sealed record ExerciseRecord(string Id, string Outcome)
{
    /// <summary>The id of its card on the page.</summary>
    public string Anchor => "exercise-" + Html.Slug(Id);

    /// <summary>Reads one outcome; null when the JSON has no id.</summary>
    public static ExerciseRecord? TryParse(JsonNode? node)
        => NotebookJson.Json(node) is JsonObject exercise && NotebookJson.Scalar(exercise["id"]) is { Length: > 0 } id
            ? new(id, NotebookJson.Scalar(exercise["outcome"])) : null;

    /// <summary>Every exercise in the outputs of an executed notebook, in order; of one that was checked twice, the last outcome.</summary>
    public static IReadOnlyList<ExerciseRecord> FromNotebook(JsonObject notebook)
    {
        var exercises = new OrderedDictionary<string, ExerciseRecord>(StringComparer.Ordinal);
        foreach (var bundle in NotebookJson.Bundles(notebook))
        {
            if (TryParse(bundle[MimeTypes.Exercise]) is { } exercise)
                exercises[exercise.Id] = exercise;
        }
        return [.. exercises.Values];
    }
}
