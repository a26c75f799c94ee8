using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Editing;

/// <summary>What may stand at a position, by the compiler alone: coarser than the recommender, but it waits for nobody.</summary>
internal static class Lookup
{
    /// <param name="before">The token before the word.</param>
    /// <param name="start">Where the word begins.</param>
    public static IEnumerable<ISymbol> At(CellDraft draft, SyntaxToken before, int start, CancellationToken cancellation)
    {
        if (before.Kind() is SyntaxKind.DotToken or SyntaxKind.MinusGreaterThanToken or SyntaxKind.ColonColonToken)
        {
            var members = Left(before) is { } left ? Members(draft, left, start, cancellation) : [];
            return before.Parent!.FirstAncestorOrSelf<UsingDirectiveSyntax>() is { Alias: null, StaticKeyword.RawKind: 0 }
                ? members.OfType<INamespaceSymbol>() : members;
        }
        if (before.Parent is UsingDirectiveSyntax && !before.IsKind(SyntaxKind.SemicolonToken))
            return draft.Model.LookupNamespacesAndTypes(start).OfType<INamespaceSymbol>();
        // A name that is being made up.
        if (before.Parent is PredefinedTypeSyntax or IdentifierNameSyntax { IsVar: true })
            return [];
        return IsTypePlace(before) || IsTypeArgument(draft, before) ? draft.Model.LookupNamespacesAndTypes(start)
            : draft.OpenModel.LookupSymbols(start);
    }

    private static bool IsTypePlace(SyntaxToken before) =>
        before.Kind() is SyntaxKind.NewKeyword or SyntaxKind.IsKeyword or SyntaxKind.AsKeyword
        || before.Parent is TypeArgumentListSyntax or TypeOfExpressionSyntax or BaseListSyntax or ParameterListSyntax;

    // "List<|" looks like a comparison so far.
    private static bool IsTypeArgument(CellDraft draft, SyntaxToken before) =>
        before.IsKind(SyntaxKind.LessThanToken) && before.GetPreviousToken() is var name && name.IsKind(SyntaxKind.IdentifierToken)
        && draft.Model.LookupNamespacesAndTypes(name.SpanStart, name: name.ValueText)
        .Any(symbol => symbol is INamedTypeSymbol { IsGenericType: true });

    private static ExpressionSyntax? Left(SyntaxToken dot) => dot.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression,
        QualifiedNameSyntax name => name.Left,
        AliasQualifiedNameSyntax alias => alias.Alias,
        MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
        _ => null,
    };

    private static IEnumerable<ISymbol> Members(CellDraft draft, ExpressionSyntax left, int start, CancellationToken cancellation)
    {
        var model = draft.Model;
        // In "model.⏎var after = 3;" the parser takes what is on the left for a type.
        var symbol = model.GetSymbolInfo(left, cancellation).Symbol
            ?? model.GetSpeculativeSymbolInfo(left.SpanStart, left, SpeculativeBindingOption.BindAsExpression).Symbol;
        if (symbol is IAliasSymbol alias)
            symbol = alias.Target;
        switch (symbol)
        {
            case INamespaceSymbol space:
                return model.LookupNamespacesAndTypes(start, space);
            case ITypeSymbol type:
                return model.LookupStaticMembers(start, type).Concat(type.GetTypeMembers().Where(t => model.IsAccessible(start, t)))
                    .Distinct<ISymbol>(SymbolEqualityComparer.Default);
        }
        var value = model.GetTypeInfo(left, cancellation).Type is { TypeKind: not TypeKind.Error } known ? known
            : model.GetSpeculativeTypeInfo(left.SpanStart, left, SpeculativeBindingOption.BindAsExpression).Type;
        if (value is null or { TypeKind: TypeKind.Error } or { SpecialType: SpecialType.System_Void })
            return [];
        if (left.Parent is ConditionalAccessExpressionSyntax
            && value is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            value = nullable.TypeArguments[0];
        }

        return model.LookupSymbols(start, value, includeReducedExtensionMethods: true)
            .Where(member => !member.IsStatic && member is not ITypeSymbol);
    }
}
