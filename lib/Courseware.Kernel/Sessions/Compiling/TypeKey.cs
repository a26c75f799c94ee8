using Courseware.Kernel.Packages;
using Microsoft.CodeAnalysis;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// A type as a text that is the same in every compilation of a session, and differs for the types of one name that two cells declared.
/// </summary>
internal static class TypeKey
{
    public static string Of(ITypeSymbol type) => type switch
    {
        IDynamicTypeSymbol => "dynamic",
        IErrorTypeSymbol => "?" + type.Name,
        IArrayTypeSymbol array => $"{Of(array.ElementType)}[{array.Rank}]",
        IPointerTypeSymbol pointer => Of(pointer.PointedAtType) + "*",
        INamedTypeSymbol { IsTupleType: true } tuple => $"({string.Join(',', tuple.TupleElements.Select(NameAndType))})",
        INamedTypeSymbol { IsAnonymousType: true, TypeKind: not TypeKind.Delegate } anonymous =>
            $"{{{string.Join(',', anonymous.GetMembers().OfType<IPropertySymbol>().Select(property => $"{property.Name}:{Of(property.Type)}"))}}}",
        INamedTypeSymbol { TypeKind: TypeKind.Delegate, DelegateInvokeMethod: { } invoke, CanBeReferencedByName: false } =>
            $"{Of(invoke.ReturnType)}({string.Join(',', invoke.Parameters.Select(parameter => $"{parameter.RefKind} {Of(parameter.Type)}"))})",
        INamedTypeSymbol named => $"{Owner(named)}{named.MetadataName}{Arguments(named)}",
        _ => type.ToDisplayString(),
    };

    /// <summary>
    /// Whether a type is the framework's, with all its arguments: then no cell can declare another one of its name that would take its
    /// place.
    /// </summary>
    public static bool IsOfFramework(ITypeSymbol type) => type switch
    {
        IDynamicTypeSymbol => true,
        IArrayTypeSymbol array => IsOfFramework(array.ElementType),
        INamedTypeSymbol { IsAnonymousType: false } named => FrameworkAssemblies.Has(named.ContainingAssembly.Name + ".dll")
            && (named.ContainingType is not { } outer || IsOfFramework(outer)) && named.TypeArguments.All(IsOfFramework),
        _ => false,
    };

    /// <summary>Whether a type, or a part of it, has no name that a cell can write.</summary>
    public static bool IsUnspeakable(ITypeSymbol? type) => type switch
    {
        INamedTypeSymbol named => named.IsAnonymousType || (named.TypeKind == TypeKind.Delegate && !named.CanBeReferencedByName)
            || IsUnspeakable(named.ContainingType) || named.TypeArguments.Any(IsUnspeakable),
        IArrayTypeSymbol array => IsUnspeakable(array.ElementType),
        _ => false,
    };

    private static string NameAndType(IFieldSymbol element)
        => element.IsExplicitlyNamedTupleElement ? $"{Of(element.Type)} {element.Name}" : Of(element.Type);

    private static string Owner(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? Of(outer) + "."
        : $"{type.ContainingAssembly?.Name}/{(type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() + "." : "")}";

    private static string Arguments(INamedTypeSymbol type)
        => type.TypeArguments.IsEmpty ? "" : $"<{string.Join(',', type.TypeArguments.Select(Of))}>";
}
