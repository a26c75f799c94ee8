namespace Courseware;

/// <summary>An answer that a test enters into an exercise's cell, and the outcome it expects.</summary>
/// <param name="Id">The exercise.</param>
/// <param name="Name">"right", "empty" or "slip 1".</param>
/// <param name="Prelude">Declarations of what the cell gives.</param>
/// <param name="Code">What replaces the skeleton's <c>null</c>.</param>
/// <param name="Body">Of a function, what replaces the skeleton's <c>double.NaN</c>.</param>
/// <param name="Outcome">The outcome's text.</param>
/// <param name="Says">Part of what is said; "" if nothing is.</param>
/// <param name="Needs">Cells that run before.</param>
internal sealed record ExerciseCase(string Id, string Name, string Prelude, string Code, string Body, string Outcome, string Says,
    IReadOnlyList<string> Needs);
