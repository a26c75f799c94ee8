using Courseware.Host.Notebooks;
using Courseware.Host.Pages;
using Courseware.Host.Running;

namespace Courseware.Host.Checking;

/// <summary>A notebook under check, and what its course expects of all notebooks.</summary>
/// <param name="FirstCell">The first cell that the course's notebooks share.</param>
/// <param name="Claims">The course's claims; null when it has no list of them.</param>
internal sealed record CheckContext(NotebookDocument Notebook, string FirstCell, IReadOnlyList<ListedClaim>? Claims)
{
    private readonly Lazy<IReadOnlyList<(NotebookCell, IReadOnlyList<Heading>)>> _headings = new(() => HeadingsOf(Notebook));

    /// <summary>Each Markdown cell with its headings, whose anchors are those of the rendered page.</summary>
    public IReadOnlyList<(NotebookCell Cell, IReadOnlyList<Heading> Headings)> Headings => _headings.Value;

    public static IReadOnlyList<(NotebookCell Cell, IReadOnlyList<Heading> Headings)> HeadingsOf(NotebookDocument notebook)
    {
        var renderer = new MarkdownRenderer();
        var result = new List<(NotebookCell, IReadOnlyList<Heading>)>();
        foreach (var cell in notebook.Cells.Where(cell => cell.Kind == "markdown"))
        {
            var before = renderer.Headings.Count;
            renderer.Render(cell.Source);
            result.Add((cell, [.. renderer.Headings.Skip(before)]));
        }
        return result;
    }

    public Finding Error(int? cell, string message, string remedy) => new(Notebook.Name, cell, message, remedy);

    public Finding Warning(int? cell, string message, string remedy) => new(Notebook.Name, cell, message, remedy, IsWarning: true);
}
