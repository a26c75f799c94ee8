using Courseware.Kernel.Sessions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Editing;

/// <summary>
/// A cell as the parser understands it: without its lines for the host (blanks stand for them), and with a parenthesis where an expression
/// would be taken for a declaration.
/// </summary>
/// <param name="Code">What is parsed.</param>
/// <param name="Opened">Where the parenthesis is; negative when there is none.</param>
internal readonly record struct DraftText(string Code, int Opened)
{
    /// <param name="position">The cursor: only what is around it matters.</param>
    public static DraftText Of(string cell, int position)
    {
        var code = Magics.Read(cell).Code;
        if (!code.AsSpan(0, position).Contains("with", StringComparison.Ordinal))
            return new DraftText(code, -1);
        // "adam with { Name = … }" at a statement's beginning: a script's parser takes it for a property of type adam that is called
        // "with".
        var root = CSharpSyntaxTree.ParseText(code, CellDraft.ParseOptions).GetRoot();
        var with = root.DescendantTokens(TextSpanTo(position)).LastOrDefault(token =>
            token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == "with" && token.GetNextToken() is var brace
            && brace.IsKind(SyntaxKind.OpenBraceToken) && brace.Span.End <= position);
        if (with.Parent?.FirstAncestorOrSelf<PropertyDeclarationSyntax>()
            is not { Parent: CompilationUnitSyntax, Modifiers.Count: 0 } property || property.SpanStart >= with.SpanStart)
        {
            return new DraftText(code, -1);
        }

        if (property.AccessorList is { CloseBraceToken: { IsMissing: false } end } && end.Span.End <= position)
            return new DraftText(code, -1);
        return new DraftText(code.Insert(property.SpanStart, "("), property.SpanStart);
    }

    /// <summary>A position of the cell in <see cref="Code"/>.</summary>
    public int To(int position) => Opened >= 0 && position > Opened ? position + 1 : position;

    /// <summary>A position of <see cref="Code"/> in the cell.</summary>
    public int From(int position) => Opened >= 0 && position > Opened ? position - 1 : position;

    private static Microsoft.CodeAnalysis.Text.TextSpan TextSpanTo(int position) => new(0, position);
}
