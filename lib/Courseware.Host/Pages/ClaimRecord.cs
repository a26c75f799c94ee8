using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Courseware.Kernel.Formatting;

namespace Courseware.Host.Pages;

/// <summary>A claim as an output carries it under <see cref="MimeTypes.Claim"/>.</summary>
/// <param name="Id">For instance N1.4.</param>
/// <param name="Kind">R a reported figure, C a document's statement, M a document's mistake, O ours.</param>
/// <param name="Statement">What is claimed.</param>
/// <param name="Rule">What decides it, fixed before the experiment.</param>
/// <param name="Reported">The document's figure; empty where it gives none.</param>
/// <param name="Ours">Our figure; empty where there is none.</param>
/// <param name="Verdict">What came of it.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Values">The numbers that decided, as written.</param>
/// <param name="Data">real, stand-in or none.</param>
/// <param name="DataHash">Hash of the data; empty where there are none.</param>
/// <param name="Mode">default or full.</param>
/// <param name="Engine">The engine that computed it.</param>
public sealed record ClaimRecord(
    string Id, string Kind, string Statement, string Rule, string Reported, string Ours, ClaimVerdict Verdict, string Reason,
    IReadOnlyList<KeyValuePair<string, string>> Values, string Data, string DataHash, string Mode, string Engine)
{
    /// <summary>What a recorded full run came to, beside a default run; empty if none is recorded.</summary>
    public string FullRun { get; init; } = "";

    /// <summary>Whether the claim is about a document's mistake: then held means that the mistake was shown.</summary>
    public bool IsMistake => Kind == "M";

    /// <summary>The engines that computed claims, each with the notebooks in which it did.</summary>
    internal static IEnumerable<IGrouping<string, string>> Engines(IEnumerable<(string Notebook, IReadOnlyList<ClaimRecord> Claims)> notebooks)
        => notebooks.SelectMany(of => of.Claims.Select(claim => (claim.Engine, of.Notebook))).Where(of => of.Engine.Length > 0).Distinct().GroupBy(of => of.Engine, of => of.Notebook, StringComparer.Ordinal);

    /// <summary>Reads one claim; null when the JSON is not one (no id, or a verdict that is none of the four).</summary>
    public static ClaimRecord? TryParse(JsonNode? node)
    {
        if (NotebookJson.Json(node) is not JsonObject claim || Verdicts(Text("verdict")) is not { } verdict || Text("id").Length == 0) return null;
        var values = claim["values"] is JsonObject numbers
            ? numbers.Select(v => KeyValuePair.Create(v.Key, NotebookJson.Scalar(v.Value))).ToList() : [];
        return new(Text("id"), Text("kind"), Text("statement"), Text("rule"), Text("reported"), Text("ours"), verdict, Text("reason"),
            values, Text("data"), Text("dataHash"), Text("mode"), Text("engine"))
        { FullRun = Text("fullRun") };

        string Text(string key) => NotebookJson.Scalar(claim[key]);
    }

    /// <summary>The claims of one output: an object is one, an array several.</summary>
    public static IEnumerable<ClaimRecord> Parse(JsonNode? node) =>
        (NotebookJson.Json(node) is JsonArray several ? several : [node?.DeepClone()]).Select(TryParse).OfType<ClaimRecord>();

    /// <summary>Every claim in the outputs of an executed notebook, in order; of one that was shown twice, the last.</summary>
    public static IReadOnlyList<ClaimRecord> FromNotebook(JsonObject notebook)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        var claims = new OrderedDictionary<string, ClaimRecord>();
        foreach (var bundle in NotebookJson.Bundles(notebook))
        {
            foreach (var claim in Parse(bundle[MimeTypes.Claim]))
                claims[claim.Id] = claim;
        }

        return [.. claims.Values];
    }

    private static ClaimVerdict? Verdicts(string text) => text switch
    {
        "held" => ClaimVerdict.Held,
        "not held" => ClaimVerdict.NotHeld,
        "undecided" => ClaimVerdict.Undecided,
        "not tested" or "not tested on stand-in data" => ClaimVerdict.NotTested,
        _ => null,
    };
}
