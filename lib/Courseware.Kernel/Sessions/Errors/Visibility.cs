using Courseware.Kernel.Packages;
using Microsoft.CodeAnalysis;

namespace Courseware.Kernel.Sessions;

/// <summary>What is left out of the proposals: what has no name to write, what its author hides, and the kernel itself.</summary>
internal static class Visibility
{
    private static readonly string s_kernel = typeof(Visibility).Assembly.GetName().Name!;

    public static bool IsShown(ISymbol symbol)
    {
        if (!symbol.CanBeReferencedByName || symbol.Name is not { Length: > 0 } name || name[0] == '<'
            || name.Contains('$', StringComparison.Ordinal))
        {
            return false;
        }

        if (symbol is IMethodSymbol { IsStatic: true, ContainingType.SpecialType: SpecialType.System_Object })
            return false; // Equals and ReferenceEquals, which every class would show
        if (symbol is INamespaceSymbol space)
        {
            return !IsOfKernel(space) && (space.Name == "Cells" || !IsOfKernel(space.ContainingNamespace))
                && space is not { Name: "Internal" or "FxResources", ContainingNamespace.IsGlobalNamespace: true };
        }

        if (symbol.ContainingAssembly?.Name == s_kernel && !InNamespace(symbol, CellCompiler.CellNamespace))
            return false;
        return !IsHiddenByAttribute(symbol);
    }

    /// <summary>Whether it comes with .NET.</summary>
    public static bool IsOfFramework(ISymbol symbol)
        => symbol.ContainingAssembly is { } assembly && FrameworkAssemblies.Has(assembly.Name + ".dll");

    /// <summary>Whether it comes from a library that a cell named.</summary>
    public static bool IsOfLibrary(ISymbol symbol) =>
        symbol.ContainingAssembly is { } assembly && assembly.Name != s_kernel && !symbol.Locations.Any(location => location.IsInSource)
        && !FrameworkAssemblies.Has(assembly.Name + ".dll");

    private static bool IsOfKernel(INamespaceSymbol? space)
        => space is { Name: "Kernel" } && space.ContainingNamespace is { Name: "Courseware", ContainingNamespace.IsGlobalNamespace: true };

    private static bool InNamespace(ISymbol symbol, string name) => symbol.ContainingNamespace?.ToDisplayString() == name;

    private static bool IsHiddenByAttribute(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            switch (attribute.AttributeClass?.Name)
            {
                case "ObsoleteAttribute":
                    return true;
                case "EditorBrowsableAttribute" when attribute.ConstructorArguments is [{ Value: 1 }]: // EditorBrowsableState.Never
                    return true;
            }
        }
        return false;
    }
}
