using System.Text.RegularExpressions;
using Courseware.Kernel.Sessions;

namespace Courseware.Kernel.Editing;

/// <summary>Files and folders within the quotes of <c>#r "…"</c> and <c>#load "…"</c>, and the directives themselves.</summary>
internal static partial class PathProposals
{
    private const int Most = 500;

    private static readonly Completion[] s_directives =
    [
        new("#load", "keyword", "#load \"file.csx\": runs a script"),
        new("#r", "keyword", "#r \"library.dll\": references a library"),
        new("#if", "keyword", null), new("#else", "keyword", null), new("#endif", "keyword", null), new("#region", "keyword", null),
            new("#endregion", "keyword", null),
        new("#nullable", "keyword", null), new("#pragma", "keyword", null), new("#define", "keyword", null),
    ];

    private static readonly Completion[] s_magics = [.. Magics.All.Select(magic => new Completion(magic.Name, "magic", magic.Meaning))];

    /// <returns>Null where the position belongs to no directive.</returns>
    public static CompletionList? At(string code, int position, string folder)
    {
        var lineStart = position == 0 ? 0 : code.LastIndexOf('\n', position - 1) + 1;
        var line = code[lineStart..position];
        if (Package().Match(line) is { Success: true } package)
            return PackageProposals.At(package.Groups["typed"].Value, position, EndOfQuote(code, position));
        if (Source().IsMatch(line))
            return CompletionList.None(position);
        if (Quoted().Match(line) is { Success: true } path)
            return Files(code, position, folder, path.Groups["typed"].Value, isScript: path.Groups["verb"].Value == "load");
        if (Directive().Match(line) is { Success: true } word)
        {
            var typed = word.Groups["typed"];
            return new CompletionList([.. s_directives.Concat(s_magics)
                .Where(d => d.Text.StartsWith(typed.Value, StringComparison.Ordinal))], lineStart + typed.Index, position);
        }
        return line.TrimStart().StartsWith('#') ? CompletionList.None(position) : null;
    }

    private static CompletionList Files(string code, int position, string folder, string typed, bool isScript)
    {
        var cut = typed.LastIndexOfAny(['/', '\\']) + 1;
        var begun = typed[cut..];
        var end = EndOfQuote(code, position);
        var items = new List<Completion>();
        if (!isScript && cut == 0 && "nuget:".StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            items.Add(new Completion("nuget:", "keyword", "a package: #r \"nuget: Name, 1.0.0\""));
        try
        {
            // An absolute path replaces the folder.
            var directory = new DirectoryInfo(Path.Combine(folder, typed[..cut]));
            if (directory.Exists)
                items.AddRange(Entries(directory, begun, isScript));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // Not a folder that can be read: nothing to propose.
        }
        return new CompletionList(items, position - begun.Length, end);
    }

    private static int EndOfQuote(string code, int position)
    {
        while (position < code.Length && code[position] is not ('"' or '/' or '\\' or '\r' or '\n'))
            position++;
        return position;
    }

    private static IEnumerable<Completion> Entries(DirectoryInfo directory, string begun, bool isScript)
    {
        string[] extensions = isScript ? [".csx", ".cs"] : [".dll", ".exe"];
        var entries = directory.EnumerateFileSystemInfos()
            .Where(entry => entry.Name.StartsWith(begun, StringComparison.OrdinalIgnoreCase) && (begun.Length > 0 || entry.Name[0] != '.'))
            .Where(entry => entry is DirectoryInfo || extensions.Contains(entry.Extension, StringComparer.OrdinalIgnoreCase))
            .OrderBy(entry => entry is DirectoryInfo ? 1 : 0).ThenBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase);
        var proposals =
            entries.Select(entry =>
                new Completion(entry is DirectoryInfo ? entry.Name + "/" : entry.Name, "path", entry is DirectoryInfo ? "folder" : null));
        return (begun is "." or ".." ? proposals.Prepend(new Completion("../", "path", "folder")) : proposals).Take(Most);
    }

    [GeneratedRegex("""^\s*#\s*r\s*"\s*nuget:(?<typed>[^"]*)$""", RegexOptions.IgnoreCase)]
    private static partial Regex Package();

    [GeneratedRegex("""^\s*#\s*i\s*"[^"]*$""", RegexOptions.IgnoreCase)]
    private static partial Regex Source();

    [GeneratedRegex("""^\s*#(?<verb>r|load)\s+"(?<typed>[^"]*)$""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^\s*(?<typed>#!?\w*)$")]
    private static partial Regex Directive();
}
