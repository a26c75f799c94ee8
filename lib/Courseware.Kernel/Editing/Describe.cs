using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Courseware.Kernel.Editing;

/// <summary>Symbols in words: kinds as Jupyter names them, signatures as a student writes them.</summary>
internal static class Describe
{
    private const SymbolDisplayMiscellaneousOptions Names =
        SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
        | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
        | SymbolDisplayMiscellaneousOptions.AllowDefaultLiteral;

    /// <summary>Types without their namespaces.</summary>
    public static SymbolDisplayFormat TypeFormat { get; } = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: Names);

    private static readonly SymbolDisplayFormat s_signature = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType
        | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeRef,
        delegateStyle: SymbolDisplayDelegateStyle.NameAndSignature,
        extensionMethodStyle: SymbolDisplayExtensionMethodStyle.Default,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
        | SymbolDisplayParameterOptions.IncludeDefaultValue
            | SymbolDisplayParameterOptions.IncludeParamsRefOut | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: Names);

    private static readonly SymbolDisplayFormat s_full = s_signature
        .WithMemberOptions(s_signature.MemberOptions | SymbolDisplayMemberOptions.IncludeContainingType
            | SymbolDisplayMemberOptions.IncludeModifiers)
        .WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints);

    private static readonly SymbolDisplayFormat s_ofCell = s_full.WithMemberOptions(s_signature.MemberOptions);

    public static string Kind(ISymbol symbol) => symbol switch
    {
        INamespaceSymbol => "namespace",
        IAliasSymbol alias => Kind(alias.Target),
        INamedTypeSymbol { TypeKind: TypeKind.Struct } => "struct",
        INamedTypeSymbol { TypeKind: TypeKind.Enum } => "enum",
        INamedTypeSymbol { TypeKind: TypeKind.Interface } => "interface",
        ITypeSymbol => "class",
        IMethodSymbol method =>
            IsOfCell(method) || method.MethodKind == MethodKind.LocalFunction || !method.IsExtensionMethod && IsHelper(method) ? "function"
            : "method",
        IPropertySymbol property => IsOfCell(property) ? "instance" : "property",
        IFieldSymbol field => IsOfCell(field) ? "instance" : "field",
        IEventSymbol => "event",
        _ => "instance",
    };

    /// <summary>Whether a cell declares it, not a type in a cell.</summary>
    public static bool IsOfCell(ISymbol symbol) => symbol.ContainingType is { IsScriptClass: true };

    /// <summary>Whether it was written in this session, by this cell or an earlier one.</summary>
    public static bool IsOwn(ISymbol symbol) => symbol.Locations.Any(location => location.IsInSource);

    /// <summary>One short line: a method's parameters and result, a variable's type.</summary>
    public static string Short(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => Type(local.Type),
        IParameterSymbol parameter => Type(parameter.Type),
        IRangeVariableSymbol => "range variable",
        IFieldSymbol { HasConstantValue: false } field => Type(field.Type),
        IPropertySymbol { IsIndexer: false } property => Type(property.Type),
        INamedTypeSymbol { TypeKind: not TypeKind.Delegate } type => TypeWord(type) + " " + Type(type),
        INamespaceSymbol space => "namespace " + space.ToDisplayString(),
        IMethodSymbol method => ShortSignature(method),
        _ => symbol.ToDisplayString(s_signature),
    };

    /// <summary>As it would be declared, with the type that it belongs to.</summary>
    public static string Full(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => $"{Type(local.Type)} {local.Name}",
        IParameterSymbol parameter => $"{Type(parameter.Type)} {parameter.Name}",
        IRangeVariableSymbol => symbol.Name,
        INamespaceSymbol space => "namespace " + space.ToDisplayString(),
        INamedTypeSymbol { TypeKind: TypeKind.Delegate } => "delegate " + symbol.ToDisplayString(s_signature),
        INamedTypeSymbol type => TypeLine(type),
        IMethodSymbol method when IsOfCell(method) || method.MethodKind == MethodKind.LocalFunction => Signature(method),
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => "new " + constructor.ToDisplayString(s_signature),
        _ => symbol.ToDisplayString(IsOfCell(symbol) ? s_ofCell : s_full),
    };

    /// <summary>As it appears in the list of its type's members.</summary>
    public static string Member(ISymbol symbol) => symbol.ToDisplayString(s_ofCell);

    public static string Type(ITypeSymbol type) =>
        type is INamedTypeSymbol { IsAnonymousType: true } anonymous
            ? "{ " + string.Join(", ", anonymous.GetMembers().OfType<IPropertySymbol>().Select(p => $"{Type(p.Type)} {p.Name}")) + " }"
            : type.ToDisplayString(TypeFormat);

    public static string TypeWord(INamedTypeSymbol type) => type switch
    {
        { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
        { IsRecord: true } => "record",
        { TypeKind: TypeKind.Struct } => "struct",
        { TypeKind: TypeKind.Enum } => "enum",
        { TypeKind: TypeKind.Interface } => "interface",
        { TypeKind: TypeKind.Delegate } => "delegate",
        { IsStatic: true } => "static class",
        { IsAbstract: true } => "abstract class",
        _ => "class",
    };

    private static string TypeLine(INamedTypeSymbol type)
    {
        var bases = new List<ITypeSymbol>();
        if (type is { TypeKind: TypeKind.Class, BaseType: { SpecialType: not SpecialType.System_Object } up })
            bases.Add(up);
        bases.AddRange(type.Interfaces.Where(i => i.Name != "IEquatable").Take(4));
        var space = type.ContainingNamespace is { IsGlobalNamespace: false } named ? $"{named.ToDisplayString()}." : "";
        // Behind a namespace a type has its name, not its keyword.
        return $"{TypeWord(type)} {space}{(type.SpecialType == SpecialType.None ? Type(type) : type.Name)}"
            + (bases.Count == 0 ? "" : " : " + string.Join(", ", bases.Select(Type)));
    }

    // Type arguments can nearly always be inferred; they are written where nothing tells them.
    private static string ShortSignature(IMethodSymbol method) =>
        $"{Type(method.ReturnType)} {method.Name}{(method is { IsGenericMethod: true, Parameters: [] } ? $"<{string.Join(", ", method.TypeArguments.Select(Type))}>" : "")}"
        + $"({string.Join(", ", method.Parameters.Select(p => p.ToDisplayString(s_signature)))})";

    private static string Signature(IMethodSymbol method) => method.ToDisplayString(s_signature);

    private static bool IsHelper(IMethodSymbol method)
        => method is { ContainingType: { Name: "Helpers", ContainingNamespace.Name: "Cells" } };
}
