using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Host.Pages;

/// <summary>A cell that only says what the others use: <c>#r</c> and <c>using</c> directives. Needed to run, noise to a reader, so a page folds it.</summary>
/// <param name="References">How many <c>#r</c> it has.</param>
/// <param name="Namespaces">How many namespaces it opens with <c>using</c> (an alias and a <c>using static</c> are none).</param>
internal sealed record SetUpCell(int References, int Namespaces)
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Preview, kind: SourceCodeKind.Script);

    /// <summary>Reads a cell; null when it holds anything else (a statement, <c>#load</c>, a magic command), or nothing but comments.</summary>
    public static SetUpCell? TryParse(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(code, Script);
        var root = tree.GetCompilationUnitRoot();
        var directives = root.DescendantTrivia().Where(trivia => trivia.IsDirective).ToList();
        return root.Members.Count + root.Externs.Count + root.AttributeLists.Count == 0
            && directives.Count + root.Usings.Count > 0
            && directives.All(directive => directive.IsKind(SyntaxKind.ReferenceDirectiveTrivia))
            && !tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            ? new SetUpCell(directives.Count, root.Usings.Count(u => u.Alias is null && u.StaticKeyword.IsKind(SyntaxKind.None))) : null;
    }

    /// <summary>For instance "Set-up: 1 library, 13 namespaces".</summary>
    public override string ToString()
    {
        var parts = new[] { Count(References, "library", "libraries"), Count(Namespaces, "namespace", "namespaces") }.Where(part => part.Length > 0).ToList();
        return parts.Count == 0 ? "Set-up" : "Set-up: " + string.Join(", ", parts);
    }

    private static string Count(int count, string one, string more)
        => count == 0 ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : more)}");
}
