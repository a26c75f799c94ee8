namespace Courseware;

/// <summary>One figure of merit, as ML.NET and as the course computes it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="MLNet">ML.NET's number.</param>
/// <param name="Ours">Ours, in the same unit.</param>
/// <param name="SameDefinition">Whether both mean the same, so that the numbers must agree.</param>
/// <param name="Note">In what they differ, or the unit.</param>
public sealed record MetricPair(string Name, double MLNet, double Ours, bool SameDefinition = true, string Note = "");
