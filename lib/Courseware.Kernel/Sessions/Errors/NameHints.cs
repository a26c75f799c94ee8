using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// What a name that the compiler does not know may have meant: the same letters in another case, a name used elsewhere, a slip of the
/// finger, or a missing <c>using</c>.
/// </summary>
internal static class NameHints
{
    private const int MostErrors = 3;
    private const int MostProposals = 3;

    /// <summary>A line for each of the first few names that have a hint; null when none has.</summary>
    public static string? For(CompiledCell cell, CancellationToken cancellation = default)
    {
        var hints = new List<(string Name, string Hint)>();
        foreach (var error in cell.Found.Where(error => error.Location.IsInSource
            && cell.Plain.SyntaxTrees.Contains(error.Location.SourceTree!)).OrderBy(error => error.Location.SourceSpan.Start))
        {
            var token = error.Location.SourceTree!.GetRoot(cancellation).FindToken(error.Location.SourceSpan.Start);
            if (hints.Count < MostErrors && token.ValueText.Length > 1 && hints.All(hint => hint.Name != token.ValueText)
                && new Search(cell.Plain, token).For(error.Id) is { } hint)
            {
                hints.Add((token.ValueText, hint));
            }
        }
        return hints.Count switch
        {
            0 => null,
            1 => hints[0].Hint,
            _ => string.Join('\n', hints.Select(hint => $"{hint.Name}: {hint.Hint}")),
        };
    }

    private sealed class Search(CSharpCompilation compilation, SyntaxToken token)
    {
        private readonly SemanticModel _model = compilation.GetSemanticModel(token.SyntaxTree!);
        private readonly int _at = token.SpanStart;
        private readonly string _name = token.ValueText;
        private NamesElsewhere? _others;

        public string? For(string error) => error switch
        {
            "CS0246" or "CS0234" => Type(_model.LookupNamespacesAndTypes(_at)),
            "CS0103" => Type(_model.LookupSymbols(_at)),
            "CS0117" or "CS1061" => Member(),
            "CS1739" => Parameter(),
            "CS1955" => _model.LookupNamespacesAndTypes(_at, name: _name).OfType<INamedTypeSymbol>().FirstOrDefault() is { } type
                ? $"{type.Name} is a type: to make one, write new {type.Name}(…)." : null,
            _ => null,
        };

        private NamesElsewhere Others => _others ??= new NamesElsewhere(Libraries);

        private IReadOnlyList<IAssemblySymbol> Libraries => field ??= [.. compilation.SourceModule.ReferencedAssemblySymbols
            .Concat(_model.LookupNamespacesAndTypes(_at).Where(symbol => symbol is INamedTypeSymbol)
                .Select(symbol => symbol.ContainingAssembly))
            .Where(assembly => assembly is not null && Visibility.IsOfLibrary(assembly.GlobalNamespace))
            .DistinctBy(assembly => assembly.Identity.Name)];

        private string? Type(IEnumerable<ISymbol> inScope)
        {
            // In nn.Linear the compiler stumbles over nn; what is meant is at the end.
            foreach (var name in Qualified().Reverse())
            {
                if (Known(name) is { Count: > 0 } meant)
                    return DidYouMean(meant);
            }
            if (Missing() is { } missing)
                return missing;
            if (Known(_name) is { Count: > 0 } known)
                return DidYouMean(known);
            var visible = inScope.Where(symbol => symbol is not INamespaceSymbol && Visibility.IsShown(symbol)).ToList();
            return DidYouMean(Best(visible).Select(symbol => Text(symbol)));
        }

        // A library's types by their own name in any case, else by a name that they have elsewhere.
        private List<string> Known(string name)
        {
            var plain = NamesElsewhere.Plain(name);
            var types = Libraries.SelectMany(library => Public(library.GlobalNamespace))
                .Where(type => NamesElsewhere.Plain(type.Name) == plain).ToList();
            return types.Count > 0 ? [.. types.Select(type => Text(type))]
                : [.. Others.Types(name).Select(type => Text(type, Others.Elsewhere(type)))];
        }

        // The right name, without its namespace.
        private string? Missing()
        {
            var found = Named(compilation.GlobalNamespace, _name).Where(Visibility.IsShown)
                .Select(type => type.ContainingNamespace.ToDisplayString()).Distinct().Take(MostProposals).ToList();
            return found.Count == 0 ? null : $"{_name} is in {string.Join(" and in ", found)}: add using {found[0]};";
        }

        private string? Member()
        {
            var members = Members().Where(Visibility.IsShown).ToList();
            var plain = NamesElsewhere.Plain(_name);
            if (members.Where(member => NamesElsewhere.Plain(member.Name) == plain).ToList() is { Count: > 0 } same)
                return DidYouMean(same.Select(member => member.Name));
            var elsewhere = Others.Members(_name)
                .Where(other => members.Any(member => member.Name == other.Member && NamesElsewhere.Same(Owner(member), other.Type)))
                .Select(other => Written(other.Member, Others.Elsewhere(other.Type, other.Member))).ToList();
            return DidYouMean(elsewhere.Count > 0 ? elsewhere : Best(members).Select(member => member.Name));
        }

