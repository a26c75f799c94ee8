using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Courseware.Host.Pages;

/// <summary>An executed notebook as one HTML page that needs nothing beside itself: no network, no font, no script to read it.</summary>
public static class NotebookPage
{
    /// <summary>Renders the page.</summary>
    /// <param name="executedNotebook">An nbformat 4 notebook with its outputs.</param>
    /// <param name="options">Titles, neighbours, folders.</param>
    /// <returns>The same text for the same notebook, on every machine.</returns>
    public static string Render(JsonObject executedNotebook, PageOptions options)
    {
        ArgumentNullException.ThrowIfNull(executedNotebook);
        ArgumentNullException.ThrowIfNull(options);
        var markdown = new MarkdownRenderer(options.NotebookFolder, options.LinkPrefix);
        foreach (var taken in (string[])["content", "contents", OutputRenderer.FirstError]) markdown.UniqueId(taken);
        var outputs = new OutputRenderer(markdown);
        var cells = NotebookJson.Cells(executedNotebook).ToList();
        var persian = options.PersianTitle ?? PersianTitleOf(executedNotebook);
        var title = options.Title ?? TitleOf(executedNotebook) ?? "Notebook";
        var claims = ClaimRecord.FromNotebook(executedNotebook);
        var standIns = DataRecord.FromNotebook(executedNotebook).Where(d => d.IsStandIn).Select(d => d.Name).Distinct().ToList();

        var main = new StringBuilder();
        var firstMarkdown = cells.FindIndex(c => NotebookJson.Text(c["cell_type"]) == "markdown");
        for (var i = 0; i < cells.Count; i++)
            main.Append(Cell(cells[i], dropFirstHeading: i == firstMarkdown, markdown, outputs));

        var body = new StringBuilder("<div class=\"frame\">\n").Append(Contents(markdown.Headings))
            .Append("<main class=\"page\" id=\"content\">\n").Append(Head(options, title, persian));
        body.Append(Stopped(cells));
        if (standIns.Count > 0)
            body.Append(CultureInfo.InvariantCulture, $"<div class=\"banner\" role=\"note\">{PageFrame.WarningIcon}<p><strong>Run on stand-in data</strong> ({Html.Text(string.Join(", ", standIns))}): made by code, not the real ones. Claims that depend on the data are not tested here.</p></div>\n");
        // What came out is at the end, as in the notebook: nobody reads verdicts before the lesson.
        body.Append(Exercises(ExerciseRecord.FromNotebook(executedNotebook))).Append(main).Append(Summary(claims))
            .Append(Neighbours(options)).Append("</main>\n</div>");
        return PageFrame.Wrap((options.Number is { } number ? number + " · " : "") + WithoutNumber(title, options.Number), body.ToString());
    }

    /// <summary>A notebook's first heading of level 1 that begins a cell; null when it has none.</summary>
    internal static string? TitleOf(JsonObject notebook)
        => NotebookJson.Cells(notebook).Where(c => NotebookJson.Text(c["cell_type"]) == "markdown")
        .Select(c => MarkdownRenderer.Title(NotebookJson.Text(c["source"]))).FirstOrDefault(title => title is not null);

    /// <summary>The Persian title under that heading; null when it has none.</summary>
    internal static string? PersianTitleOf(JsonObject notebook)
        => NotebookJson.Cells(notebook).Where(c => NotebookJson.Text(c["cell_type"]) == "markdown")
        .Select(c => MarkdownRenderer.PersianTitle(NotebookJson.Text(c["source"])).Title).FirstOrDefault();

    // Who reads only the head must know that the end is missing.
    private static string Stopped(List<JsonObject> cells)
    {
        var code = cells.Where(cell => NotebookJson.Text(cell["cell_type"]) == "code"
            && NotebookJson.Text(cell["source"]).Trim().Length > 0).ToList();
        var missing = code.Count(cell => NotebookJson.Scalar(cell["execution_count"]).Length == 0);
        var last = code.FindIndex(cell => ErrorOf(cell) is not null);
        if (last < 0 && missing == 0) return "";
        string what;
        if (last < 0)
        {
            what = missing == code.Count ? "<strong>This notebook was not run.</strong> It shows no results."
                : $"<strong>This run is not complete.</strong> {Cells(missing, code.Count)} not run.";
        }
        else
        {
            var (name, message) = ErrorOf(code[last])!.Value;
            var place = $"<a href=\"#{OutputRenderer.FirstError}\">cell {(cells.IndexOf(code[last]) + 1).ToString(CultureInfo.InvariantCulture)}</a>";
            what = (name == "Interrupted" ? $"<strong>This run was interrupted</strong> in {place}."
                : $"<strong>This run stopped at an error</strong> in {place}: {Html.Text(message)}")
                + (missing == 0 ? "" : $" {Cells(missing, code.Count)} not run, so results below that place are missing.");
        }
        return $"<div class=\"banner\" role=\"note\">{PageFrame.WarningIcon}<p>{what}</p></div>\n";

        static string Cells(int missing, int all)
            => string.Create(CultureInfo.InvariantCulture, $"{missing} of {all} code cells {(missing == 1 ? "was" : "were")}");
    }

