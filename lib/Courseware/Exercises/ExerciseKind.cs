namespace Courseware;

/// <summary>What an exercise asks for.</summary>
internal enum ExerciseKind
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>A list of numbers, or a tensor.</summary>
    Array,

    /// <summary>Yes or no.</summary>
    Bool,

    /// <summary>One of the options.</summary>
    Choice,

    /// <summary>A word.</summary>
    Text,

    /// <summary>A function of numbers, tested on points.</summary>
    Function,
}
