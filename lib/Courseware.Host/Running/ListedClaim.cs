using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Courseware.Host.Running;

/// <summary>A claim of the course's list, <c>notebooks/claims.json</c>.</summary>
/// <param name="Id">"N1.1".</param>
/// <param name="IsMistake">Whether it is about a document's mistake, which is refuted rather than held.</param>
/// <param name="Sentence">What is claimed; for a mistake the document's own sentence.</param>
/// <param name="Source">The document and its question; "" for a claim of the course.</param>
/// <param name="Reported">The document's figure; "" if it printed none.</param>
/// <param name="Figures">The names of the figures that its texts show: "gap" of "gap {gap:F3}".</param>
internal sealed partial record ListedClaim(string Id, bool IsMistake, string Sentence, string Source, string Reported,
    IReadOnlyList<string> Figures)
{
    private static readonly string[] s_texts = ["ours", "because", "ifNot", "ifUndecided"];

    /// <summary>Null when there is no such file.</summary>
    /// <exception cref="InvalidDataException">The file is not a list of claims.</exception>
    public static IReadOnlyList<ListedClaim>? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return [.. JsonNode.Parse(File.ReadAllText(path))!.AsArray().Select(claim => Of(claim!.AsObject()))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new InvalidDataException($"{path}: expected a list of claims, each with an \"id\": {e.Message}", e);
        }
    }

    private static ListedClaim Of(JsonObject claim)
    {
        string Text(string name) => claim[name]?.GetValue<string>() ?? "";
        var sentence = Text("sentence") is { Length: > 0 } written ? written : Text("statement");
        return new(claim["id"]!.GetValue<string>(), Text("kind") == "M", sentence, Text("source"), Text("reported"),
            [.. s_texts.SelectMany(FiguresIn).Distinct()]);

        IEnumerable<string> FiguresIn(string text) => Figure().Matches(Text(text)).Select(figure => figure.Groups[1].Value);
    }

    [GeneratedRegex(@"\{(\w+)(?::[^{}]+)?\}")]
    private static partial Regex Figure();
}
