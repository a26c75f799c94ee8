using Courseware.Kernel.Sessions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Editing;

/// <summary>
/// A cell that is being written, compiled as if it came after the cells that the session accepted. The session does not notice.
/// </summary>
internal sealed class CellDraft
{
    private readonly Lazy<CSharpCompilation> _compilation;
    private readonly Lazy<SemanticModel> _model;
    private readonly Lazy<SemanticModel> _openModel;

    public CellDraft(CellCompiler compiler, SyntaxTree tree)
    {
        Tree = tree;
        Root = tree.GetCompilationUnitRoot();
        _compilation = new(() => compiler.Draft(tree));
        _model = new(() => Compilation.GetSemanticModel(tree));
        _openModel = new(() => Compilation.GetSemanticModel(tree, ignoreAccessibility: true));
    }

    public static CSharpParseOptions ParseOptions => CellCompiler.ParseOptions;

    public SyntaxTree Tree { get; }

    public CompilationUnitSyntax Root { get; }

    public CSharpCompilation Compilation => _compilation.Value;

    public SemanticModel Model => _model.Value;

    /// <summary>For names that stand alone: who lists them filters with <see cref="IsAccessible"/>.</summary>
    /// <remarks>
    /// What a cell declares is accessible to all later cells. Asked about it, the compiler finds out for each earlier cell's assembly
    /// whether it refers to this one, by way of all cells before it: after 300 cells that took ten times as long as all the rest.
    /// </remarks>
    public SemanticModel OpenModel => _openModel.Value;

    /// <summary>The model to look up what may stand behind a token.</summary>
    public SemanticModel ModelOf(SyntaxToken before) =>
        before.Kind() is SyntaxKind.DotToken or SyntaxKind.MinusGreaterThanToken or SyntaxKind.ColonColonToken ? Model : OpenModel;

    /// <summary>Whether the cell may use what <see cref="OpenModel"/> found.</summary>
    public bool IsAccessible(ISymbol symbol, int position) => symbol.DeclaredAccessibility switch
    {
        Accessibility.Public or Accessibility.NotApplicable => true,
        _ when Describe.IsOfCell(symbol) => true,
        Accessibility.Internal or Accessibility.Private when !Describe.IsOwn(symbol) => false,
        _ => Model.IsAccessible(position, symbol),
    };

    /// <summary>The token before a position, not one that contains it; of kind None at the beginning.</summary>
    public SyntaxToken TokenBefore(int position)
    {
        var token = Root.FindToken(position);
        while (!token.IsKind(SyntaxKind.None) && (token.SpanStart >= position || token.IsKind(SyntaxKind.EndOfFileToken)))
            token = token.GetPreviousToken(includeSkipped: true);
        return token;
    }

    /// <summary>Whether a position is in a comment, in a literal, or in text that a directive leaves out.</summary>
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
        if (token.Parent is InterpolationFormatClauseSyntax)
            return true;
        return token.Kind() switch
        {
            SyntaxKind.InterpolatedStringTextToken => true,
            SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken
                or SyntaxKind.MultiLineRawStringLiteralToken
                or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.Utf8SingleLineRawStringLiteralToken
                or SyntaxKind.Utf8MultiLineRawStringLiteralToken =>
                position > token.SpanStart && (position < token.Span.End || token.ContainsDiagnostics),
            _ => false,
        };
    }
}
