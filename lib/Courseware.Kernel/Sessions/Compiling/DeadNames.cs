using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// Finds where code means what a name was before it became something of another kind: a type, say, of the name of what is a variable now.
/// </summary>
/// <remarks>
/// The compiler goes on to earlier cells where the last meaning of a name does not fit; to the reader there is only that one.
/// </remarks>
internal static class DeadNames
{
    private const string Submission = "Submission#";

    /// <param name="dying">What the cell itself declares as something of another kind.</param>
    /// <param name="error">Makes an error of a text and its place.</param>
    public static ImmutableArray<Diagnostic> Errors(CSharpCompilation compilation, NameTable names,
        IReadOnlyCollection<LiveDeclaration> dying, Func<string, Location, Diagnostic> error, CancellationToken cancellation)
    {
        var errors = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            var model = default(SemanticModel);
            foreach (var node in tree.GetRoot(cancellation).DescendantNodes().OfType<SimpleNameSyntax>().Where(node =>
                names.HasDead(node.Identifier.ValueText) || dying.Any(live => live.Name == node.Identifier.ValueText)))
            {
                model ??= compilation.GetSemanticModel(tree);
                if (model.GetSymbolInfo(node, cancellation).Symbol is { ContainingType: { IsScriptClass: true } script } symbol
                    && int.TryParse(script.Name.AsSpan(Submission.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    && Dead(symbol, number) is { } dead)
                {
                    errors.Add(error(Text(symbol.Name, dead), node.GetLocation()));
                }
            }
        }
        return errors.ToImmutable();

        string Text(string name, LiveDeclaration dead) => (ArityOf(dead.Declaration), names.Named(name).Except([dead])
            .Select(live => ArityOf(live.Declaration)).FirstOrDefault(arity => arity is not null)) switch
        {
            (not null, 0) => $"'{name}' has no type parameters any more: a cell declared it again without them",
            (not null, { } now) => $"'{name}' has {now} type parameter{(now == 1 ? "" : "s")} now: a cell declared it again, with {(now == 1 ? "one" : "these")}",
            _ => $"'{name}' is not {Kind(dead.Declaration)} any more: a cell declared the name again as something else",
        };

        LiveDeclaration? Dead(ISymbol symbol, int number)
        {
            var key = symbol is INamedTypeSymbol type ? $"{type.Name}`{type.Arity}" : symbol.Name;
            return names.Dead(symbol.Name, number, key) ?? dying.FirstOrDefault(live => live.Number == number && live.Key == key);
        }
    }

    // How many type parameters it has. Null for what is no type.
    private static int? ArityOf(Declaration declaration) => declaration.Kind != DeclarationKind.Type ? null
        : declaration.Nodes[0] switch
        {
            TypeDeclarationSyntax type => type.Arity,
            DelegateDeclarationSyntax type => type.Arity,
            _ => 0,
        };

    private static string Kind(Declaration declaration) => declaration.Kind switch
    {
        DeclarationKind.Type => "a type",
        DeclarationKind.Method => "a function",
        DeclarationKind.Constant => "a constant",
        DeclarationKind.Property or DeclarationKind.AutoProperty => "a property",
        DeclarationKind.Event => "an event",
        DeclarationKind.Alias => "another name of a type",
        DeclarationKind.StaticUsing => "a using of a type's members",
        _ => "a variable",
    };
}
