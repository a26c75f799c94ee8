namespace Courseware;

/// <summary>Outcomes as they are written.</summary>
internal static class ExerciseOutcomeText
{
    public static string Text(this ExerciseOutcome outcome) => outcome switch
    {
        ExerciseOutcome.Correct => "correct",
        ExerciseOutcome.Wrong => "wrong",
        ExerciseOutcome.Unreadable => "not understood",
        _ => "not attempted",
    };

    /// <summary>A sign that differs in shape, not only in colour.</summary>
    public static string Sign(this ExerciseOutcome outcome) => outcome switch
    {
        ExerciseOutcome.Correct => "✓",
        ExerciseOutcome.Wrong => "✗",
        ExerciseOutcome.Unreadable => "?",
        _ => "✎",
    };

    // Okabe and Ito's palette, whose colours colour-blind readers can distinguish.
    public static string Colour(this ExerciseOutcome outcome) => outcome switch
    {
        ExerciseOutcome.Correct => "#009e73",
        ExerciseOutcome.Wrong => "#d55e00",
        ExerciseOutcome.Unreadable => "#e69f00",
        _ => "#56b4e9",
    };
}
