using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Courseware.Kernel.Formatting;
using Courseware.Kernel.Packages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// The lines of a cell that are no C#: <c>#!time</c>, <c>#!markdown</c> and their like, as .NET Interactive takes them, and packages:
/// <c>#r "nuget: …"</c>, <c>#i "nuget: …"</c>.
/// </summary>
/// <param name="Code">The cell with those lines blanked: every other character stays where it is.</param>
/// <param name="IsTimed">Whether the time that the cell takes is to be shown.</param>
/// <param name="Packages">Packages that it asks for, as they stand between the quotes: unlike the compiler, notebooks allow the line
/// anywhere.</param>
/// <param name="Sources">Sources of packages that it adds.</param>
/// <param name="Before">What to show before the C# runs.</param>
/// <param name="After">What to show after it.</param>
/// <param name="Errors">Lines that mean nothing here, and what to write instead.</param>
internal sealed partial record Magics(
    string Code,
    bool IsTimed,
    IReadOnlyList<(TextSpan Span, string Directive)> Packages,
    IReadOnlyList<string> Sources,
    IReadOnlyList<MagicOutput> Before,
    IReadOnlyList<MagicOutput> After,
    IReadOnlyList<(TextSpan Span, string Message)> Errors)
{
    /// <summary>Every magic that means something here, with a few words on it.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> All { get; } =
    [
        ("#!time", "shows the time that the cell takes"),
        ("#!who", "lists the session's variables"),
        ("#!whos", "lists the session's variables with types and values"),
        ("#!stale", "lists what is no longer what a new session would give"),
        ("#!rerun", "runs the cells that are stale again, in the notebook's order"),
        ("#!markdown", "the lines that follow are Markdown"),
        ("#!html", "the lines that follow are HTML"),
        ("#!javascript", "the lines that follow are JavaScript"),
        ("#!csharp", "the lines that follow are C#"),
        ("#!about", "tells the versions of the kernel and of .NET"),
        ("#!lsmagic", "lists the magics"),
    ];


    private static readonly Dictionary<string, string> s_instead = new(StringComparer.OrdinalIgnoreCase)
    {
        ["fsharp"] = "This kernel runs C# only. Write the cell in C#, or name a built F# library with #r \"path/to/library.dll\".",
        ["f#"] = "This kernel runs C# only. Write the cell in C#, or name a built F# library with #r \"path/to/library.dll\".",
        ["pwsh"] = "This kernel runs C# only. To run a command, write System.Diagnostics.Process.Start(\"command\", \"arguments\").",
        ["powershell"] = "This kernel runs C# only. To run a command, write System.Diagnostics.Process.Start(\"command\", \"arguments\").",
        ["sql"] = "This kernel runs C# only. Query the database with its .NET library: #r \"nuget: …\".",
        ["kql"] = "This kernel runs C# only. Query the database with its .NET library: #r \"nuget: …\".",
        ["http"] = "This kernel runs C# only. Write await new System.Net.Http.HttpClient().GetStringAsync(\"address\").",
        ["mermaid"] = "This kernel draws no Mermaid diagrams. Show a drawing with Svg(\"file.svg\").",
        ["share"] = "There is one kernel and one session: a variable of any earlier cell is there by its name. Delete the line.",
        ["set"] = "Write it in C#: var name = value;",
        ["value"] = "Write it in C#: var name = \"\"\"…\"\"\"; or var name = File.ReadAllText(\"file\");",
        ["connect"] = "This kernel connects to no other one. Use the .NET library of what you want to reach: #r \"nuget: …\".",
        ["import"] = "Write #load \"file.csx\" at the cell's head.",
    };

    /// <summary>Reads a cell. Text in strings and comments is left alone.</summary>
    public static Magics Read(string code)
    {
        if (!code.Contains("#!", StringComparison.Ordinal) && !code.Contains("#if", StringComparison.Ordinal) && !PackageLine().IsMatch(code))
            return new Magics(code, false, [], [], [], [], []);
        var reading = new Reading(code);
        reading.Run();
        return reading.Result;
    }

    /// <summary>
    /// What to write instead of a line that cells cannot hold, IPython's say, and that did not compile; null when the line is not one.
    /// </summary>
    public static string? InsteadOf(string line)
    {
        if (PythonMagic().Match(line) is { Success: true } magic)
        {
            return magic.Groups[1].Value is "time" or "timeit"
                ? "Magics with % are IPython's. Write #!time on a line of its own at the cell's head."
                : "Magics with % are IPython's; this kernel runs C#. Delete the line.";
        }
        if (UsingVariable().IsMatch(line))
            return "A cell keeps its variables for later cells, so 'using' cannot declare one at a cell's top level. Write var …, or using (var …) { … }.";
        if (RefVariable().IsMatch(line))
            return "A cell keeps its variables for later cells, so 'ref' cannot declare one at a cell's top level. Put the lines that need it between braces { … } or into a function.";
        if (ShellLine().Match(line) is not { Success: true } shell)
            return null;
        return shell.Groups[1].Value is "pip" or "conda" or "dotnet"
            ? "Lines with ! are IPython's. For a package, write #r \"nuget: Name, Version\" at the cell's head."
            : $"Lines with ! are IPython's. To run a command, write System.Diagnostics.Process.Start(\"{shell.Groups[1].Value}\", \"arguments\").";
    }

    private static string Known => string.Join(", ", All.Select(magic => magic.Name));

    private static string About =>
        $"Courseware (C#): C# 14 on .NET {Environment.Version}, {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    [GeneratedRegex("""^[ \t]*#[ \t]*((?<kind>i)[ \t]*"(?<text>[^"\r\n]*)|(?<kind>r)[ \t]*"(?<text>\s*nuget:[^"\r\n]*))""",
        RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex PackageLine();

    [GeneratedRegex(@"^#!\s*(?<name>[^\s]*)")]
    private static partial Regex MagicName();

    [GeneratedRegex(@"^\s*%%?([A-Za-z]\w*)")]
    private static partial Regex PythonMagic();

    [GeneratedRegex(@"^(await\s+)?using\s+(var|[A-Za-z_][\w.<>,\[\]?]*)\s+[A-Za-z_]\w*\s*=")]
    private static partial Regex UsingVariable();

    [GeneratedRegex(@"(^|[;{}])\s*(scoped\s+)?ref\s+(readonly\s+)?[A-Za-z_][\w.<>,\[\]?]*\s+[A-Za-z_]\w*\s*=\s*ref\b")]
    private static partial Regex RefVariable();

    [GeneratedRegex(@"^\s*!([A-Za-z][\w./-]*)")]
    private static partial Regex ShellLine();

    private sealed class Reading(string code)
    {
        private readonly char[] _text = code.ToCharArray();
        private readonly List<(TextSpan, string)> _packages = [];
        private readonly List<string> _sources = [];
        private readonly List<MagicOutput> _before = [];
        private readonly List<MagicOutput> _after = [];
        private readonly List<(TextSpan, string)> _errors = [];
        private bool _isTimed;
        private bool _hasBlanked;

        public Magics Result => new(_hasBlanked ? new string(_text) : code, _isTimed, _packages, _sources, _before, _after, _errors);

        public void Run()
        {
            BlankWhatIsLeftOut();
            for (var at = 0; NextLine(at) is { } line;)
                at = Take(line);
        }

        // The compiler would also look for the libraries and files that an #if leaves out.
        private void BlankWhatIsLeftOut()
        {
            if (!code.Contains("#if", StringComparison.Ordinal))
                return;
            foreach (var trivia in CSharpSyntaxTree.ParseText(code, CellCompiler.ParseOptions).GetRoot().DescendantTrivia())
            {
                if (trivia.GetStructure() is ReferenceDirectiveTriviaSyntax { IsActive: false } or LoadDirectiveTriviaSyntax { IsActive: false })
                    Blank(trivia.SpanStart, EndOfLine(trivia.SpanStart));
            }
        }

        // From the parser, which knows strings and comments; its text gets shorter of magics as we go.
        private TextSpan? NextLine(int from)
        {
            var root = CSharpSyntaxTree.ParseText(new string(_text), CellCompiler.ParseOptions).GetRoot();
            foreach (var trivia in root.DescendantTrivia())
            {
                if (trivia.SpanStart < from || trivia.GetStructure() is not DirectiveTriviaSyntax directive)
                    continue;
                var start = directive.HashToken.SpanStart;
                var end = EndOfLine(start);
                var line = code.AsSpan(start, end - start);
                if (line.StartsWith("#!", StringComparison.Ordinal)
                    || (directive is BadDirectiveTriviaSyntax or ReferenceDirectiveTriviaSyntax && PackageLine().IsMatch(line)))
                {
                    return TextSpan.FromBounds(start, end);
                }
            }
            return null;
        }

        private int Take(TextSpan span)
        {
            var line = code[span.Start..span.End];
            var hasCodeBefore = _text.AsSpan(0, span.Start).ContainsAnyExcept(" \t\r\n");
            Blank(span.Start, span.End);
            if (PackageLine().Match(line) is { Success: true } package)
            {
                var text = package.Groups["text"];
                if (package.Groups["kind"].Value is "i" or "I")
                    _sources.Add(text.Value);
                else
                    _packages.Add((new TextSpan(span.Start + text.Index - 1, text.Length + 2), text.Value));
                return span.End;
            }
            var name = MagicName().Match(line).Groups["name"].Value;
            switch (name.ToLowerInvariant())
            {
                case "time":
                    _isTimed = true;
                    break;
                case "csharp" or "c#":
                    break;
                case "about":
                    _before.Add(new MagicContent(MimeTypes.Plain, About));
                    break;
                case "lsmagic":
                    _before.Add(new MagicContent(
                        MimeTypes.Plain, $"Known here: {Known}. Also #r \"nuget: Name, Version\", #i \"nuget: source\", #r \"library.dll\" and #load \"file.csx\"."));
                    break;
                case "who" or "whos":
                    (hasCodeBefore ? _after
                        : _before).Add(new MagicVariables(IsDetailed: name.Equals("whos", StringComparison.OrdinalIgnoreCase)));
                    break;
                case "stale":
                    (hasCodeBefore ? _after : _before).Add(new MagicStale());
                    break;
                case "rerun":
                    (hasCodeBefore ? _after : _before).Add(new MagicRerun());
                    break;
                case "markdown" or "html" or "javascript" or "js":
                    return TakeContent(name.ToLowerInvariant(), span.End, hasCodeBefore ? _after : _before);
                default:
                    _errors.Add((span, s_instead.TryGetValue(name, out var instead) ? $"'#!{name}' is not supported. {instead}"
                        : $"'#!{name}' is not known. Known here are {Known}."));
                    break;
            }
            return span.End;
        }

        // Whatever it holds, up to the line that names another language.
        private int TakeContent(string language, int start, List<MagicOutput> shown)
        {
            var end = start;
            while (end < code.Length)
            {
                var next = EndOfLine(end);
                var name = MagicName().Match(code[end..next].TrimStart()).Groups["name"].Value;
                if (end > start
                    && (name.ToLowerInvariant() is "csharp" or "c#" or "markdown" or "html" or "javascript" or "js"
                        || s_instead.ContainsKey(name)))
                {
                    break;
                }

                end = next;
                while (end < code.Length && code[end] is '\r' or '\n')
                {
                    end++;
                    if (code[end - 1] == '\n')
                        break;
                }
            }
            var content = code[start..end].Trim('\r', '\n');
            Blank(start, end);
            if (content.Length > 0)
            {
                shown.Add(language switch
                {
                    "markdown" => new MagicContent(MimeTypes.Markdown, content),
                    "html" => new MagicContent(MimeTypes.Html, content),
                    _ => new MagicContent(MimeTypes.Html, $"<script type=\"text/javascript\">{content}</script>"),
                });
            }
            return end;
        }

        private int EndOfLine(int at)
        {
            var end = code.AsSpan(at).IndexOfAny('\r', '\n');
            return end < 0 ? code.Length : at + end;
        }

        private void Blank(int start, int end)
        {
            _hasBlanked = true;
            for (var i = start; i < end; i++)
            {
                if (_text[i] is not ('\r' or '\n'))
                    _text[i] = ' ';
            }
        }
    }
}
