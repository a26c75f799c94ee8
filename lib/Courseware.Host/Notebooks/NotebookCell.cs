using System.Text.Json.Nodes;

namespace Courseware.Host.Notebooks;

/// <param name="Number">Position among all cells of the notebook, from 1.</param>
/// <param name="Kind">"code", "markdown" or "raw".</param>
internal sealed record NotebookCell(int Number, string Kind, string Source)
{
    public bool IsCode => Kind == "code";

    /// <summary>What errors and stack traces call the cell.</summary>
    public string Name => $"cell {Number}";

    /// <summary>Whether an error in it is what its writer wants to show: the run goes on, as nbclient's does.</summary>
    public bool MayFail { get; private init; }

    /// <summary>Whether it is not to be run at all, and keeps the outputs that it has.</summary>
    public bool IsSkipped { get; private init; }

    /// <summary>The language that its metadata name, where that is not C#; else null.</summary>
    public string? OtherLanguage { get; private init; }

    /// <summary>Whether a run executes it.</summary>
    public bool IsToRun => IsCode && !IsSkipped && (OtherLanguage is null || CellLanguage.IsContent(OtherLanguage));

    /// <summary>What the session is given: the source, and before it the line that says that it is Markdown, say.</summary>
    public string Code => OtherLanguage is { } language && CellLanguage.IsContent(language) ? $"#!{language}\n{Source}" : Source;

    public static NotebookCell Of(int number, JsonObject cell)
    {
        var metadata = cell["metadata"] as JsonObject;
        var tags = (metadata?["tags"] as JsonArray ?? []).Select(NotebookFormat.TextOf).ToHashSet(StringComparer.Ordinal);
        return new(number, NotebookFormat.TextOf(cell["cell_type"]), NotebookFormat.TextOf(cell["source"]))
        {
            MayFail = tags.Contains("raises-exception"),
            IsSkipped = tags.Contains("skip-execution"),
            OtherLanguage = metadata is null ? null : CellLanguage.Other(metadata),
        };
    }

    /// <summary>
    /// The first line that says what a code cell does: no reference, no <c>using</c>, no comment, unless there is nothing else.
    /// </summary>
    public string FirstLine
    {
        get
        {
            var lines = Source.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
            return lines.FirstOrDefault(line => line[0] is not ('#' or '/') && !line.StartsWith("using ", StringComparison.Ordinal))
                ?? lines.FirstOrDefault() ?? "";
        }
    }
}
