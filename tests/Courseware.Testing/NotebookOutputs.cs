using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Courseware.Testing;

/// <summary>What an executed notebook shows, in a form in which two of them can be compared.</summary>
internal static class NotebookOutputs
{
    private const string Transient = "application/vnd.courseware.transient+json";

    /// <summary>
    /// One text for each code cell, and one for each of its outputs, without the numbers that differ from run to run. What is transient
    /// (progress, times) differs too, and the runner does not write it.
    /// </summary>
    public static List<string> Of(JsonObject notebook) =>
    [
        .. from cell in notebook["cells"]!.AsArray().OfType<JsonObject>()
           where (string?)cell["cell_type"] == "code"
           from output in cell["outputs"]!.AsArray().OfType<JsonObject>().Prepend([])
           where output["data"]?[Transient] is null
           select VaryingNumbers.Masked($"{cell["id"]} [{cell["execution_count"]}] {Sorted(output)}"),
    ];

    /// <summary>
    /// JSON as text. The order of an object's names says nothing, nor does how a number is spelt: Python writes JSON its own way. A text may
    /// be written as its lines.
    /// </summary>
    public static string Sorted(JsonNode? node) => node switch
    {
        JsonObject json =>
            "{" + string.Join(",", json.OrderBy(field => field.Key, StringComparer.Ordinal)
                .Select(field => $"\"{field.Key}\":{Sorted(field.Value)}")) + "}",
        JsonArray { Count: > 0 } lines when lines.All(line => line?.GetValueKind() == JsonValueKind.String) =>
            JsonValue.Create(string.Concat(lines.Select(line => (string?)line))).ToJsonString(),
        JsonArray array => "[" + string.Join(",", array.Select(Sorted)) + "]",
        JsonValue number when number.GetValueKind() == JsonValueKind.Number =>
            number.GetValue<double>().ToString("R", CultureInfo.InvariantCulture),
        null => "null",
        _ => node.ToJsonString(),
    };
}
