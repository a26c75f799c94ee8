using Mono.Cecil;

namespace Courseware.Tests;

/// <summary>
/// Which types of an assembly know which others of it, as the compiled code says: bases, members' types, attributes, and what bodies touch.
/// </summary>
internal static class TypeReferences
{
    /// <summary>Pairs of top-level types, each pair once; a nested type counts as its outermost one.</summary>
    public static IReadOnlyCollection<(string From, string To)> Of(string assemblyPath)
    {
        using var module = ModuleDefinition.ReadModule(assemblyPath);
        var own = module.Types.Select(t => t.Name).ToHashSet();
        var found = new HashSet<(string, string)>();
        foreach (var type in module.GetTypes())
        {
            var from = Plain(Outermost(type));
            foreach (var reference in In(type).SelectMany(Parts))
            {
                if (Outermost(reference) is { } outer && own.Contains(outer.Name) && outer.Scope == module && Plain(outer) != from)
                    found.Add((from, Plain(outer)));
            }
        }
        return found;
    }

    private static string Plain(TypeReference type) => type.Name.Split('`')[0];

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<TypeReference> In(TypeDefinition type)
    {
        IEnumerable<TypeReference?> all =
        [
            type.BaseType, .. type.Interfaces.Select(i => i.InterfaceType), .. type.Fields.Select(f => f.FieldType),
            .. type.Properties.Select(p => p.PropertyType), .. Attributes(type), .. type.Fields.SelectMany(Attributes),
            .. type.Properties.SelectMany(Attributes), .. type.Methods.SelectMany(In), .. Constraints(type),
        ];
        return all.OfType<TypeReference>();
    }

    private static IEnumerable<TypeReference> In(MethodDefinition method)
    {
        IEnumerable<TypeReference> signature =
            [method.ReturnType, .. method.Parameters.Select(p => p.ParameterType), .. Attributes(method), .. Constraints(method)];
        return !method.HasBody ? signature : signature
            .Concat(method.Body.Variables.Select(v => v.VariableType))
            .Concat(method.Body.ExceptionHandlers.Select(h => h.CatchType).OfType<TypeReference>())
            .Concat(method.Body.Instructions.SelectMany(i => In(i.Operand)));
    }

    private static IEnumerable<TypeReference> In(object? operand) => operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => [method.DeclaringType, .. method.GenericArguments],
        MethodReference method => [method.DeclaringType],
        _ => [],
    };

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider member)
        => member.CustomAttributes.SelectMany(a => a.ConstructorArguments.Select(x => x.Value).OfType<TypeReference>()
            .Append(a.AttributeType));

    private static IEnumerable<TypeReference> Constraints(IGenericParameterProvider member)
        => member.GenericParameters.SelectMany(p => p.Constraints.Select(c => c.ConstraintType));

    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
        GenericParameter => [],
        FunctionPointerType pointer => [pointer.ReturnType, .. pointer.Parameters.Select(p => p.ParameterType)],
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };
}
