using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Courseware.Host.Notebooks;
using Courseware.Host.Pages;
using Courseware.Page.Sessions;

namespace Courseware.Page.Views;

/// <summary>The list of notebooks: what each is about, how long it takes, and how far its reader is.</summary>
internal static partial class IndexView
{
    public static string Render(Shelf shelf)
    {
        var cards = new StringBuilder();
        foreach (var path in shelf.Paths)
            cards.Append(Card(path, shelf));
        var body = $"""
            <header class="bar" role="banner"><nav class="where" aria-label="Course"><span class="name" data-w="course">All notebooks</span></nav>
            <div class="bar-tools end"><button type="button" class="tool" data-do="language" lang="fa">فارسی</button><button type="button" class="tool" data-do="theme" title="Light or dark" data-w-title="theme">{Icons.Theme}<span data-w="theme">Light or dark</span></button></div></header>
            <main class="page index" id="content">
            <header class="head"><h1 data-w="title">Deep learning in C# notebooks</h1></header>
            <div class="prose"><p data-w="intro">Open a notebook, run its cells with Shift+Enter, change a number and see what follows. What you change is kept as a draft until you save it.</p></div>
            <ul class="cards wide">{cards}</ul>
            </main>
            """;
        return Frame.Wrap("Deep learning in C# notebooks", body, "plain.js");
    }

    private static string Card(string path, Shelf shelf)
    {
        var name = Shelf.NameOf(path);
        var href = "/" + Uri.EscapeDataString(name) + ".html";
        JsonObject notebook;
        try
        {
            notebook = NotebookDocument.Load(path).Json;
        }
        catch (InvalidDataException e)
        {
            return $"<li class=\"card\"><h2>{Html.Text(name)}</h2><p class=\"failed\">{PageFrame.WarningIcon} {Html.Text(e.Message)}</p></li>\n";
        }
        var number = NotebookDocument.NumberOf(name) is { } n ? n.ToString(CultureInfo.InvariantCulture) : "";
        var title = Number().Replace(NotebookPage.TitleOf(notebook) ?? name, "");
        var text = string.Concat(NotebookJson.Cells(notebook).Where(cell => NotebookJson.Text(cell["cell_type"]) == "markdown").Take(2)
            .Select(cell => NotebookJson.Text(cell["source"]) + "\n"));
        var persian = Persian().Match(text) is { Success: true } found
            ? $"<p class=\"title-fa\" lang=\"fa\" dir=\"rtl\">{Html.Text(PersianNumber().Replace(found.Groups["text"].Value, ""))}</p>" : "";
        var seen = Seen().Match(text) is { Success: true } what
            ? $"<p class=\"about\" dir=\"auto\">{PageFrame.Inline(First(what.Groups["text"].Value))}</p>" : "";
        var notes = shelf.NotesOf(path);
        var facts = new StringBuilder();
        var done = notes.Exercises.Count(exercise => exercise.Value == "correct");
        if (done > 0)
            facts.Append(CultureInfo.InvariantCulture, $"<span>{done} <span data-w=\"exercisesDone\">exercises done</span></span>");
        if (notes.DraftTime is { } time)
            facts.Append(CultureInfo.InvariantCulture, $"<span><span data-w=\"draftOf\">draft of</span> {time:yyyy-MM-dd HH:mm}</span>");
        if (File.Exists(Path.Combine(Path.GetDirectoryName(path)!, name + Shelf.CopyMark + ".ipynb")))
        {
            facts.Append(
                CultureInfo.InvariantCulture, $"<a href=\"/{Uri.EscapeDataString(name + Shelf.CopyMark)}.html\" data-w=\"yourCopy\">your copy</a>");
        }

        return $"<li class=\"card\"><span class=\"number\">{Html.Text(number)}</span><h2><a href=\"{href}\">{PageFrame.Inline(title)}</a></h2>{persian}{seen}<p class=\"facts\">{facts}</p></li>\n";
    }

    private static string First(string text) => Sentence().Match(text) is { Success: true } sentence ? sentence.Value : text;

    [GeneratedRegex(@"^\d+ · ")]
    private static partial Regex Number();

    [GeneratedRegex("<div dir=\"rtl\" lang=\"fa\">(?:<strong>)?(?<text>[^<]+)")]
    private static partial Regex Persian();

    [GeneratedRegex("^تمرین [۰-۹]+ — ")]
    private static partial Regex PersianNumber();

    [GeneratedRegex(@"^\*\*What you will see\.\*\* (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Seen();

    [GeneratedRegex(@"^.{20,}?\.(?=\s|$)")]
    private static partial Regex Sentence();
}
