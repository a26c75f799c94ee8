using System.Text;
using System.Text.Json.Nodes;

namespace Courseware.Host.Running;

/// <summary>
/// The table of claims of notebooks/README.md, generated from the recorded verdicts of the course's own engine, between two markers.
/// </summary>
internal static class ReadmeTable
{
    public const string Begin = "<!-- claims:begin -->";
    public const string End = "<!-- claims:end -->";
    private const string Engine = "managed";

    /// <summary>The text with the table put between its markers; null when it has no markers.</summary>
    /// <param name="readme">The page's text.</param>
    /// <param name="claims">Every claim of the course: one that was not recorded yet has its row too.</param>
    /// <param name="expected">The recorded verdicts.</param>
    public static string? Rewrite(string readme, IReadOnlyList<ListedClaim> claims, ExpectedFile expected)
    {
        var begin = readme.IndexOf(Begin, StringComparison.Ordinal);
        var end = readme.IndexOf(End, StringComparison.Ordinal);
        return begin < 0 || end < begin ? null : $"{readme[..(begin + Begin.Length)]}\n{Of(claims, expected)}{readme[end..]}";
    }

    private static string Of(IReadOnlyList<ListedClaim> claims, ExpectedFile expected)
    {
        var text = new StringBuilder("| claim | statement | document | reported | ours | verdict | ours, full | verdict, full |\n");
        text.Append("|---|---|---|---|---|---|---|---|\n");
        var recorded = expected.Claims.Where(c => c.Engine == Engine).ToLookup(c => c.Id, StringComparer.Ordinal);
        foreach (var claim in claims.OrderBy(c => c.Id, ClaimOrder.Instance))
        {
            JsonObject? In(string mode) => recorded[claim.Id].FirstOrDefault(c => c.Mode == mode).Claim;
            string Verdict(JsonObject? found) => Verdicts.Finding(claim.IsMistake, Text(found, "verdict"));
            var (plain, full) = (In("default"), In("full"));
            string[] cells =
            [
                claim.Sentence, claim.Source, claim.Reported, Text(plain, "ours"), Verdict(plain), Text(full, "ours"), Verdict(full),
            ];
            text.Append("| ").Append(claim.Id);
            foreach (var cell in cells)
                text.Append(" | ").Append(cell.Length == 0 ? "–" : Escaped(cell));
            text.Append(" |\n");
        }
        return text.ToString();
    }

    private static string Text(JsonObject? claim, string name) => claim?[name]?.ToString() ?? "";

    private static string Escaped(string cell) => cell.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
}
