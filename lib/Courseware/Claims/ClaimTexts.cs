namespace Courseware;

/// <summary>What the course says of a claim, from notebooks/claims.json. Each text may name figures of the cell: "gap {gap:F3}".</summary>
/// <param name="Data">The catalogue's id of the data set that the rule is about; null if it depends on none.</param>
/// <param name="Ours">Our figures, in a few words.</param>
/// <param name="Reported">The document's figure; "" if it printed none.</param>
/// <param name="Because">Why it is so, shown if held; for a mistake the cause.</param>
/// <param name="IfNot">Why it is not so, shown if not held.</param>
/// <param name="IfUndecided">Why it stays open.</param>
/// <param name="Better">The better question, where the rule turned out to be badly chosen; "" otherwise.</param>
internal sealed record ClaimTexts(
    string? Data, string? Ours, string Reported, string? Because, string? IfNot, string? IfUndecided, string Better)
{
    public static ClaimTexts None { get; } = new(null, null, "", null, null, null, "");
}