    private static (string Name, string Message)? ErrorOf(JsonObject cell)
        => (cell["outputs"] as JsonArray ?? []).OfType<JsonObject>()
        .FirstOrDefault(output => NotebookJson.Text(output["output_type"]) == "error") is not { } error ? null
            : (NotebookJson.Text(error["ename"]), Ansi.Plain(NotebookJson.Text(error["evalue"])).Split('\n')[0]);

    private static string Head(PageOptions options, string title, string? persianTitle)
    {
        var course = options.IndexHref is { } index ? $"<a href=\"{Html.Text(index)}\">{Html.Text(options.CourseTitle)}</a>"
            : Html.Text(options.CourseTitle);
        var number = options.Number is { } n ? $"<span class=\"number\">{Html.Text(n)}</span>" : "";
        var persian = persianTitle is { } fa ? $"<p class=\"title-fa\" lang=\"fa\"><bdi dir=\"rtl\">{Html.Text(fa)}</bdi></p>" : "";
        return $"<header class=\"head\"><div class=\"head-top\"><nav aria-label=\"Course\">{course}</nav>{PageFrame.Tools}</div><h1>{number}{PageFrame.Inline(WithoutNumber(title, options.Number))}</h1>{persian}</header>\n";
    }

    // "N1 · Overfitting" and "1 · Overfitting" have their number above them already.
    private static string WithoutNumber(string title, string? number)
    {
        foreach (var prefix in number is null ? [] : new[] { number, number.TrimStart('N') })
        {
            if (prefix.Length > 0 && title.StartsWith(prefix, StringComparison.Ordinal) && title.Length > prefix.Length
                && !char.IsLetterOrDigit(title[prefix.Length]))
            {
                return title[prefix.Length..].TrimStart(' ', '·', '.', ':', '-', '–', '—');
            }
        }
        return title;
    }

    /// <summary>The list of a page's headings, to go to each.</summary>
    internal static string Contents(IReadOnlyList<Heading> headings)
    {
        var shown = headings.Where(h => h.Level <= 3).ToList();
        if (shown.Count == 0) return "<div></div>\n";
        var html = new StringBuilder("<nav class=\"contents\" aria-label=\"On this page\"><details open><summary>On this page</summary>");
        var depth = 0;
        foreach (var heading in shown)
        {
            var level = heading.Level <= 2 || depth == 0 ? 1 : 2;
            if (level > depth) html.Append("<ol>");
            else html.Append("</li>");
            if (level < depth) html.Append("</ol></li>");
            html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#{Uri.EscapeDataString(heading.Id)}\" dir=\"auto\">{heading.Html}</a>");
            depth = level;
        }
        for (; depth > 0; depth--) html.Append("</li></ol>");
        return html.Append("</details></nav>\n").ToString();
    }

    private static string Summary(IReadOnlyList<ClaimRecord> claims)
    {
        if (claims.Count == 0) return "";
        var html = new StringBuilder(
            "<section class=\"summary claims\" aria-label=\"Claims of this notebook\"><p class=\"counts\"><span class=\"word\">");
        html.Append(claims.Count == 1 ? "1 claim" : claims.Count.ToString(CultureInfo.InvariantCulture) + " claims").Append("</span>")
            .Append(PageFrame.Counts(claims)).Append("</p><ul class=\"chips\">");
        foreach (var claim in claims)
        {
            var (name, word) = PageFrame.Of(claim);
            html.Append(CultureInfo.InvariantCulture, $"<li><a class=\"chip {name}\" href=\"#{PageFrame.ClaimAnchor(claim.Id)}\" title=\"{Html.Text(claim.Sentence)}\">{PageFrame.Icon(claim)}{Html.Text(claim.Id)}<span class=\"sr\"> {word}</span></a></li>");
        }
        return html.Append("</ul></section>\n").ToString();
    }

