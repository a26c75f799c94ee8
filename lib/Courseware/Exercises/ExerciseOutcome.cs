namespace Courseware;

/// <summary>The outcome of an answer.</summary>
internal enum ExerciseOutcome
{
    /// <summary>Nothing was entered: null, NaN, "" or an empty list.</summary>
    NotAttempted,

    /// <summary>Right within the tolerance.</summary>
    Correct,

    /// <summary>Not right; where the slip is known, it is named.</summary>
    Wrong,

    /// <summary>Not the kind of answer that the exercise asks for: another type, or another number of numbers.</summary>
    Unreadable,
}
