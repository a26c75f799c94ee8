namespace Courseware;

/// <summary>Verdicts as they are written in notebooks and in the recorded file.</summary>
internal static class VerdictText
{
    public static string Text(this Verdict verdict) => verdict switch
    {
        Verdict.Held => "held",
        Verdict.NotHeld => "not held",
        Verdict.Undecided => "undecided",
        _ => "not tested",
    };

    /// <summary>A sign that differs in shape, not only in colour.</summary>
    public static string Sign(this Verdict verdict) => verdict switch
    {
        Verdict.Held => "✓",
        Verdict.NotHeld => "✗",
        Verdict.Undecided => "?",
        _ => "–",
    };

    // Okabe and Ito's palette, whose colours colour-blind readers can distinguish.
    public static string Colour(this Verdict verdict) => verdict switch
    {
        Verdict.Held => "#009e73",
        Verdict.NotHeld => "#d55e00",
        Verdict.Undecided => "#e69f00",
        _ => "#8a8a8a",
    };
}
