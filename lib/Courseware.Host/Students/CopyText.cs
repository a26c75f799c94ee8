using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Courseware.Host.Notebooks;
using Courseware.Host.Pages;
using Courseware.Host.Running;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Courseware.Host.Students;

/// <summary>A notebook's text without what a run put into it, made to be read from another folder beside the course's notebooks.</summary>
internal static partial class CopyText
{
    /// <summary>Where a notebook says what it is a copy of, among its metadata.</summary>
    private const string Origin = "courseware";

    /// <summary>The notebook without outputs and counts; links to what is not copied along lead back to the course's folder.</summary>
    /// <param name="origin">What the copy says of itself.</param>
    public static JsonObject Copy(NotebookDocument notebook, CourseFolder course, JsonObject origin)
    {
        var json = notebook.Json.DeepClone().AsObject();
        if (json["metadata"] is not JsonObject)
            json["metadata"] = new JsonObject();
        json["metadata"]![Origin] = origin;
        var along = FilesAlong(notebook);
        var back = Path.GetRelativePath(course.Copies, notebook.Folder).Replace('\\', '/') + "/";
        foreach (var cell in NotebookJson.Cells(json))
        {
            if (NotebookJson.Text(cell["cell_type"]) == "code")
            {
                cell["execution_count"] = null;
                cell["outputs"] = new JsonArray();
            }
            else if (NotebookJson.Text(cell["cell_type"]) == "markdown")
            {
                SetSource(cell, WithLinks(NotebookJson.Text(cell["source"]), notebook.Folder, along, back));
            }
        }
        return json;
    }

    /// <summary>What a copy says of itself; empty for a notebook that says nothing.</summary>
    public static JsonObject OriginOf(JsonObject notebook) => notebook["metadata"]?[Origin] as JsonObject ?? [];

    public static string Write(JsonObject notebook) => notebook.ToJsonString(NotebookFormat.Indented) + "\n";

    public static void SetSource(JsonObject cell, string source) => cell["source"] = NotebookFormat.Lines(source);

    /// <summary>Changes when a cell of the notebook does.</summary>
    public static string HashOf(NotebookDocument notebook) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\0', notebook.Cells.SelectMany(cell => new[] { cell.Kind, cell.Source.ReplaceLineEndings("\n") })))))[..16];

    /// <summary>The files beside a notebook that it reads or shows, by their names: a list of experiments, a picture.</summary>
    public static IReadOnlyList<string> FilesAlong(NotebookDocument notebook)
    {
        var named = notebook.Cells.Where(cell => cell.IsCode)
            .SelectMany(cell => Literal().Matches(cell.Source)).Select(match => match.Groups["name"].Value);
        var shown = notebook.Cells.Where(cell => cell.Kind == "markdown")
            .SelectMany(cell => Links(cell.Source)).Where(link => link.IsImage || !IsNotebook(link.Url!))
            .Select(link => Uri.UnescapeDataString(link.Url!));
        return [.. named.Concat(shown).Where(IsBeside).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

        bool IsBeside(string name) => Path.GetFileName(name) == name && !IsNotebook(name) && !IsCourses(name)
            && File.Exists(Path.Combine(notebook.Folder, name));
    }

    private static string WithLinks(string markdown, string folder, IReadOnlyList<string> along, string back)
    {
        foreach (var url in Links(markdown).Select(link => link.Url!).Distinct().Where(url => !along.Contains(Uri.UnescapeDataString(url))))
        {
            var file = Path.GetFullPath(Uri.UnescapeDataString(url.Split('#', '?')[0]), folder);
            if (File.Exists(file) || Directory.Exists(file))
                markdown = markdown.Replace($"]({url}", $"]({back}{url}", StringComparison.Ordinal);
        }
        return markdown;
    }

    private static IEnumerable<LinkInline> Links(string markdown) =>
        MarkdownRenderer.Parse(markdown).Descendants<LinkInline>().Where(link => link.Url is { Length: > 0 } url
            && !url.StartsWith('#') && !url.StartsWith('/') && !url.Contains('\0', StringComparison.Ordinal) && !Scheme().IsMatch(url));

    private static bool IsNotebook(string file) => file.Split('#', '?')[0].EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase);

    // The library finds these in the course's folder, wherever a notebook is.
    private static bool IsCourses(string file) => file is "claims.json" or "expected.json" or "styles.json" or "README.md";

    [GeneratedRegex("""
        "(?<name>[^"\\/:*?<>|\r\n]+\.[A-Za-z0-9]+)"
        """)]
    private static partial Regex Literal();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:")]
    private static partial Regex Scheme();
}
