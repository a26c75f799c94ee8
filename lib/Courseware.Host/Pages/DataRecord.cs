using System.Text.Json.Nodes;
using Courseware.Kernel.Formatting;

namespace Courseware.Host.Pages;

/// <summary>Which data a notebook ran on, as an output carries it under <see cref="MimeTypes.Data"/>.</summary>
/// <param name="Name">For instance HIGGS.</param>
/// <param name="Kind">"real", "stand-in", "synthetic", or "unrecognised" for a file that differs from the published one.</param>
/// <param name="Hash">Hash of the rows.</param>
/// <param name="Rows">Number of rows; empty when not given.</param>
public sealed record DataRecord(string Name, string Kind, string Hash, string Rows)
{
    /// <summary>True for data made by code in place of the real ones.</summary>
    public bool IsStandIn => Kind == "stand-in";

    /// <summary>Reads one record; null when the JSON is not one.</summary>
    public static DataRecord? TryParse(JsonNode? node)
        => NotebookJson.Json(node) is JsonObject data
        && NotebookJson.Scalar(data["kind"]) is ("real" or "stand-in" or "synthetic" or "unrecognised") and var kind
            ? new(NotebookJson.Scalar(data["name"]), kind, NotebookJson.Scalar(data["hash"]), NotebookJson.Scalar(data["rows"])) : null;

    /// <summary>Every data set that an executed notebook names, in order, each once.</summary>
    public static IReadOnlyList<DataRecord> FromNotebook(JsonObject notebook)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        return [.. NotebookJson.Bundles(notebook).Select(b => TryParse(b[MimeTypes.Data])).OfType<DataRecord>().Distinct()];
    }
}
