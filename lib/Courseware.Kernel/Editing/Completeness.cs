namespace Courseware.Kernel.Editing;

/// <summary>Whether a cell can be run as it is.</summary>
/// <param name="Status">complete, incomplete or invalid.</param>
/// <param name="Indent">What the next line of an incomplete cell begins with; empty otherwise.</param>
internal sealed record Completeness(string Status, string Indent);
