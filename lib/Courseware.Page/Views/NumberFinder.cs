using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Page.Views;

/// <summary>Finds the numbers of a cell that somebody may want to change, and what each is called there.</summary>
internal static class NumberFinder
{
    private static readonly CSharpParseOptions s_script = new(LanguageVersion.Preview, kind: SourceCodeKind.Script);

    /// <summary>The numbers that have a name: a variable, an argument, a property, or a place in a list of one of these.</summary>
    public static IReadOnlyList<NamedNumber> In(string code)
    {
        var found = new List<NamedNumber>();
        foreach (var token in CSharpSyntaxTree.ParseText(code, s_script).GetRoot().DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.NumericLiteralToken)))
        {
            // −3 is one number, of two tokens.
            var literal = token.Parent!;
            var whole = literal.Parent is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } minus ? minus
                : (SyntaxNode)literal;
            if (NameOf(whole) is not { } name || token.Value is null
                || !double.TryParse(Convert.ToString(token.Value, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture,
                    out var value))
            {
                continue;
            }

            var isWhole = token.Value is int or long or uint or ulong or byte or short;
            found.Add(new NamedNumber(whole.SpanStart, whole.Span.End, name, whole == literal ? value : -value, isWhole));
        }
        return found;
    }

    private static string? NameOf(SyntaxNode number) => number.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.ValueText,
        EqualsValueClauseSyntax { Parent: ParameterSyntax parameter } => parameter.Identifier.ValueText,
        ArgumentSyntax { NameColon.Name.Identifier.ValueText: var name } => name,
        ArgumentSyntax { Parent.Parent: ObjectCreationExpressionSyntax { Type: var type } creation } argument =>
            creation.ArgumentList!.Arguments.Count == 1 ? type.ToString()
            : $"{type}, {Ordinal(creation.ArgumentList.Arguments.IndexOf(argument))}",
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: var called } call } argument when call.ArgumentList.Arguments.Count <= 3 =>
            call.ArgumentList.Arguments.Count == 1 ? LastOf(called)
            : $"{LastOf(called)}, {Ordinal(call.ArgumentList.Arguments.IndexOf(argument))}",
        AssignmentExpressionSyntax { Left: var left } => left.ToString(),
        ExpressionElementSyntax { Parent: CollectionExpressionSyntax list } element when NameOf(list)
            is { } name => $"{name}[{list.Elements.IndexOf(element)}]",
        InitializerExpressionSyntax { Parent: { } creation } list when NameOf(creation)
            is { } name => $"{name}[{list.Expressions.IndexOf((ExpressionSyntax)number)}]",
        _ => null,
    };

    private static string LastOf(ExpressionSyntax called)
        => called is MemberAccessExpressionSyntax access ? access.Name.ToString() : called.ToString();

    private static string Ordinal(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);
}
