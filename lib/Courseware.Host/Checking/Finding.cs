namespace Courseware.Host.Checking;

/// <summary>One thing that is wrong with a notebook.</summary>
/// <param name="Cell">Position among all cells, from 1; null for the notebook as a whole.</param>
/// <param name="Message">What was expected and what was found.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="IsWarning">Worth a look, but no reason to refuse.</param>
internal sealed record Finding(string Notebook, int? Cell, string Message, string Remedy, bool IsWarning = false)
{
    public override string ToString() =>
        $"{Notebook}{(Cell is { } cell ? $", cell {cell}" : "")}: {(IsWarning ? "warning: " : "")}{Message} {Remedy}".TrimEnd();
}
