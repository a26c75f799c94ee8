namespace Courseware.Host.Notebooks;

/// <param name="Number">Position among all cells of the notebook, from 1.</param>
/// <param name="Kind">"code", "markdown" or "raw".</param>
internal sealed record NotebookCell(int Number, string Kind, string Source)
{
    public bool IsCode => Kind == "code";

    /// <summary>What errors and stack traces call the cell.</summary>
    public string Name => $"cell {Number}";

    /// <summary>The first line that says what a code cell does: no reference, no <c>using</c>, no comment, unless there is nothing else.</summary>
    public string FirstLine
    {
        get
        {
            var lines = Source.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
            return lines.FirstOrDefault(line => line[0] is not ('#' or '/') && !line.StartsWith("using ", StringComparison.Ordinal)) ?? lines.FirstOrDefault() ?? "";
        }
    }
}
