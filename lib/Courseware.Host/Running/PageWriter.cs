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
    public void Write(NotebookDocument notebook, JsonObject executed)
    {
        var pages = Path.Combine(output, course.OutputOf(notebook.Folder));
        var place = course.IsOwn(notebook.Folder) ? course.All.Select(NameOf).ToList().IndexOf(notebook.Name) : -1;
        var options = new PageOptions
        {
            Number = NumberOf(notebook.Name),
            Title = TitleOf(notebook),
            IndexHref = "../index.html",
            Previous = place > 0 ? Link(place - 1, pages) : null,
            Next = place >= 0 && place + 1 < course.All.Count ? Link(place + 1, pages) : null,
            NotebookFolder = notebook.Folder,
            LinkPrefix = Path.GetRelativePath(pages, notebook.Folder).Replace('\\', '/') + "/",
        };
        NotebookFormat.WriteAtomically(Path.Combine(pages, notebook.Name + ".html"), NotebookPage.Render(executed, options));
    }

    /// <param name="seconds">Measured times of the notebooks that ran now, by name.</param>
    public void WriteIndex(IReadOnlyDictionary<string, double> seconds)
    {
        var names = course.All.Select(NameOf).Concat(seconds.Keys.Order(StringComparer.Ordinal)).Distinct();
        var entries = names.Select(name => Entry(name, seconds)).OfType<IndexEntry>().ToList();
        NotebookFormat.WriteAtomically(Path.Combine(output, "index.html"), IndexPage.Render(entries));
    }

    private IndexEntry? Entry(string name, IReadOnlyDictionary<string, double> seconds)
    {
        var path = Path.Combine(output, "notebooks", name + ".ipynb");
        // One that cannot be read was not written by us, or is of another version: the others still have their place in the index.
        if (!File.Exists(path) || TryLoad(path) is not { } executed)
            return null;
        var code = executed.Cells.Where(cell => cell.IsCode).ToList();
        var cells = executed.Json["cells"]!.AsArray();
        return new IndexEntry(
            NumberOf(name)
            ?? name, TitleNumber().Replace(TitleOf(executed), ""), NotebookPage.PersianTitleOf(executed.Json), $"notebooks/{name}.html",
            code.Count(cell => cells[cell.Number - 1]!["execution_count"] is not null), seconds.TryGetValue(name, out var time)
            ? time : null,
            [.. ClaimRecord.FromNotebook(executed.Json).OrderBy(claim => claim.Id, ClaimOrder.Instance)],
            DataRecord.FromNotebook(executed.Json), code.Where(cell => !cell.MayFail).Select(cell => FailureOf(cell, cells))
            .FirstOrDefault(failure => failure is not null));
    }

    private PageLink? Link(int place, string pages)
    {
        var (path, name) = (course.All[place], NameOf(course.All[place]));
        if (!now.Contains(path) && !File.Exists(Path.Combine(pages, name + ".html")))
            return null;
        return new PageLink(name + ".html", TryLoad(path) is { } notebook ? TitleOf(notebook) : name);
    }

    // A fault of another notebook is told where that one runs; this one's page does not depend on it.
    private static NotebookDocument? TryLoad(string path)
    {
        try
        {
            return NotebookDocument.Load(path);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);

    private static string? FailureOf(NotebookCell cell, JsonArray cells) =>
        cells[cell.Number - 1]!["outputs"]?.AsArray().FirstOrDefault(output => output?["output_type"]?.ToString() == "error") is { } error
            ? $"{cell.Name}: {error["ename"]}: {error["evalue"]}" : null;

    private static string TitleOf(NotebookDocument notebook) =>
        NotebookPage.TitleOf(notebook.Json) ?? notebook.Name;

    // "01-overfitting" is N1.
    private static string? NumberOf(string name) =>
        NotebookDocument.NumberOf(name) is { } number ? "N" + number.ToString(CultureInfo.InvariantCulture) : null;

    // The index shows the number by itself.
    [GeneratedRegex(@"^\d+ · ")]
    private static partial Regex TitleNumber();
}
