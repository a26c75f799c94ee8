using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Courseware.Host.Notebooks;

namespace Courseware.Host.Pages;

/// <summary>Reads the shapes that nbformat allows: text as one string or as lines, JSON as a tree or as text.</summary>
internal static class NotebookJson
{
    /// <summary>A text: a string, or an array of lines.</summary>
    public static string Text(JsonNode? node) => node switch
    {
        JsonArray lines => string.Concat(lines.Select(Text)),
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        null => "",
        _ => node.ToJsonString(),
    };

    /// <summary>A JSON value that may have come as text; null when that text is no JSON.</summary>
    public static JsonNode? Json(JsonNode? node)
    {
        if (node is JsonObject || node is JsonArray array && !array.All(line => line is JsonValue v && v.TryGetValue<string>(out _)))
            return node;
        try
        {
            return node is null || NotebookText.HalfCharacter(Text(node)) is not null ? null : JsonNode.Parse(Text(node));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A string or number as text; empty for null.</summary>
    public static string Scalar(JsonNode? node) => node switch
    {
        null => "",
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonValue value when value.TryGetValue<long>(out var whole) => whole.ToString(CultureInfo.InvariantCulture),
        JsonValue value when value.TryGetValue<double>(out var number) => number.ToString(CultureInfo.InvariantCulture),
        _ => node.ToJsonString(),
    };

    public static IEnumerable<JsonObject> Cells(JsonObject notebook) => (notebook["cells"] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>The MIME bundles of all outputs, in order.</summary>
    public static IEnumerable<JsonObject> Bundles(JsonObject notebook)
        => Cells(notebook).SelectMany(cell => (cell["outputs"] as JsonArray ?? []).OfType<JsonObject>())
            .Select(output => output["data"]).OfType<JsonObject>();
}
