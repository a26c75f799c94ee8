namespace Courseware.Host.Checking;

/// <summary>What a reader sees: the shared first cell, headings in order, short cells, not too many.</summary>
internal static class ShapeRules
{
    public const int MostLines = 15;
    public const int MostCells = 40;

    public static IEnumerable<Finding> Check(CheckContext context)
    {
        var cells = context.Notebook.Cells;
        if (cells.FirstOrDefault(cell => cell.IsCode) is not { } first)
        {
            yield return context.Error(null, "there is no code cell.", "A notebook begins with the cell that names the library.");
        }
        else if (first.Source.TrimEnd() != context.FirstCell)
        {
            yield return context.Error(
                first.Number, $"expected the first code cell that the course's notebooks share ({Quote(context.FirstCell)}), found {Quote(first.Source)}.", "Copy it from another notebook, and put what this one needs beyond it into a second cell.");
        }
        else if (first.Source.Split('\n').FirstOrDefault(line => line.Trim() is { Length: > 0 } text && !IsOpening(text)) is { } other)
        {
            yield return context.Error(first.Number, $"expected nothing but #r and using in the first code cell, found \"{other.Trim()}\".",
                "Move it to the next cell.");
        }

        foreach (var cell in cells.Where(cell => cell.IsCode))
        {
            var lines = cell.Source.TrimEnd().Split('\n').Length;
            if (lines > MostLines)
                yield return context.Error(cell.Number, $"{lines} lines, where {MostLines} are the most.", "Split it: one idea a cell.");
        }
        if (cells.Count > MostCells)
            yield return context.Warning(null, $"{cells.Count} cells, where {MostCells} are plenty.", "See whether two ideas are one.");
        foreach (var finding in Headings(context))
            yield return finding;
    }

    private static IEnumerable<Finding> Headings(CheckContext context)
    {
        var headings = context.Headings.SelectMany(cell => cell.Headings.Select(heading => (cell.Cell.Number, heading.Level, heading.Text)))
            .ToList();
        var titles = headings.Where(heading => heading.Level == 1).ToList();
        if (titles.Count == 0)
            yield return context.Error(null, "expected one heading of level 1 (# Title), found none.", "Add the title.");
        foreach (var second in titles.Skip(1))
            yield return context.Error(second.Number, $"expected one heading of level 1, \"{second.Text}\" is another.", "Make it ##.");
        var level = 0;
        foreach (var heading in headings)
        {
            if (heading.Level > level + 1)
            {
                yield return level == 0
                    ? context.Error(heading.Number, $"the first heading is \"{heading.Text}\" of level {heading.Level}, not the title.",
                        "Put the title (#) before it.")
                    : context.Error(
                        heading.Number, $"\"{heading.Text}\" has level {heading.Level} under a heading of level {level}.", $"Use {new string('#', level + 1)}.");
            }
            level = heading.Level;
        }
    }

    private static bool IsOpening(string line) =>
        line.StartsWith("#r ", StringComparison.Ordinal) || line.StartsWith("using ", StringComparison.Ordinal)
        || line.StartsWith("//", StringComparison.Ordinal);

    private static string Quote(string source)
    {
        var line = source.TrimEnd().ReplaceLineEndings(" ⏎ ");
        return "\"" + (line.Length <= 100 ? line : line[..100] + "…") + "\"";
    }
}
