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
        foreach (var taken in (string[])["content", "contents"]) markdown.UniqueId(taken);
        var outputs = new OutputRenderer(markdown);
        var cells = NotebookJson.Cells(executedNotebook).ToList();
        var title = options.Title ?? TitleOf(executedNotebook) ?? "Notebook";
        var claims = ClaimRecord.FromNotebook(executedNotebook);
        var standIns = DataRecord.FromNotebook(executedNotebook).Where(d => d.IsStandIn).Select(d => d.Name).Distinct().ToList();

        var main = new StringBuilder();
        var firstMarkdown = cells.FindIndex(c => NotebookJson.Text(c["cell_type"]) == "markdown");
        for (var i = 0; i < cells.Count; i++)
            main.Append(Cell(cells[i], dropFirstHeading: i == firstMarkdown, markdown, outputs));

        var body = new StringBuilder("<div class=\"frame\">\n").Append(Contents(markdown.Headings))
            .Append("<main class=\"page\" id=\"content\">\n").Append(Head(options, title));
        if (standIns.Count > 0)
            body.Append(CultureInfo.InvariantCulture, $"<div class=\"banner\" role=\"note\">{PageFrame.WarningIcon}<p><strong>Run on stand-in data</strong> ({Html.Text(string.Join(", ", standIns))}): made by code, not the real ones. Claims that depend on the data are not tested here.</p></div>\n");
        body.Append(Summary(claims)).Append(main).Append(Neighbours(options)).Append("</main>\n</div>");
        return PageFrame.Wrap((options.Number is { } number ? number + " · " : "") + WithoutNumber(title, options.Number), body.ToString());
    }

    /// <summary>A notebook's first heading of level 1 that begins a cell; null when it has none.</summary>
    internal static string? TitleOf(JsonObject notebook)
        => NotebookJson.Cells(notebook).Where(c => NotebookJson.Text(c["cell_type"]) == "markdown").Select(c => MarkdownRenderer.Title(NotebookJson.Text(c["source"]))).FirstOrDefault(title => title is not null);

    private static string Head(PageOptions options, string title)
    {
        var course = options.IndexHref is { } index ? $"<a href=\"{Html.Text(index)}\">{Html.Text(options.CourseTitle)}</a>" : Html.Text(options.CourseTitle);
        var number = options.Number is { } n ? $"<span class=\"number\">{Html.Text(n)}</span>" : "";
        var persian = options.PersianTitle is { } fa ? $"<p class=\"title-fa\" lang=\"fa\"><bdi dir=\"rtl\">{Html.Text(fa)}</bdi></p>" : "";
        return $"<header class=\"head\"><div class=\"head-top\"><nav aria-label=\"Course\">{course}</nav>{PageFrame.Tools}</div><h1>{number}{PageFrame.Inline(WithoutNumber(title, options.Number))}</h1>{persian}</header>\n";
    }

    // "N1 · Overfitting" and "1 · Overfitting" have their number above them already.
    private static string WithoutNumber(string title, string? number)
    {
        foreach (var prefix in number is null ? [] : new[] { number, number.TrimStart('N') })
        {
            if (prefix.Length > 0 && title.StartsWith(prefix, StringComparison.Ordinal) && title.Length > prefix.Length && !char.IsLetterOrDigit(title[prefix.Length]))
                return title[prefix.Length..].TrimStart(' ', '·', '.', ':', '-', '–', '—');
        }
        return title;
    }

    private static string Contents(IReadOnlyList<Heading> headings)
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
        var html = new StringBuilder("<section class=\"summary\" aria-label=\"Claims of this notebook\"><p class=\"counts\"><span class=\"word\">");
        html.Append(claims.Count == 1 ? "1 claim" : claims.Count.ToString(CultureInfo.InvariantCulture) + " claims").Append("</span>").Append(PageFrame.Counts(claims)).Append("</p><ul class=\"chips\">");
        foreach (var claim in claims)
        {
            var (name, word) = PageFrame.Of(claim.Verdict);
            html.Append(CultureInfo.InvariantCulture, $"<li><a class=\"chip {name}\" href=\"#{PageFrame.ClaimAnchor(claim.Id)}\" title=\"{Html.Text(claim.Statement)}\">{PageFrame.Icon(claim.Verdict)}{Html.Text(claim.Id)}<span class=\"sr\"> {word}</span></a></li>");
        }
        return html.Append("</ul></section>\n").ToString();
    }

    private static string Cell(JsonObject cell, bool dropFirstHeading, MarkdownRenderer markdown, OutputRenderer outputs)
    {
        var source = NotebookJson.Text(cell["source"]);
        switch (NotebookJson.Text(cell["cell_type"]))
        {
            case "markdown":
                return source.Trim().Length == 0 ? "" : $"<section class=\"prose\">{WithAnchors(markdown.Render(source, dropFirstHeading))}</section>\n";
            case "code":
                var html = new StringBuilder();
                if (source.Trim().Length > 0) html.Append(Code(source.TrimEnd(), NotebookJson.Scalar(cell["execution_count"])));
                foreach (var output in (cell["outputs"] as JsonArray ?? []).OfType<JsonObject>()) html.Append(outputs.Render(output));
                return html.ToString();
            default:
                return $"<pre class=\"plain\" dir=\"auto\">{Html.Text(source)}</pre>\n";
        }
    }

    // The count and the button stand beside the box, never on it.
    private static string Code(string source, string count)
    {
        var name = count.Length > 0 ? $"Code of cell {Html.Text(count)}" : "Code";
        var number = count.Length > 0 ? $"<span class=\"count\" aria-hidden=\"true\">[{Html.Text(count)}]</span>" : "";
        var code = $"<pre class=\"code\" tabindex=\"0\" role=\"group\" aria-label=\"{name}\" dir=\"ltr\"><code>{CSharpColouring.ToHtml(source)}</code></pre><button class=\"copy\" type=\"button\" aria-label=\"Copy the {char.ToLowerInvariant(name[0])}{name[1..]}\" hidden>Copy</button>";
        return $"<div class=\"cell extend\">{number}{code}</div>\n";
    }

    private static string WithAnchors(string html) => s_headingEnd.Replace(html, m => $"{m.Groups["start"].Value}{m.Groups["body"].Value}<a class=\"anchor\" href=\"#{Uri.EscapeDataString(System.Net.WebUtility.HtmlDecode(m.Groups["id"].Value))}\" aria-label=\"Link to this section\">#</a></h{m.Groups["level"].Value}>");

    private static readonly System.Text.RegularExpressions.Regex s_headingEnd = new(
        "(?<start><h(?<level>[1-6]) id=\"(?<id>[^\"]+)\"[^>]*>)(?<body>.*?)</h\\k<level>>", System.Text.RegularExpressions.RegexOptions.Singleline);

    private static string Neighbours(PageOptions options)
    {
        if (options.Previous == null && options.Next == null) return "";
        string Link(PageLink? link, string name, string label) => link == null ? "" : $"<a class=\"{name}\" rel=\"{(name == "next" ? "next" : "prev")}\" href=\"{Html.Text(link.Href)}\"><small>{label}</small>{Html.Text(link.Title)}</a>";
        return $"<nav class=\"neighbours\" aria-label=\"Neighbouring notebooks\">{Link(options.Previous, "previous", "← Before")}{Link(options.Next, "next", "After →")}</nav>\n";
    }
}
