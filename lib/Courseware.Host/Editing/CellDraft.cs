using Courseware.Host.Sessions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Host.Editing;

/// <summary>A cell that is being written, compiled as if it came after the cells that the session accepted. The session does not notice.</summary>
internal sealed class CellDraft
{
    public CellDraft(CellCompiler compiler, SyntaxTree tree)
    {
        Tree = tree;
        Root = tree.GetCompilationUnitRoot();
        Compilation = compiler.Draft(tree);
        Model = Compilation.GetSemanticModel(tree);
    }

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);

    public SyntaxTree Tree { get; }

    public CompilationUnitSyntax Root { get; }

    public CSharpCompilation Compilation { get; }

    public SemanticModel Model { get; }

    /// <summary>The cell without its lines for the host (<c>#!time</c>): blanks stand for them, so that every other character keeps its place.</summary>
    public static string Code(string cell) => Magics.Read(cell).Code;

    /// <summary>The token before a position, not one that contains it; of kind None at the beginning.</summary>
    public SyntaxToken TokenBefore(int position)
    {
        var token = Root.FindToken(position);
        while (!token.IsKind(SyntaxKind.None) && (token.SpanStart >= position || token.IsKind(SyntaxKind.EndOfFileToken)))
            token = token.GetPreviousToken(includeSkipped: true);
        return token;
    }

    /// <summary>Whether a position lies in a comment, in a literal, or in text that a directive leaves out.</summary>
    public bool IsText(int position)
    {
        if (position == 0)
            return false;
        var trivia = Root.FindTrivia(position - 1);
        if (trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.DisabledTextTrivia or SyntaxKind.PreprocessingMessageTrivia)
            return true;
        if (trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
            return position < trivia.Span.End || !trivia.ToString().EndsWith("*/", StringComparison.Ordinal) || trivia.Span.Length < 4;
        if (trivia.IsDirective)
            return true;
        var token = Root.FindToken(position - 1);
        return token.Kind() switch
        {
            SyntaxKind.InterpolatedStringTextToken => true,
            SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
                or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.Utf8SingleLineRawStringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken =>
                position > token.SpanStart && (position < token.Span.End || token.ContainsDiagnostics),
            _ => false,
        };
    }
}
