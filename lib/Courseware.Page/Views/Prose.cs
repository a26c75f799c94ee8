using Courseware.Host.Pages;
using Courseware.Page.Sessions;

namespace Courseware.Page.Views;

/// <summary>
/// Makes HTML of a notebook's texts: prose at once, since a page is read before it is run; colours of code when there is time.
/// </summary>
internal static class Prose
{
    /// <summary>Renders the prose as it is now, and the list of its headings.</summary>
    public static void Render(LiveNotebook notebook)
    {
        var markdown = new MarkdownRenderer(notebook.Folder,
            "/course/" + (Path.GetFileName(notebook.Folder) is { Length: > 0 } folder ? folder + "/" : ""));
        foreach (var taken in (string[])["content", "contents"])
            markdown.UniqueId(taken);
        var texts = notebook.Look(now => now.Cells.Where(cell => !cell.IsCode).Select(cell => (cell, cell.Source)).ToList());
        List<(LiveCell, string, string)> rendered =
            [.. texts.Select(text => (text.cell, text.Source, Of(text.cell, text.Source, markdown)))];
        notebook.SetHtml(rendered, NotebookPage.Contents(markdown.Headings));
    }

    /// <summary>Colours the code of cells that have none yet or another text.</summary>
    public static void Colour(LiveNotebook notebook)
    {
        var texts = notebook.Look(now =>
            now.Cells.Where(cell => cell.IsCode && (cell.Html is null || cell.HtmlVersion < cell.SourceVersion))
            .Select(cell => (cell, cell.Source)).ToList());
        if (texts.Count > 0)
            notebook.SetHtml([.. texts.Select(text => (text.cell, text.Source, CSharpColouring.ToHtml(text.Source)))]);
    }

    private static string Of(LiveCell cell, string source, MarkdownRenderer markdown) =>
        cell.Kind == "markdown" ? NotebookPage.WithAnchors(markdown.Render(source))
        : $"<pre class=\"plain\" dir=\"auto\">{Html.Text(source)}</pre>";
}
