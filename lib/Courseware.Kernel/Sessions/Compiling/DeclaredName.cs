using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Sessions;

/// <summary>Something that a cell adds to what later cells see.</summary>
/// <param name="Name">Its name; <see cref="Everywhere"/> or <see cref="Extensions"/> for what acts without being named.</param>
/// <param name="Kind">A newer one of the same name and kind hides it: one of another kind (a method's overload, say) leaves it
/// visible.</param>
internal readonly record struct DeclaredName(string Name, string Kind)
{
    /// <summary>Usings, references, packages.</summary>
    public const string Everywhere = " everywhere";

    /// <summary>Extension methods: their names are looked up in other places than a cell's other names.</summary>
    public const string Extensions = " extensions";

    /// <summary>Anonymous types: whoever writes one of the same shape means the same type.</summary>
    public const string Anonymous = " anonymous";

    public const string Value = "value";

    private const string Type = "type ";

    /// <summary>Whether it lives in the object of its cell; types do not.</summary>
    public bool IsInObject => Name is not (Everywhere or Anonymous) && !Kind.StartsWith(Type, StringComparison.Ordinal);

    /// <summary>All that a cell declares, without what packages bring.</summary>
    public static List<DeclaredName> Of(CSharpCompilation cell)
    {
        var names = new List<DeclaredName>();
        foreach (var tree in cell.SyntaxTrees)
        {
            var root = tree.GetCompilationUnitRoot();
            names.AddRange(root.Usings.Select(Of));
            names.AddRange(root.Externs.Select(node => new DeclaredName(Everywhere, node.ToString())));
            if (root.ContainsDirectives)
                names.AddRange(root.GetReferenceDirectives().Select(node => new DeclaredName(Everywhere, node.ToString())));
        }
        foreach (var member in cell.ScriptClass!.GetMembers()
            .Where(member => !member.IsImplicitlyDeclared && !member.Name.StartsWith(CellOutline.HelperPrefix, StringComparison.Ordinal)))
        {
            if (member is IFieldSymbol or IPropertySymbol or IEventSymbol)
                names.Add(new DeclaredName(member.Name, Value));
            else if (member is INamedTypeSymbol type)
                names.Add(new DeclaredName(type.Name, Type + type.Arity));
            else if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method)
                names.Add(Of(method));
        }
        return names;
    }

    public static DeclaredName Of(UsingDirectiveSyntax node) => new(Everywhere, node.ToString());

    public static DeclaredName Of(IMethodSymbol method)
        => method.IsExtensionMethod ? new(Extensions, method.Name + Signature(method)) : new(method.Name, Signature(method));

    private static string Signature(IMethodSymbol method)
        => $"({string.Join(',', method.Parameters.Select(parameter => $"{parameter.RefKind} {Full(parameter.Type)}"))}){method.Arity}";

    // Two cells' types of one name are not one type.
    private static string Full(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol named =>
            $"{named.ContainingAssembly?.Name}/{(named.ContainingType is { } outer ? Full(outer) + "." : named.ContainingNamespace?.ToDisplayString())}{named.MetadataName}<{string.Join(',', named.TypeArguments.Select(Full))}>",
        IArrayTypeSymbol array => $"{Full(array.ElementType)}[{array.Rank}]",
        _ => type.ToDisplayString(),
    };
}
