using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// Functions of one name in several cells. As C# has it, they are overloads of each other; who thinks of Python may have meant the later
/// one to replace the earlier.
/// </summary>
internal static class Overloads
{
    /// <summary>Functions of other cells that some call could mean instead of one that the cell declares for the first time.</summary>
    public static IReadOnlyList<LiveDeclaration> Beside(CompiledCell cell, NameTable names)
    {
        var found = new List<LiveDeclaration>();
        foreach (var declaration in cell.Redeclared?.New.Where(declaration => declaration.Kind == DeclarationKind.Method) ?? [])
        {
            var others = names.Named(declaration.Name)
                .Where(live => live.Method is not null && live.Key != declaration.Key && live.Number != cell.Number
                    && live.Cell.Shape != cell.Shape).ToList();
            if (others.Count == 0
                || Methods(cell.Compilation, declaration.Name)
                .FirstOrDefault(method => names.Named(declaration.Name)
                    .Any(live => live.Key == declaration.Key && live.Method == DeclaredName.Of(method))) is not { } own)
            {
                continue;
            }

            var earlier = cell.Compilation.ScriptCompilationInfo!.PreviousScriptCompilation;
            for (var at = earlier; at is not null; at = at.ScriptCompilationInfo!.PreviousScriptCompilation)
            {
                foreach (var method in Methods(at, declaration.Name))
                {
                    if (others.Find(live => live.Method == DeclaredName.Of(method)) is { } other && !found.Contains(other)
                        && Overlap(cell.Compilation, own, method))
                    {
                        found.Add(other);
                    }
                }
            }
        }
        return found;
    }

    private static IEnumerable<IMethodSymbol> Methods(CSharpCompilation compilation, string name)
        => compilation.ScriptClass!.GetMembers(name).OfType<IMethodSymbol>();

    // Whether there is a number of arguments that both take, of types that fit one as well as the other.
    private static bool Overlap(CSharpCompilation compilation, IMethodSymbol one, IMethodSymbol other)
    {
        if (one.Arity > 0 || other.Arity > 0)
            return Counts(one).Intersect(Counts(other)).Any();
        return Counts(one).Intersect(Counts(other)).Any(count => one.Parameters.Take(count).Zip(other.Parameters).All(pair =>
            pair.First.RefKind == pair.Second.RefKind
            && (Fits(compilation, pair.First.Type, pair.Second.Type) || Fits(compilation, pair.Second.Type, pair.First.Type))));
    }

    private static IEnumerable<int> Counts(IMethodSymbol method)
    {
        var least = method.Parameters.Count(parameter => !parameter.IsOptional && !parameter.IsParams);
        return Enumerable.Range(least, method.Parameters.Length - least + 1);
    }

    private static bool Fits(CSharpCompilation compilation, ITypeSymbol from, ITypeSymbol to)
        => compilation.ClassifyConversion(from, to).IsImplicit;
}
