using Courseware.Kernel.Packages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Courseware.Kernel.Sessions;

/// <summary>The declarations of a cell of variables, without what they were set to.</summary>
internal static class CellOutline
{
    /// <returns>Null for a cell that declares anything else, and for types that may mean something else elsewhere.</returns>
    public static string? Of(CompiledCell cell)
    {
        if (cell.Declared.Any(declared => declared.Kind != DeclaredName.Value))
            return null;
        var fields = Fields(cell);
        return fields.Count == cell.Declared.Count && fields.TrueForAll(field => field is { IsConst: false, IsStatic: false, IsReadOnly: false } && IsOfFramework(field.Type))
            ? string.Concat(fields.Select(field => $"{field.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)} @{field.Name};\n"))
            : null;
    }

    /// <summary>Whether a variable's type, or a part of it, is anonymous.</summary>
    public static bool HasUnspeakable(CompiledCell cell) => Fields(cell).Exists(field => IsUnspeakable(field.Type));

    private static List<IFieldSymbol> Fields(CompiledCell cell) =>
        [.. cell.Compilation.ScriptClass!.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsImplicitlyDeclared)];

    private static bool IsUnspeakable(ITypeSymbol? type) => type switch
    {
        INamedTypeSymbol named => named.IsAnonymousType || (named.TypeKind == TypeKind.Delegate && !named.CanBeReferencedByName)
            || IsUnspeakable(named.ContainingType) || named.TypeArguments.Any(IsUnspeakable),
        IArrayTypeSymbol array => IsUnspeakable(array.ElementType),
        _ => false,
    };

    private static bool IsOfFramework(ITypeSymbol type) => type switch
    {
        IDynamicTypeSymbol => true,
        IArrayTypeSymbol array => IsOfFramework(array.ElementType),
        INamedTypeSymbol named => FrameworkAssemblies.Has(named.ContainingAssembly.Name + ".dll")
            && (named.ContainingType is not { } outer || IsOfFramework(outer)) && named.TypeArguments.All(IsOfFramework),
        _ => false,
    };
}
