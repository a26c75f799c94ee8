namespace Courseware.Kernel.Sessions;

/// <summary>What is no longer what a new session would give, by the ids of cells.</summary>
/// <param name="Stale">The cells, and why.</param>
/// <param name="Again">The cells to run again so that nothing is stale, in the order of the notebook.</param>
internal sealed record Staleness(IReadOnlyDictionary<string, string> Stale, IReadOnlyList<string> Again);
