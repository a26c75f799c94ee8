using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Courseware.Host.Notebooks;
using Courseware.Host.Pages;

namespace Courseware.Host.Running;

/// <summary>Writes executed notebooks as pages, and the index over all that have been executed so far.</summary>
/// <param name="now">The notebooks that this run writes pages of: a page links to them and to what is there already.</param>
internal sealed partial class PageWriter(CourseFolder course, string output, IReadOnlyList<string> now)
{
    private readonly IReadOnlyList<string> _names = [.. course.All.Select(path => Path.GetFileNameWithoutExtension(path))];

    public void Write(NotebookDocument notebook, JsonObject executed)
    {
        var pages = Path.Combine(output, "notebooks");
        var place = _names.ToList().IndexOf(notebook.Name);
        var options = new PageOptions
        {
            Number = NumberOf(notebook.Name),
            IndexHref = "../index.html",
            Previous = place > 0 ? Link(place - 1, pages) : null,
            Next = place >= 0 && place + 1 < _names.Count ? Link(place + 1, pages) : null,
            NotebookFolder = notebook.Folder,
            LinkPrefix = Path.GetRelativePath(pages, notebook.Folder).Replace('\\', '/') + "/",
        };
        NotebookFormat.WriteAtomically(Path.Combine(pages, notebook.Name + ".html"), NotebookPage.Render(executed, options));
    }

    /// <param name="seconds">Measured times of the notebooks that ran now, by name.</param>
    public void WriteIndex(IReadOnlyDictionary<string, double> seconds)
    {
        var names = _names.Concat(seconds.Keys.Order(StringComparer.Ordinal)).Distinct();
        var entries = names.Select(name => Entry(name, seconds)).OfType<IndexEntry>().ToList();
        NotebookFormat.WriteAtomically(Path.Combine(output, "index.html"), IndexPage.Render(entries));
    }

    private IndexEntry? Entry(string name, IReadOnlyDictionary<string, double> seconds)
    {
        var path = Path.Combine(output, "notebooks", name + ".ipynb");
        if (!File.Exists(path))
            return null;
        var executed = NotebookDocument.Load(path);
        var code = executed.Cells.Where(cell => cell.IsCode).ToList();
        var cells = executed.Json["cells"]!.AsArray();
        return new IndexEntry(
            NumberOf(name) ?? name, TitleNumber().Replace(TitleOf(executed), ""), null, $"notebooks/{name}.html",
            code.Count(cell => cells[cell.Number - 1]!["execution_count"] is not null), seconds.TryGetValue(name, out var time) ? time : null,
            ClaimRecord.FromNotebook(executed.Json), DataRecord.FromNotebook(executed.Json), code.Select(cell => FailureOf(cell, cells)).FirstOrDefault(failure => failure is not null));
    }

    private PageLink? Link(int place, string pages)
    {
        if (!now.Contains(course.All[place]) && !File.Exists(Path.Combine(pages, _names[place] + ".html")))
            return null;
        var notebook = NotebookDocument.Load(course.All[place]);
        return new PageLink(notebook.Name + ".html", TitleOf(notebook));
    }

    private static string? FailureOf(NotebookCell cell, JsonArray cells) =>
        cells[cell.Number - 1]!["outputs"]?.AsArray().FirstOrDefault(output => output?["output_type"]?.ToString() == "error") is { } error
            ? $"{cell.Name}: {error["ename"]}: {error["evalue"]}" : null;

    private static string TitleOf(NotebookDocument notebook) =>
        notebook.Cells.Where(cell => cell.Kind == "markdown").Select(cell => MarkdownRenderer.Title(cell.Source)).FirstOrDefault(title => title is not null) ?? notebook.Name;

    // "01-overfitting" is N1.
    private static string? NumberOf(string name) =>
        LeadingNumber().Match(name) is { Success: true } match ? "N" + int.Parse(match.Value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture) : null;

    // The index shows the number by itself.
    [GeneratedRegex(@"^\d+ · ")]
    private static partial Regex TitleNumber();

    [GeneratedRegex(@"^\d+")]
    private static partial Regex LeadingNumber();
}
