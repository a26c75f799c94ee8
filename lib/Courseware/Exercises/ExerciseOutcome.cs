namespace Courseware;

/// <summary>What came of an answer.</summary>
internal enum ExerciseOutcome
{
    /// <summary>Nothing was entered: null, NaN, "" or an empty list.</summary>
    NotAttempted,

    /// <summary>Right within the tolerance.</summary>
    Correct,

    /// <summary>Not right; where the slip is known, it is named.</summary>
    Wrong,

    /// <summary>Not such a thing as the exercise asks for: another type, another number of numbers.</summary>
    Unreadable,
}
