using System.Text.Json;
using System.Text.Json.Nodes;

namespace Courseware.Host.Running;

/// <summary>A claim's verdict as a notebook displayed it (MIME type <see cref="MimeType"/>).</summary>
/// <param name="Data">"real", "stand-in" or "none".</param>
internal sealed record ClaimRecord(
    string Id, string Statement, string Reported, string Ours, string Verdict, string Reason, JsonObject Values, string Data, string DataHash, string Mode, string Engine)
{
    public const string MimeType = "application/vnd.courseware.claim+json";

    /// <summary>Whether the verdict can be held against a recorded one.</summary>
    public bool IsComparable => Data != "stand-in" && Verdict != "not tested";

    /// <summary>The claims of one output: an object, or an array of objects for a list of claims.</summary>
    /// <exception cref="InvalidDataException">The text is not a claim.</exception>
    public static IReadOnlyList<ClaimRecord> Parse(string json)
    {
        try
        {
            var node = JsonNode.Parse(json)!;
            return node is JsonArray several ? [.. several.Select(claim => One(claim!.AsObject()))] : [One(node.AsObject())];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new InvalidDataException($"A claim is a JSON object with id, verdict, data, dataHash, mode and engine; a cell displayed: {json}", e);
        }
    }

    private static ClaimRecord One(JsonObject claim)
    {
        string Text(string name) => claim[name]?.ToString() ?? "";
        return new ClaimRecord(
            Text("id"), Text("statement"), Text("reported"), Text("ours"), Text("verdict"), Text("reason"), claim["values"]?.DeepClone() as JsonObject ?? [],
            Text("data"), Text("dataHash"), Text("mode"), Text("engine"));
    }
}
