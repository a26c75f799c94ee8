namespace Courseware;

/// <summary>One of the answers to choose from.</summary>
/// <param name="Text">As it is entered.</param>
/// <param name="TextFa">In Persian; "" if it is not given.</param>
internal sealed record ExerciseOption(string Text, string TextFa);