        private IEnumerable<ISymbol> Members()
        {
            if (token.Parent is not SimpleNameSyntax name)
                return [];
            if (name.Parent
                is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax { Parent: ExpressionSyntax whole } } assignment
                && assignment.Left == name)
            {
                return _model.GetTypeInfo(whole).Type is { } made
                    ? _model.LookupSymbols(_at, made).Where(member => member is IPropertySymbol or IFieldSymbol && !member.IsStatic) : [];
            }

            var left = name.Parent switch
            {
                MemberAccessExpressionSyntax access when access.Name == name => access.Expression,
                MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
                _ => null,
            };
            if (left is null)
                return [];
            if (_model.GetSymbolInfo(left).Symbol is ITypeSymbol type)
                return _model.LookupStaticMembers(_at, type);
            return _model.GetTypeInfo(left).Type is { TypeKind: not TypeKind.Error } value
                ? _model.LookupSymbols(_at, value, includeReducedExtensionMethods: true)
                .Where(member => !member.IsStatic && member is not ITypeSymbol) : [];
        }

        private string? Parameter()
        {
            if (token.Parent?.FirstAncestorOrSelf<ArgumentListSyntax>()?.Parent is not { } call)
                return null;
            var methods = call is BaseObjectCreationExpressionSyntax && _model.GetTypeInfo(call).Type is INamedTypeSymbol made
                ? made.InstanceConstructors.AsEnumerable<ISymbol>()
                : call is InvocationExpressionSyntax invocation ? _model.GetMemberGroup(invocation.Expression) : [];
            return DidYouMean(Best(methods.OfType<IMethodSymbol>().SelectMany(method => method.Parameters))
                .Select(parameter => parameter.Name));
        }

        // By the fewest changes; among equals what a library or the notebook has made comes before .NET's.
        private IEnumerable<ISymbol> Best(IEnumerable<ISymbol> candidates)
        {
            var plain = NamesElsewhere.Plain(_name);
            var allowed = plain.Length < 4 ? 0 : plain.Length < 6 ? 1 : int.Min(3, plain.Length / 3);
            var ranked = candidates.DistinctBy(symbol => symbol.Name)
                .Select(symbol => (symbol, distance: Distance(symbol.Name, plain), framework: Visibility.IsOfFramework(symbol)))
                .Where(found => found.distance <= allowed).OrderBy(found => found.distance).ThenBy(found => found.framework)
                .ThenBy(found => found.symbol.Name, StringComparer.Ordinal).ToList();
            return ranked.TakeWhile(found => found.distance == ranked[0].distance && found.framework == ranked[0].framework)
                .Select(found => found.symbol);
        }

        // The first letters of a name's words are as good as the name: lr for LearningRate.
        private static int Distance(string name, string plain)
        {
            var candidate = NamesElsewhere.Plain(name);
            var initials = string.Concat(name.Where((letter, i) => i == 0 || char.IsUpper(letter)));
            if (candidate == plain || plain.Length > 1 && initials.Equals(plain, StringComparison.OrdinalIgnoreCase))
                return 0;
            return int.Abs(candidate.Length - plain.Length) > 3 ? int.MaxValue : Spelling.Distance(candidate, plain);
        }

        // The names that follow in a.b.c.
        private IEnumerable<string> Qualified()
        {
            for (var node = token.Parent; node is not null; node = node.Parent)
            {
                if (node.Parent is QualifiedNameSyntax qualified && qualified.Left == node)
                    yield return qualified.Right.Identifier.ValueText;
                else if (node.Parent is MemberAccessExpressionSyntax access && access.Expression == node)
                    yield return access.Name.Identifier.ValueText;
                else
                    yield break;
            }
        }

        private string Text(ISymbol symbol, string? elsewhere = null)
        {
            var isInScope = symbol is not INamedTypeSymbol || _model.LookupSymbols(_at, name: symbol.Name).Any();
            return Written(symbol.Name,
                string.Join("; ", new[] { elsewhere, isInScope ? null : $"with using {symbol.ContainingNamespace.ToDisplayString()};" }
                    .OfType<string>()));
        }

        private static string Written(string name, string? note) => string.IsNullOrEmpty(note) ? name : $"{name} ({note})";

        private static string? DidYouMean(IEnumerable<string> meant)
        {
            var list = meant.Distinct().Take(MostProposals).ToList();
            if (list.Count == 0)
                return null;
            if (list is [var one] && one.EndsWith(')'))
                return $"Did you mean {one.Split(' ', 2)[0]}? {one.Split(' ', 2)[1]}";
            return $"Did you mean {string.Join(" or ", list)}?";
        }

        private static INamedTypeSymbol Owner(ISymbol member)
            => (member is IMethodSymbol { ReducedFrom: { } extension } ? extension : member).ContainingType;

        private static IEnumerable<INamedTypeSymbol> Public(INamespaceSymbol space) =>
            space.GetMembers()
            .SelectMany(member => member is INamespaceSymbol inner ? Public(inner)
                : member is INamedTypeSymbol { DeclaredAccessibility: Accessibility.Public } type ? [type]
                : Array.Empty<INamedTypeSymbol>());

        private static IEnumerable<INamedTypeSymbol> Named(INamespaceSymbol space, string name) =>
            space.GetTypeMembers(name).Where(type => type.DeclaredAccessibility == Accessibility.Public)
            .Concat(space.GetNamespaceMembers().SelectMany(inner => Named(inner, name)));
    }
}
