using System.Text;
using System.Text.Json.Nodes;

namespace Courseware.Host.Running;

/// <summary>The README's table of claims, generated from the recorded verdicts of the course's own engine, between two markers.</summary>
internal static class ReadmeTable
{
    public const string Begin = "<!-- claims:begin -->";
    public const string End = "<!-- claims:end -->";
    private const string Engine = "managed";

    /// <summary>The text with the table put between its markers; null when it has no markers.</summary>
    public static string? Rewrite(string readme, ExpectedFile expected)
    {
        var begin = readme.IndexOf(Begin, StringComparison.Ordinal);
        var end = readme.IndexOf(End, StringComparison.Ordinal);
        return begin < 0 || end < begin ? null : $"{readme[..(begin + Begin.Length)]}\n{Of(expected)}{readme[end..]}";
    }

    private static string Of(ExpectedFile expected)
    {
        var text = new StringBuilder("| claim | statement | reported | ours | verdict | ours, full | verdict, full |\n|---|---|---|---|---|---|---|\n");
        foreach (var claim in expected.Claims.Where(c => c.Engine == Engine).GroupBy(c => c.Id, StringComparer.Ordinal).OrderBy(c => c.Key, ClaimOrder.Instance))
        {
            var byMode = claim.GroupBy(c => c.Mode, StringComparer.Ordinal).ToDictionary(mode => mode.Key, mode => mode.First().Claim, StringComparer.Ordinal);
            var any = claim.First().Claim;
            var (plain, full) = (byMode.GetValueOrDefault("default"), byMode.GetValueOrDefault("full"));
            text.Append("| ").Append(claim.Key);
            foreach (var cell in (string[])[Text(any, "statement"), Text(any, "reported"), Text(plain, "ours"), Text(plain, "verdict"), Text(full, "ours"), Text(full, "verdict")])
                text.Append(" | ").Append(cell.Length == 0 ? "–" : cell);
            text.Append(" |\n");
        }
        return text.ToString();
    }

    private static string Text(JsonObject? claim, string name) =>
        (claim?[name]?.ToString() ?? "").ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
}