    private static string Exercises(IReadOnlyList<ExerciseRecord> exercises)
    {
        if (exercises.Count == 0) return "";
        static ClaimVerdict Sign(ExerciseRecord exercise)
            => exercise.Outcome switch { "correct" => ClaimVerdict.Held, "wrong" => ClaimVerdict.NotHeld, _ => ClaimVerdict.NotTested };
        static string Class(ExerciseRecord exercise)
            => exercise.Outcome switch { "correct" => "held", "wrong" => "not-held", _ => "not-tested" };
        var html = new StringBuilder(
            "<section class=\"summary\" aria-label=\"Exercises of this notebook\"><p class=\"counts\"><span class=\"word\">");
        html.Append(exercises.Count == 1 ? "1 exercise" : exercises.Count.ToString(CultureInfo.InvariantCulture) + " exercises")
            .Append("</span>");
        foreach (var group in exercises.GroupBy(exercise => exercise.Outcome))
            html.Append(CultureInfo.InvariantCulture, $"<span class=\"badge {Class(group.First())}\">{PageFrame.Icon(Sign(group.First()))}{group.Count()} {Html.Text(group.Key)}</span>");
        html.Append("</p><ul class=\"chips\">");
        foreach (var exercise in exercises)
            html.Append(CultureInfo.InvariantCulture, $"<li><a class=\"chip {Class(exercise)}\" href=\"#{exercise.Anchor}\">{PageFrame.Icon(Sign(exercise))}{Html.Text(exercise.Id)}<span class=\"sr\"> {Html.Text(exercise.Outcome)}</span></a></li>");
        return html.Append("</ul></section>\n").ToString();
    }

    private static string Cell(JsonObject cell, bool dropFirstHeading, MarkdownRenderer markdown, OutputRenderer outputs)
    {
        var source = NotebookJson.Text(cell["source"]);
        switch (NotebookJson.Text(cell["cell_type"]))
        {
            case "markdown":
                markdown.Attachments = cell["attachments"] as JsonObject;
                return source.Trim().Length == 0 ? ""
                    : $"<section class=\"prose\">{WithAnchors(markdown.Render(dropFirstHeading ? MarkdownRenderer.PersianTitle(source).Text : source, dropFirstHeading))}</section>\n";
            case "code":
                var html = new StringBuilder();
                if (source.Trim().Length > 0) html.Append(Code(source.TrimEnd(), NotebookJson.Scalar(cell["execution_count"])));
                foreach (var output in (cell["outputs"] as JsonArray ?? []).OfType<JsonObject>()) html.Append(outputs.Render(output));
                return html.ToString();
            default:
                return $"<pre class=\"plain\" dir=\"auto\">{Html.Text(source)}</pre>\n";
        }
    }

    // The count and the button are beside the box, never on it.
    private static string Code(string source, string count)
    {
        var name = count.Length > 0 ? $"Code of cell {Html.Text(count)}" : "Code";
        var number = count.Length > 0 ? $"<span class=\"count\" aria-hidden=\"true\">[{Html.Text(count)}]</span>" : "";
        var code = $"<pre class=\"code\" tabindex=\"0\" role=\"group\" aria-label=\"{name}\" dir=\"ltr\"><code>{CSharpColouring.ToHtml(source)}</code></pre><button class=\"copy\" type=\"button\" aria-label=\"Copy the {char.ToLowerInvariant(name[0])}{name[1..]}\" hidden>Copy</button>";
        return $"<div class=\"cell extend\">{number}{code}</div>\n";
    }

    internal static string WithAnchors(string html)
        => s_headingEnd.Replace(html,
            m => $"{m.Groups["start"].Value}{m.Groups["body"].Value}<a class=\"anchor\" href=\"#{Uri.EscapeDataString(System.Net.WebUtility.HtmlDecode(m.Groups["id"].Value))}\" aria-label=\"Link to this section\">#</a></h{m.Groups["level"].Value}>");

    private static readonly System.Text.RegularExpressions.Regex s_headingEnd = new(
        "(?<start><h(?<level>[1-6]) id=\"(?<id>[^\"]+)\"[^>]*>)(?<body>.*?)</h\\k<level>>",
        System.Text.RegularExpressions.RegexOptions.Singleline);

    private static string Neighbours(PageOptions options)
    {
        if (options.Previous == null && options.Next == null) return "";
        string Link(PageLink? link, string name, string label)
            => link == null ? ""
            : $"<a class=\"{name}\" rel=\"{(name == "next" ? "next" : "prev")}\" href=\"{Html.Text(link.Href)}\"><small>{label}</small>{Html.Text(link.Title)}</a>";
        return $"<nav class=\"neighbours\" aria-label=\"Neighbouring notebooks\">{Link(options.Previous, "previous", "← Before")}{Link(options.Next, "next", "After →")}</nav>\n";
    }
}
