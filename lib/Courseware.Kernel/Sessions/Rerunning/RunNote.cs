namespace Courseware.Kernel.Sessions;

/// <summary>A run of a cell while it is going on.</summary>
/// <param name="StaleInputs">What it uses that is stale, when it begins.</param>
/// <param name="IsAgain">Whether the cell ran before.</param>
internal sealed record RunNote(CellRecord Cell, CellRun Run, Closure Closure, IReadOnlyList<LiveDeclaration> StaleInputs, bool IsAgain)
{
    /// <summary>The names of what was made again, and the cells above this one that change it and have not run since.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<CellRecord> Cells)> Unfinished { get; init; } = [];

    /// <summary>
    /// The names of what it finds as its own last run has left it, not as the cells before it make it: it changes them once more.
    /// </summary>
    public IReadOnlyList<string> Repeated { get; init; } = [];

    /// <summary>The keys of what it declared before and no longer does.</summary>
    public IReadOnlyList<string> Gone { get; init; } = [];

    /// <summary>The names of what was compiled again after the cell, and because of it, so that it uses the earlier ones.</summary>
    public IReadOnlyList<string> TooLate { get; init; } = [];
}
