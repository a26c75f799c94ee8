namespace Courseware.Page.Views;

/// <summary>A number in a cell's text.</summary>
/// <param name="Start">Where it begins, its sign included.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Name">What it is called there.</param>
/// <param name="IsWhole">Whether only whole numbers fit.</param>
internal sealed record NamedNumber(int Start, int End, string Name, double Value, bool IsWhole);
