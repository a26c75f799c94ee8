using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Courseware.Host.Notebooks;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Courseware.Host.Checking;

/// <summary>Links and pictures that point into the course lead somewhere. The network is not asked.</summary>
internal static partial class LinkRules
{
    public static IEnumerable<Finding> Check(CheckContext context)
    {
        var anchors = AnchorsOf(context.Notebook);
        foreach (var cell in context.Notebook.Cells.Where(cell => cell.Kind == "markdown"))
        {
            foreach (var link in LinksOf(cell.Source).Distinct())
            {
                if (Problem(context, cell, link, anchors) is { } problem)
                    yield return context.Error(cell.Number, $"the link \"{link}\" leads nowhere: {problem}.", "Correct it or remove it.");
            }
        }
    }

    private static string? Problem(CheckContext context, NotebookCell cell, string link, HashSet<string> anchors)
    {
        if (Scheme().IsMatch(link) || link.StartsWith("//", StringComparison.Ordinal))
        {
            if (!link.StartsWith("attachment:", StringComparison.Ordinal))
                return null;
            return (context.Notebook.Json["cells"]![cell.Number - 1]!["attachments"] as JsonObject)?[link["attachment:".Length..]] is null
                ? "the cell has no such attachment" : null;
        }
        var (path, anchor) = link.Split('#', 2) is [var before, var after] ? (before, Uri.UnescapeDataString(after)) : (link, "");
        if (path.Length == 0)
            return anchors.Contains(anchor) ? null : $"no heading or id \"{anchor}\" in this notebook";
        if (Uri.UnescapeDataString(path).Contains('\0', StringComparison.Ordinal))
            return "it has a character that no path has";
        var file = Path.GetFullPath(Uri.UnescapeDataString(path.Split('?')[0]), context.Notebook.Folder);
        if (!File.Exists(file) && !Directory.Exists(file))
            return $"there is no {file}";
        if (anchor.Length == 0 || AnchorsOf(file) is not { } others || others.Contains(anchor))
            return null;
        return $"no heading or id \"{anchor}\" in {Path.GetFileName(file)}";
    }

    private static IEnumerable<string> LinksOf(string markdown)
    {
        var document = Pages.MarkdownRenderer.Parse(markdown);
        var links = document.Descendants<LinkInline>().Select(link => link.Url ?? "");
        var html = document.Descendants().Select(part => part switch
        {
            HtmlInline inline => inline.Tag,
            HtmlBlock block => block.Lines.ToString(),
            _ => "",
        });
        return links.Concat(html.SelectMany(text => Attribute().Matches(text)).Select(match => match.Groups[1].Value))
            .Where(link => link.Length > 0);
    }

    private static HashSet<string>? AnchorsOf(string file)
    {
        try
        {
            return Path.GetExtension(file) switch
            {
                ".ipynb" => AnchorsOf(NotebookDocument.Load(file)),
                ".md" => AnchorsOf([.. Headings(File.ReadAllText(file))], File.ReadAllText(file)),
                _ => null,
            };
        }
        catch (InvalidDataException)
        {
            return null; // that notebook's own check says so
        }
    }

    private static HashSet<string> AnchorsOf(NotebookDocument notebook) =>
        AnchorsOf([.. CheckContext.HeadingsOf(notebook).SelectMany(cell => cell.Headings)],
            string.Join('\n', notebook.Cells.Where(cell => cell.Kind == "markdown").Select(cell => cell.Source)));

    private static IReadOnlyList<Pages.Heading> Headings(string markdown)
    {
        var renderer = new Pages.MarkdownRenderer();
        renderer.Render(markdown);
        return renderer.Headings;
    }

    // Our page's and GitHub's anchor, and Jupyter's, which keeps capitals and punctuation.
    private static HashSet<string> AnchorsOf(IEnumerable<Pages.Heading> headings, string markdown)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (var heading in headings)
        {
            anchors.Add(heading.Id);
            anchors.Add(heading.Text.Trim().Replace(' ', '-'));
        }
        anchors.UnionWith(Id().Matches(markdown).Select(match => match.Groups[1].Value));
        return anchors;
    }

    [GeneratedRegex("^[a-zA-Z][a-zA-Z0-9+.-]+:")]
    private static partial Regex Scheme();

    [GeneratedRegex("""(?:href|src)\s*=\s*["']([^"']+)["']""", RegexOptions.IgnoreCase)]
    private static partial Regex Attribute();

    [GeneratedRegex("""<[^>]*\s(?:id|name)\s*=\s*["']([^"']+)["']""", RegexOptions.IgnoreCase)]
    private static partial Regex Id();
}
