using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Editing;

/// <summary>The call in whose parentheses a position is, finished or not.</summary>
/// <param name="Methods">Every overload that can be meant, the one that the compiler chose first.</param>
/// <param name="Index">How many arguments stand before the position.</param>
/// <param name="UsedNames">Arguments already named.</param>
/// <param name="Name">The argument's own name, where it has one.</param>
/// <param name="Arguments">What is typed so far, the argument at the position included; null for one that is named.</param>
internal sealed record Call(ImmutableArray<IMethodSymbol> Methods, int Index, ImmutableHashSet<string> UsedNames, string? Name,
    ImmutableArray<ExpressionSyntax?> Arguments)
{
    /// <summary>Null where the position is in no argument list, or nobody knows what is called.</summary>
    public static Call? At(CellDraft draft, int position, CancellationToken cancellation)
    {
        var token = draft.TokenBefore(position);
        for (var node = token.Parent; node is not null; node = node.Parent)
        {
            if (node is AnonymousFunctionExpressionSyntax { Body: BlockSyntax block } && block.Span.Contains(position - 1))
                return null;
            if (node is BaseArgumentListSyntax or AttributeArgumentListSyntax && IsWithin(node, position))
                return Of(draft, node, position, cancellation);
        }
        return null;
    }

    /// <summary>The parameter that the argument at the position goes to, in one overload; null when it has none.</summary>
    public IParameterSymbol? Parameter(IMethodSymbol method)
        => Name is not null ? method.Parameters.FirstOrDefault(p => p.Name == Name) : ParameterAt(method, Index);

    /// <summary>The parameter that an argument without a name goes to; null when there is none.</summary>
    public static IParameterSymbol? ParameterAt(IMethodSymbol method, int index) =>
        index < method.Parameters.Length ? method.Parameters[index] : method.Parameters is [.., { IsParams: true } last] ? last : null;

    private static bool IsWithin(SyntaxNode list, int position)
    {
        var (open, close) = (list.GetFirstToken(includeZeroWidth: true), list.GetLastToken(includeZeroWidth: true));
        return position > open.SpanStart && !open.IsMissing && (close.IsMissing || close == open || position <= close.SpanStart);
    }

    private static Call? Of(CellDraft draft, SyntaxNode list, int position, CancellationToken cancellation)
    {
        var methods = Overloads(draft, list.Parent!, cancellation);
        if (methods.IsEmpty)
            return null;
        SeparatedSyntaxList<SyntaxNode> arguments = list is BaseArgumentListSyntax plain ? plain.Arguments
            : ((AttributeArgumentListSyntax)list).Arguments;
        var index = arguments.GetSeparators().Count(comma => comma.Span.End <= position);
        var own = index < arguments.Count ? arguments[index] : null;
        var used = arguments.Where(a => a != own).Select(NameOf).OfType<string>().ToImmutableHashSet();
        var typed = arguments.Select(a => NameOf(a) is not null ? null : a is ArgumentSyntax argument ? argument.Expression
            : (a as AttributeArgumentSyntax)?.Expression);
        return new Call(methods, index, used, own is null ? null : NameOf(own), [.. typed]);
    }

    private static string? NameOf(SyntaxNode argument) => argument switch
    {
        ArgumentSyntax { NameColon.Name.Identifier.ValueText: var name } => name,
        AttributeArgumentSyntax { NameColon.Name.Identifier.ValueText: var name } => name,
        _ => null,
    };

    private static ImmutableArray<IMethodSymbol> Overloads(CellDraft draft, SyntaxNode call, CancellationToken cancellation)
    {
        var model = draft.Model;
        var info = model.GetSymbolInfo(call, cancellation);
        IEnumerable<ISymbol> all = call switch
        {
            InvocationExpressionSyntax invocation => Invoked(model, invocation, cancellation),
            ObjectCreationExpressionSyntax creation =>
                Constructors(draft, model.GetSymbolInfo(creation.Type, cancellation) is var type
                    ? (type.Symbol ?? type.CandidateSymbols.FirstOrDefault()) as INamedTypeSymbol : null, call),
            ImplicitObjectCreationExpressionSyntax =>
                Constructors(draft, TargetType.Of(draft, (ExpressionSyntax)call, cancellation) as INamedTypeSymbol, call),
            AttributeSyntax attribute => Constructors(draft, model.GetTypeInfo(attribute, cancellation).Type as INamedTypeSymbol, call),
            PrimaryConstructorBaseTypeSyntax up =>
                Constructors(draft, model.GetTypeInfo(up.Type, cancellation).Type as INamedTypeSymbol, call),
            ElementAccessExpressionSyntax access =>
                model.GetTypeInfo(access.Expression, cancellation).Type?.GetMembers().OfType<IPropertySymbol>().Where(p => p.IsIndexer)
                .Select(p => p.GetMethod).OfType<ISymbol>() ?? [],
            _ => info.CandidateSymbols,
        };
        var methods = all.OfType<IMethodSymbol>();
        if (info.Symbol is IMethodSymbol chosen)
        {
            methods = methods.OrderBy(m => SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, chosen.OriginalDefinition) ? 0 : 1)
                .DefaultIfEmpty(chosen);
        }

        return [.. methods];
    }

    private static ImmutableArray<ISymbol> Invoked(SemanticModel model, InvocationExpressionSyntax invocation,
        CancellationToken cancellation)
    {
        var group = model.GetMemberGroup(invocation.Expression, cancellation);
        if (!group.IsEmpty)
            return group;
        return model.GetTypeInfo(invocation.Expression, cancellation).Type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke }
            ? [invoke]
            : model.GetSymbolInfo(invocation.Expression, cancellation).CandidateSymbols;
    }

    private static IEnumerable<ISymbol> Constructors(CellDraft draft, INamedTypeSymbol? type, SyntaxNode at) =>
        type?.InstanceConstructors.Where(c => draft.Model.IsAccessible(at.SpanStart, c)
            && !(type.IsRecord && c.IsImplicitlyDeclared && c.Parameters.Length == 1
            && SymbolEqualityComparer.Default.Equals(c.Parameters[0].Type, type))) ?? [];
}
