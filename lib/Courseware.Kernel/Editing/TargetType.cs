using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Editing;

/// <summary>Which type is wanted where an expression begins: what the variable, parameter or other operand says.</summary>
internal static class TargetType
{
    /// <summary>For the expression whose first token will stand at a position.</summary>
    public static ITypeSymbol? At(CellDraft draft, int start, Call? call, CancellationToken cancellation)
    {
        var before = draft.TokenBefore(start);
        var model = draft.Model;
        return before.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: { IsVar: false } type } } } => TypeOf(model, type, cancellation),
            EqualsValueClauseSyntax { Parent: ParameterSyntax { Type: { } type } } => TypeOf(model, type, cancellation),
            EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax { Type: var type } } => TypeOf(model, type, cancellation),
            AssignmentExpressionSyntax assignment when assignment.OperatorToken == before => TypeOf(model, assignment.Left, cancellation),
            BinaryExpressionSyntax binary when before.Kind() is SyntaxKind.EqualsEqualsToken or SyntaxKind.ExclamationEqualsToken
                or SyntaxKind.IsKeyword => TypeOf(model, binary.Left, cancellation),
            IsPatternExpressionSyntax pattern when pattern.IsKeyword == before => TypeOf(model, pattern.Expression, cancellation),
            CaseSwitchLabelSyntax { Parent.Parent: SwitchStatementSyntax statement } => TypeOf(model, statement.Expression, cancellation),
            SwitchExpressionSyntax choice when before == choice.OpenBraceToken || before.IsKind(SyntaxKind.CommaToken) =>
                TypeOf(model, choice.GoverningExpression, cancellation),
            CollectionExpressionSyntax collection => ElementOf(Of(draft, collection, cancellation)),
            InitializerExpressionSyntax { Parent: ObjectCreationExpressionSyntax { Type: var type } } =>
                AddedTo(TypeOf(model, type, cancellation)),
            BaseArgumentListSyntax or AttributeArgumentListSyntax or NameColonSyntax when call is not null =>
                call.Methods.Select(m => call.Parameter(m)).OfType<IParameterSymbol>().Select(p => ElementOf(p)).FirstOrDefault(),
            _ => null,
        };
    }

    /// <summary>For <c>new(…)</c> and the like, which may be unfinished.</summary>
    public static ITypeSymbol? Of(CellDraft draft, ExpressionSyntax expression, CancellationToken cancellation)
    {
        var info = draft.Model.GetTypeInfo(expression, cancellation);
        if (info.Type is { TypeKind: not TypeKind.Error } type)
            return type;
        if (info.ConvertedType is { TypeKind: not TypeKind.Error } converted)
            return converted;
        var call = expression.Parent is ArgumentSyntax ? Call.At(draft, expression.SpanStart, cancellation) : null;
        return At(draft, expression.SpanStart, call, cancellation);
    }

    private static ITypeSymbol? TypeOf(SemanticModel model, ExpressionSyntax expression, CancellationToken cancellation) =>
        model.GetTypeInfo(expression, cancellation).Type ?? model.GetSymbolInfo(expression, cancellation).Symbol switch
        {
            ITypeSymbol type => type,
            IPropertySymbol property => property.Type,
            IFieldSymbol field => field.Type,
            _ => null,
        };

    private static ITypeSymbol ElementOf(IParameterSymbol parameter)
        => parameter is { IsParams: true, Type: IArrayTypeSymbol array } ? array.ElementType : parameter.Type;

    private static ITypeSymbol? ElementOf(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { TypeArguments: [var element] } => element,
        _ => null,
    };

    // What a collection's initializer gives to its Add.
    private static ITypeSymbol? AddedTo(ITypeSymbol? collection) =>
        collection?.GetMembers("Add").OfType<IMethodSymbol>().FirstOrDefault(m => m.Parameters.Length == 1)?.Parameters[0].Type;
}
