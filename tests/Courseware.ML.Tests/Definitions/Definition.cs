namespace Courseware.ML.Tests.Definitions;

/// <summary>One figure, and what each of the three makes of the same small input.</summary>
/// <param name="Figure">What it is called, and of what.</param>
/// <param name="MLNet">ML.NET's; "–" where it has none.</param>
/// <param name="TorchSharp">TorchSharp's.</param>
/// <param name="Ours">The course's.</param>
/// <param name="Note">Why they differ, or what to write so that they do not.</param>
internal sealed record Definition(string Figure, string MLNet, string TorchSharp, string Ours, string Note = "");
