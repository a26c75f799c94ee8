using Courseware.Host.Pages;

namespace Courseware.Host.Running;

/// <summary>Verdicts as words, and what they are worth.</summary>
internal static class Verdicts
{
    public static string Text(this ClaimVerdict verdict) => verdict switch
    {
        ClaimVerdict.Held => "held",
        ClaimVerdict.NotHeld => "not held",
        ClaimVerdict.Undecided => "undecided",
        _ => "not tested",
    };

    /// <summary>A recorded verdict as the claim's sentence reads: that of a document's mistake is refuted, confirmed or open.</summary>
    public static string Finding(bool isMistake, string verdict) => (isMistake, verdict) switch
    {
        (true, "held") => "refuted",
        (true, "not held") => "confirmed",
        (true, "undecided") => "open",
        _ => verdict,
    };

    /// <summary>Whether a verdict can be held against a recorded one: stand-in data decide nothing.</summary>
    public static bool IsComparable(this ClaimRecord claim) => claim.Data != "stand-in" && claim.Verdict != ClaimVerdict.NotTested;
}
