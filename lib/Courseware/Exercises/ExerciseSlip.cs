namespace Courseware;

/// <summary>A typical wrong answer.</summary>
/// <param name="Answer">The wrong answer, as a formula.</param>
/// <param name="Says">What was done: "This is the sum over the samples, not their mean."</param>
/// <param name="SaysFa">The same in Persian; "" if it is not given.</param>
internal sealed record ExerciseSlip(Formula Answer, string Says, string SaysFa);
