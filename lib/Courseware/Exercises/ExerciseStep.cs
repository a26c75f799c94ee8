namespace Courseware;

/// <summary>A quantity on the way to the answer: a name that later formulas use, and a line of the worked solution.</summary>
internal sealed record ExerciseStep(string Name, Formula Formula);
