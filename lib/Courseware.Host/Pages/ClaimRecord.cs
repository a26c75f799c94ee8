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
/// <param name="Verdict">The outcome.</param>
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
    /// <summary>The outcome of a recorded full run, shown beside a default run; empty if none is recorded.</summary>
    public string FullRun { get; init; } = "";

    /// <summary>The claim as a sentence, of a mistake the document's own; <see cref="Statement"/> where the output has none.</summary>
    public string Sentence { get => field.Length > 0 ? field : Statement; init; } = "";

    /// <summary>The document's own words, in Persian; empty where they are not given.</summary>
    public string Words { get; init; } = "";

    /// <summary>The document's letter and question; empty for a claim of the course.</summary>
    public string Source { get; init; } = "";

    /// <summary>Which of its differences may be chance, in a sentence; empty if none.</summary>
    public string Unresolved { get; init; } = "";

    /// <summary>The better question, where the rule turned out to be badly chosen; empty otherwise.</summary>
    public string Better { get; init; } = "";

    /// <summary>Whether the claim is about a document's mistake: then held means that the document's sentence is refuted.</summary>
    public bool IsMistake => Kind == "M";

    /// <summary>The engines that computed claims, each with the notebooks in which it did.</summary>
    internal static IEnumerable<IGrouping<string, string>> Engines(
        IEnumerable<(string Notebook, IReadOnlyList<ClaimRecord> Claims)> notebooks)
        => notebooks.SelectMany(of => of.Claims.Select(claim => (claim.Engine, of.Notebook))).Where(of => of.Engine.Length > 0).Distinct()
        .GroupBy(of => of.Engine, of => of.Notebook, StringComparer.Ordinal);

    /// <summary>Reads one claim; null when the JSON has no id, or another verdict than the four.</summary>
    public static ClaimRecord? TryParse(JsonNode? node)
    {
        if (NotebookJson.Json(node) is not JsonObject claim || Verdicts(Text("verdict")) is not { } verdict || Text("id").Length == 0)
            return null;
        var values = claim["values"] is JsonObject numbers
            ? numbers.Select(v => KeyValuePair.Create(v.Key, NotebookJson.Scalar(v.Value))).ToList() : [];
        return new(Text("id"), Text("kind"), Text("statement"), Text("rule"), Text("reported"), Text("ours"), verdict, Text("reason"),
            values, Text("data"), Text("dataHash"), Text("mode"), Text("engine"))
        {
            FullRun = Text("fullRun"),
            Sentence = Text("sentence"),
            Words = Text("words"),
            Source = Text("source"),
            Unresolved = Text("unresolved"),
            Better = Text("better"),
        };

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
