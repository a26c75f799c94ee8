namespace Courseware;

/// <summary>What the reviewed file says of a claim.</summary>
/// <param name="Verdict">"held", "not held" or "undecided".</param>
/// <param name="Ours">The figure then.</param>
internal sealed record RecordedClaim(string Verdict, string Ours);
