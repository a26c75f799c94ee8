using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Host.Pages;

/// <summary>Colours C# as a script: the compiler's own parser finds the tokens, so that what is coloured is what runs.</summary>
public static class CSharpColouring
{
    private static readonly CSharpParseOptions s_script = new(LanguageVersion.Preview, kind: SourceCodeKind.Script);

    /// <summary>
    /// The code as HTML: text in spans of class k (keyword), t (type), f (method), s (string), n (number), c (comment), d (directive).
    /// </summary>
    public static string ToHtml(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        var html = new StringBuilder();
        foreach (var token in CSharpSyntaxTree.ParseText(code, s_script).GetRoot().DescendantTokens())
        {
            foreach (var trivia in token.LeadingTrivia) Append(html, TriviaClass(trivia), trivia.ToFullString());
            Append(html, TokenClass(token), token.Text);
            foreach (var trivia in token.TrailingTrivia) Append(html, TriviaClass(trivia), trivia.ToFullString());
        }
        return html.ToString();
    }

    private static void Append(StringBuilder html, string? name, string text)
    {
        if (text.Length == 0) return;
        if (name == null) html.Append(Html.Text(text));
        else html.Append("<span class=\"").Append(name).Append("\">").Append(Html.Text(text)).Append("</span>");
    }

    private static string? TriviaClass(SyntaxTrivia trivia) => trivia.Kind() switch
    {
        SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia
            or SyntaxKind.MultiLineDocumentationCommentTrivia => "c",
        SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia or SyntaxKind.SkippedTokensTrivia => null,
        _ => trivia.IsDirective ? "d" : null,
    };

    private static string? TokenClass(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.NumericLiteralToken => "n",
        SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedStringEndToken
            or SyntaxKind.InterpolatedVerbatimStringStartToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken
            or SyntaxKind.InterpolatedRawStringEndToken or SyntaxKind.Utf8StringLiteralToken => "s",
        SyntaxKind.IdentifierToken => IdentifierClass(token),
        var kind => SyntaxFacts.IsKeywordKind(kind) ? "k" : null,
    };

    private static string? IdentifierClass(SyntaxToken token) => token.Parent switch
    {
        IdentifierNameSyntax { IsVar: true } name when IsTypePosition(name) => "k",
        IdentifierNameSyntax { Identifier.Text: "nameof" or "field" or "nint" or "nuint" } => "k",
        BaseTypeDeclarationSyntax or DelegateDeclarationSyntax or TypeParameterSyntax => "t",
        MethodDeclarationSyntax or LocalFunctionStatementSyntax => "f",
        SimpleNameSyntax name when IsTypePosition(name) => "t",
        SimpleNameSyntax name when IsCalled(name) => "f",
        // A member of something that begins with a capital: a type far more often than a property.
        IdentifierNameSyntax { Parent: MemberAccessExpressionSyntax access } name when access.Expression == name && token.Text.Length > 0
            && char.IsUpper(token.Text[0]) => "t",
        _ => null,
    };

    private static bool IsTypePosition(SimpleNameSyntax name) => name.Parent switch
    {
        ObjectCreationExpressionSyntax creation => creation.Type == name,
        VariableDeclarationSyntax declaration => declaration.Type == name,
        DeclarationExpressionSyntax declaration => declaration.Type == name,
        ParameterSyntax parameter => parameter.Type == name,
        PropertyDeclarationSyntax property => property.Type == name,
        MethodDeclarationSyntax method => method.ReturnType == name,
        LocalFunctionStatementSyntax function => function.ReturnType == name,
        ForEachStatementSyntax loop => loop.Type == name,
        CastExpressionSyntax cast => cast.Type == name,
        TypeArgumentListSyntax or ArrayTypeSyntax or NullableTypeSyntax or BaseTypeSyntax or TupleElementSyntax or TypeOfExpressionSyntax
            or DefaultExpressionSyntax or TypeConstraintSyntax or AttributeSyntax or CatchDeclarationSyntax
            or DeclarationPatternSyntax => true,
        QualifiedNameSyntax qualified =>
            qualified.Right == name && qualified.Parent is not UsingDirectiveSyntax and not QualifiedNameSyntax,
        _ => false,
    };

    private static bool IsCalled(SimpleNameSyntax name) => name.Parent switch
    {
        InvocationExpressionSyntax call => call.Expression == name,
        MemberAccessExpressionSyntax access =>
            access.Name == name && access.Parent is InvocationExpressionSyntax call && call.Expression == access,
        MemberBindingExpressionSyntax { Parent: InvocationExpressionSyntax } => true,
        _ => false,
    };
}
