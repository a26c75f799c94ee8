using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// The symbols that a cell's <c>#if</c> knows. A library that a notebook has loaded names them in the process's data, as
/// <c>notebook.symbols</c>: "TORCHSHARP;OTHER". So a cell can use what is built on one machine and not on another, and name it with
/// <c>#r</c>, and say in its <c>#else</c> what to do.
/// </summary>
internal static class NotebookSymbols
{
    /// <summary>The name under which a library gives them.</summary>
    public const string DataName = "notebook.symbols";

    private static readonly CSharpParseOptions s_none = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);
    private static (string Names, CSharpParseOptions Options)? s_last;

    public static CSharpParseOptions ParseOptions
    {
        get
        {
            if (AppContext.GetData(DataName) is not string { Length: > 0 } names)
                return s_none;
            if (s_last is { } last && last.Names == names)
                return last.Options;
            var options = s_none.WithPreprocessorSymbols(
                names.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Where(SyntaxFacts.IsValidIdentifier));
            s_last = (names, options);
            return options;
        }
    }
}
