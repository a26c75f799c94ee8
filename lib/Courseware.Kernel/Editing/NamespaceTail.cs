using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Editing;

/// <summary>The types of a library's namespace of which only the last part was written: <c>Optimizers.</c> for Courseware.Optimizers, which C# does not understand.</summary>
/// <param name="Types">To be written in full.</param>
/// <param name="Start">Where the name begins that they replace.</param>
internal sealed record NamespaceTail(ImmutableArray<INamedTypeSymbol> Types, int Start)
{
    private const int Deepest = 4;

    /// <returns>Null where the name means something, or no library has such a namespace.</returns>
    public static NamespaceTail? At(CellDraft draft, SyntaxToken dot, CancellationToken cancellation)
    {
        var name = dot.Parent switch
        {
            MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax left } => left,
            QualifiedNameSyntax { Left: IdentifierNameSyntax left } => left,
            _ => null,
        };
        if (name is null || draft.Model.GetSymbolInfo(name, cancellation) is not { Symbol: null, CandidateSymbols.IsEmpty: true })
            return null;
        var types = Namespaces(draft.Compilation.GlobalNamespace, Deepest).Where(space => space.Name == name.Identifier.ValueText)
            .SelectMany(space => space.GetTypeMembers()).Where(type => type.DeclaredAccessibility == Accessibility.Public && Visibility.IsOfLibrary(type) && Visibility.IsShown(type));
        return new NamespaceTail([.. types], name.SpanStart);
    }

    private static IEnumerable<INamespaceSymbol> Namespaces(INamespaceSymbol root, int depth)
    {
        if (depth == 0)
            yield break;
        foreach (var space in root.GetNamespaceMembers())
        {
            // Thousands, and none of a library's.
            if (root.IsGlobalNamespace && space.Name is "System" or "Microsoft" or "Internal")
                continue;
            yield return space;
            foreach (var inner in Namespaces(space, depth - 1))
                yield return inner;
        }
    }
}
