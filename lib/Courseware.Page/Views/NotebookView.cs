using System.Globalization;
using System.Text;
using Courseware.Host.Notebooks;
using Courseware.Host.Pages;
using Courseware.Page.Sessions;

namespace Courseware.Page.Views;

/// <summary>The page of one notebook: its cells as they are now; what it puts out comes over the socket.</summary>
internal static class NotebookView
{
    public static string Render(LiveNotebook notebook, Shelf shelf)
    {
        Prose.Render(notebook);
        return notebook.Look(now =>
        {
            var cells = new StringBuilder();
            foreach (var (cell, index) in now.Cells.Select((cell, index) => (cell, index)))
                cells.Append(CellView.Render(cell, index + 1));
            var title = TitleOf(now);
            var body = $"""
                <header class="bar" role="banner">
                <nav class="where" data-w-label="course" aria-label="All notebooks"><a href="/" data-w="course">All notebooks</a><span class="name" dir="ltr" title="{Html.Text(now.Path)}">{Html.Text(now.Name)}</span></nav>
                {Bar()}
                </header>
                <div id="notices" class="notices"></div>
                <div class="frame">
                <div id="contents-slot">{now.Contents}</div>
                <main class="page live" id="content">
                <div id="facts" class="summary" hidden></div>
                <div id="cells">
                {cells}</div>
                {Neighbours(now, shelf)}
                </main>
                </div>
                <footer id="present-bar" class="present-bar" role="contentinfo" hidden></footer>
                <aside id="what-if" class="what-if" hidden aria-label="What if" data-w-label="whatIf"></aside>
                <p id="said" class="sr" role="status" aria-live="polite"></p>
                """;
            return Frame.Wrap(title, body, "main.js",
                string.Create(
                    CultureInfo.InvariantCulture, $" data-notebook=\"{Html.Text(now.Name)}\" data-epoch=\"{now.Epoch}\" data-version=\"{now.Version}\""));
        });
    }

    /// <summary>A notebook's first heading; its name where it has none.</summary>
    public static string TitleOf(LiveNotebook notebook) =>
        notebook.Cells.Where(cell => cell.Kind == "markdown").Select(cell => MarkdownRenderer.Title(cell.Source))
        .FirstOrDefault(title => title is not null) ?? notebook.Name;

    private static string Bar() => $"""
        <div class="bar-tools" role="toolbar" aria-label="Notebook" data-w-label="notebook">
        {Button("runAll", Icons.RunAll, "Run all")}
        {Button("runStale", Icons.Stale, "Run what is stale", "hidden")}
        {Button("stop", Icons.Stop, "Stop", "disabled")}
        {Button("restart", Icons.Restart, "Restart")}
        <span id="session" class="pill" role="status" data-w="none">No session</span>
        </div>
        <div class="bar-tools end">
        <span id="kept" class="kept"></span>
        {Button("saveCopy", Icons.Save, "Save a copy")}
        {Button("present", Icons.Present, "Present")}
        <details class="menu"><summary data-w="more">More</summary><div class="menu-items">
        <button type="button" data-do="saveFile" data-w="saveFile">Save to the file</button>
        <button type="button" data-do="discard" data-w="discard">Discard what is not saved</button>
        <button type="button" data-do="restoreCell" data-w="restoreCell">Bring back a deleted cell</button>
        <button type="button" data-do="clear" data-w="clear">Clear outputs</button>
        <button type="button" data-do="resetNumbers" data-w="resetNumbers">Reset to the course’s numbers</button>
        <button type="button" data-do="keepRuns" data-w="keepRuns">Keep these curves to compare</button>
        <button type="button" data-do="keys" data-w="keys">Keys</button>
        </div></details>
        <button type="button" class="tool" data-do="language" lang="fa">فارسی</button>
        {Button("theme", Icons.Theme, "Light or dark")}
        </div>
        """;

    private static string Button(string what, string icon, string title, string state = "") =>
        $"<button type=\"button\" class=\"tool\" data-do=\"{what}\" data-w-title=\"{what}\" title=\"{title}\" {state}>{icon}<span data-w=\"{what}\">{title}</span></button>";

    private static string Neighbours(LiveNotebook notebook, Shelf shelf)
    {
        var paths = shelf.Paths;
        var place = paths.ToList().IndexOf(notebook.Path);
        string Link(int index, string name, string word, string label) => place < 0 || index < 0 || index >= paths.Count ? ""
            : $"<a class=\"{name}\" rel=\"{(name == "next" ? "next" : "prev")}\" href=\"/{Uri.EscapeDataString(Shelf.NameOf(paths[index]))}.html\"><small data-w=\"{word}\">{label}</small>{Html.Text(Title(paths[index]))}</a>";
        return $"<nav class=\"neighbours\" aria-label=\"Neighbouring notebooks\" data-w-label=\"neighbours\">{Link(place - 1, "previous", "before", "Before")}{Link(place + 1, "next", "after", "After")}</nav>";
    }

    private static string Title(string path)
    {
        try
        {
            return NotebookPage.TitleOf(NotebookDocument.Load(path).Json) ?? Path.GetFileNameWithoutExtension(path);
        }
        catch (InvalidDataException)
        {
            return Path.GetFileNameWithoutExtension(path);
        }
    }
}
