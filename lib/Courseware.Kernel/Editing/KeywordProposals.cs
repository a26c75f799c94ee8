using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Editing;

/// <summary>The keywords that can stand at a place, told from the token before it.</summary>
/// <remarks>
/// Roslyn's own keyword recommenders are no public API; this knows the places apart that matter while one types, and offers some too many
/// within them.
/// </remarks>
internal static class KeywordProposals
{
    private static readonly string[] s_types =
        ["bool", "byte", "char", "decimal", "double", "dynamic", "float", "int", "long", "nint", "nuint", "object", "sbyte", "short",
            "string", "uint", "ulong", "ushort"];

    private static readonly string[] s_expression =
        [.. s_types, "async", "await", "base", "checked", "default", "delegate", "false", "from", "nameof", "new", "null", "sizeof",
            "stackalloc", "static", "switch", "this", "throw", "true", "typeof", "unchecked", "with"];

    private static readonly string[] s_declaration =
        ["abstract", "async", "class", "const", "delegate", "enum", "event", "explicit", "extern", "file", "fixed", "implicit", "interface",
            "internal", "new", "operator", "override", "partial", "private",
            "protected", "public", "readonly", "record", "ref", "required", "sealed", "static", "struct", "unsafe", "virtual", "void",
                "volatile"];

    private static readonly string[] s_statement =
        ["await", "break", "case", "catch", "checked", "const", "continue", "do", "else", "finally", "fixed", "for", "foreach", "goto",
            "if", "lock", "return", "switch", "throw", "try",
            "unchecked", "unsafe", "using", "var", "while", "yield"];

    private static readonly string[] s_pattern = ["and", "not", "null", "or", "true", "false", "var", "when", .. s_types];
    private static readonly string[] s_afterValue = ["and", "as", "in", "is", "not", "or", "switch", "when", "with"];
    private static readonly string[] s_query =
        ["ascending", "by", "descending", "equals", "from", "group", "in", "into", "join", "let", "on", "orderby", "select", "where"];

    private static readonly string[] s_cell = [.. s_statement.Except(["case"]), .. s_expression, .. s_declaration];
    private static readonly string[] s_member = [.. s_declaration.Except(["file"]), .. s_types];

    /// <param name="areTypesOnly">Whether nothing but types was found to stand here.</param>
    public static IEnumerable<string> After(SyntaxToken before, bool areTypesOnly = false)
    {
        var words = At(before);
        return areTypesOnly && words == s_expression ? s_types : words;
    }

    private static string[] At(SyntaxToken before)
    {
        if (before.IsKind(SyntaxKind.None))
            return s_cell;
        var parent = before.Parent;
        switch (before.Kind())
        {
            case SyntaxKind.DotToken or SyntaxKind.ColonColonToken or SyntaxKind.MinusGreaterThanToken:
                return [];
            case SyntaxKind.UsingKeyword:
                return ["static", "var"];
            case SyntaxKind.NewKeyword:
                return s_types;
            case SyntaxKind.IsKeyword or SyntaxKind.CaseKeyword:
                return s_pattern;
            case SyntaxKind.OpenBraceToken when parent is AccessorListSyntax:
            case SyntaxKind.SemicolonToken or SyntaxKind.CloseBraceToken when parent is AccessorDeclarationSyntax
                or BlockSyntax { Parent: AccessorDeclarationSyntax }:
                return ["get", "init", "set", "private", "protected"];
            case SyntaxKind.OpenBraceToken or SyntaxKind.CloseBraceToken or SyntaxKind.SemicolonToken when IsMemberPlace(before):
                return s_member;
            case SyntaxKind.OpenBraceToken when parent is InitializerExpressionSyntax or SwitchExpressionSyntax
                or AnonymousObjectCreationExpressionSyntax or InterpolationSyntax:
                return parent is SwitchExpressionSyntax ? s_pattern : s_expression;
            case SyntaxKind.OpenBraceToken or SyntaxKind.CloseBraceToken or SyntaxKind.SemicolonToken or SyntaxKind.ElseKeyword
                or SyntaxKind.DoKeyword or SyntaxKind.TryKeyword:
                return [.. s_cell, "case"];
            case SyntaxKind.CloseParenToken when parent is IfStatementSyntax or WhileStatementSyntax or ForStatementSyntax
                or CommonForEachStatementSyntax or UsingStatementSyntax or LockStatementSyntax:
                return s_cell;
            case SyntaxKind.OpenParenToken or SyntaxKind.CommaToken when parent is ParameterListSyntax:
                return [.. s_types, "in", "out", "params", "readonly", "ref", "scoped", "this"];
            case SyntaxKind.OpenParenToken or SyntaxKind.CommaToken when parent is ArgumentListSyntax:
                return [.. s_expression, "in", "out", "ref"];
            case SyntaxKind.OpenParenToken when parent is ForEachStatementSyntax or ForStatementSyntax or UsingStatementSyntax
                or ParenthesizedExpressionSyntax or TupleExpressionSyntax:
                return [.. s_expression, "var"];
            case SyntaxKind.ColonToken when parent is SwitchLabelSyntax:
                return s_cell;
        }
        if (parent is MemberDeclarationSyntax or LocalFunctionStatementSyntax or LocalDeclarationStatementSyntax or IncompleteMemberSyntax
            && SyntaxFacts.IsKeywordKind(before.Kind()))
        {
            return s_member;
        }

        if (EndsValue(before))
            return parent?.FirstAncestorOrSelf<QueryExpressionSyntax>() is null ? s_afterValue : [.. s_afterValue, .. s_query];
        return s_expression;
    }

    /// <summary>Whether a value ends with this token, so that an operator has to follow.</summary>
    public static bool EndsValue(SyntaxToken token) => token.Kind() is
        SyntaxKind.IdentifierToken or SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken or SyntaxKind.CloseBraceToken
        or SyntaxKind.NumericLiteralToken or SyntaxKind.StringLiteralToken
        or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringEndToken or SyntaxKind.InterpolatedRawStringEndToken
        or SyntaxKind.ThisKeyword or SyntaxKind.TrueKeyword
        or SyntaxKind.FalseKeyword or SyntaxKind.NullKeyword;

    private static bool IsMemberPlace(SyntaxToken token) => token.Parent switch
    {
        BaseTypeDeclarationSyntax type => token == type.OpenBraceToken,
        BlockSyntax { Parent: BaseMethodDeclarationSyntax } block => token == block.CloseBraceToken,
        AccessorListSyntax list => token == list.CloseBraceToken && list.Parent?.Parent is TypeDeclarationSyntax,
        MemberDeclarationSyntax { Parent: TypeDeclarationSyntax } => token.IsKind(SyntaxKind.SemicolonToken),
        _ => false,
    };
}
