using System.Text;

namespace Courseware.ML.Tests.Definitions;

/// <summary>
/// Every figure that ML.NET, TorchSharp and the course define alike or differently, computed by all three: the README's table.
/// </summary>
internal static class DefinitionTable
{
    private const string Begin = "<!-- definitions -->\n";
    private const string End = "<!-- /definitions -->";

    /// <summary>The groups of rows.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<Definition> Rows)> Groups()
        => [("Figures of merit", [.. FiguresOfMerit.Rows()]), ("Rows and models without a network", [.. Preparation.Rows()]),
            ("Networks", [.. Networks.Rows()])];

    /// <summary>A text with the table between its two marks replaced.</summary>
    /// <exception cref="InvalidDataException">The marks are not there.</exception>
    public static string In(string readme, IReadOnlyList<(string Title, IReadOnlyList<Definition> Rows)> groups)
    {
        var (from, to) = (readme.IndexOf(Begin, StringComparison.Ordinal), readme.IndexOf(End, StringComparison.Ordinal));
        if (from < 0 || to < from)
            throw new InvalidDataException($"The README has no place for the table: it is between {Begin.Trim()} and {End}, each on a line of its own.");
        return readme[..(from + Begin.Length)] + ToMarkdown(groups) + readme[to..];
    }

    private static string ToMarkdown(IReadOnlyList<(string Title, IReadOnlyList<Definition> Rows)> groups)
    {
        var text = new StringBuilder();
        foreach (var (title, rows) in groups)
        {
            text.Append($"\n**{title}**\n\n| | ML.NET | TorchSharp | course | |\n|---|---:|---:|---:|---|\n");
            foreach (var row in rows)
                text.Append($"| {row.Figure} | {row.MLNet} | {row.TorchSharp} | {row.Ours} | {row.Note} |\n");
        }
        return text.Append('\n').ToString();
    }
}
