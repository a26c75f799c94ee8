using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Courseware.Tests.PublicApi;

/// <summary>
/// An assembly's public surface as text: one type after the other, each with its members: constructors, constants, properties, methods, in
/// the order of their names.
/// </summary>
internal static class ApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(char)] = "char",
    };

    private static readonly Dictionary<string, string> s_operators = new()
    {
        ["op_Implicit"] = "implicit operator",
        ["op_Explicit"] = "explicit operator",
        ["op_Addition"] = "operator +",
        ["op_Subtraction"] = "operator -",
        ["op_Multiply"] = "operator *",
        ["op_Division"] = "operator /",
        ["op_UnaryNegation"] = "operator -",
        ["op_Equality"] = "operator ==",
        ["op_Inequality"] = "operator !=",
        ["op_LessThan"] = "operator <",
        ["op_GreaterThan"] = "operator >",
    };

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var space in assembly.GetExportedTypes().GroupBy(t => t.Namespace!).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append("namespace ").Append(space.Key).Append("\n\n");
            foreach (var type in space.OrderBy(t => t.FullName, StringComparer.Ordinal))
            {
                text.Append(Head(type)).Append('\n');
                foreach (var (_, _, member) in Members(type).OrderBy(m => m.Kind).ThenBy(m => m.Name, StringComparer.Ordinal)
                    .ThenBy(m => m.Text, StringComparer.Ordinal))
                {
                    text.Append("    ").Append(member).Append('\n');
                }

                text.Append('\n');
            }
        }
        return text.ToString().TrimEnd() + "\n";
    }

    private static string Head(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
            return $"delegate {Method(type.GetMethod("Invoke")!, TypeName(type))}";
        var isRecord = type.GetMethod("PrintMembers", Declared) is not null;
        var kind = type.IsEnum ? "enum" : type.IsInterface ? "interface"
            : type.IsValueType
            ? (Has<IsReadOnlyAttribute>(type) ? "readonly " : "") + (type.IsByRefLike ? "ref " : "")
            + (isRecord ? "record struct" : "struct")
            : (type.IsAbstract && type.IsSealed ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "")
            + (isRecord ? "record" : "class");
        var bases = new List<string>();
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
            bases.Add(TypeName(parent));
        if (!type.IsEnum)
        {
            bases.AddRange(type.GetInterfaces()
                .Where(i => i.IsVisible && !(isRecord && i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEquatable<>)))
                .Where(i => type.BaseType?.GetInterfaces().Contains(i) != true
                    && !type.GetInterfaces().Any(other => other != i && other.GetInterfaces().Contains(i)))
                .Select(TypeName).Order(StringComparer.Ordinal));
        }

        return $"{kind} {TypeName(type)}{(bases.Count == 0 ? "" : " : " + string.Join(", ", bases))}{Constraints(type.GetGenericArguments())}";
    }

    private static IEnumerable<(MemberTypes Kind, string Name, string Text)> Members(Type type)
    {
        if (type.IsEnum)
        {
            foreach (var name in Enum.GetNames(type))
            {
                yield return (default, Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)
                    .ToString("D4",
                        CultureInfo.InvariantCulture), $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}");
            }

            yield break;
        }
        if (typeof(Delegate).IsAssignableFrom(type))
            yield break;
        foreach (var field in type.GetFields(Declared).Where(f => (f.IsPublic || f.IsFamily) && !f.IsSpecialName))
        {
            yield return (MemberTypes.Field,
                field.Name, $"{(field.IsLiteral ? "const " : field.IsStatic ? "static readonly " : "")}{Nullable(new NullabilityInfoContext().Create(field))} {field.Name}{(field.IsLiteral ? " = " + Literal(field.GetRawConstantValue()) : "")}");
        }

        foreach (var constructor in type.GetConstructors(Declared).Where(c => Visible(c) && !c.IsStatic && !IsCopy(c)))
            yield return (default, "", $"{Access(constructor)}new({Parameters(constructor)})");
        foreach (var property in type.GetProperties(Declared).Where(p => p.Name != "EqualityContract"))
        {
            var (get, set) = (property.GetMethod, property.SetMethod);
            if (get is null || !Visible(get))
                continue;
            var setter = set is null || !Visible(set) ? ""
                : set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;";
            var index = property.GetIndexParameters();
            var name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
            yield return (MemberTypes.Property,
                property.Name, $"{Access(get)}{Modifiers(get)}{(Has<RequiredMemberAttribute>(property) ? "required " : "")}{Nullable(new NullabilityInfoContext().Create(property))} {name} {{ get;{setter} }}");
        }
        foreach (var method in type.GetMethods(Declared)
            .Where(m => Visible(m) && !Has<CompilerGeneratedAttribute>(m)
                && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal)) && !m.Name.Contains('.')))
        {
            yield return (MemberTypes.TypeInfo,
                method.Name, $"{Access(method)}{Modifiers(method)}{Method(method, s_operators.GetValueOrDefault(method.Name, method.Name) + Generics(method.GetGenericArguments()))}");
        }

        foreach (var e in type.GetEvents(Declared).Where(e => e.AddMethod is { } add && Visible(add)))
            yield return (MemberTypes.Property, e.Name, $"event {TypeName(e.EventHandlerType!)} {e.Name}");
    }

    private static string Method(MethodInfo method, string name)
        => $"{Nullable(new NullabilityInfoContext().Create(method.ReturnParameter))} {name}({(Has<ExtensionAttribute>(method) ? "this " : "")}{Parameters(method)}){Constraints(method.IsGenericMethod ? method.GetGenericArguments() : [])}";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var by = parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref " : "";
        var rest = parameter.GetCustomAttributesData().Any(a => a.AttributeType.Name is "ParamArrayAttribute" or "ParamCollectionAttribute")
            ? "params " : "";
        return $"{rest}{by}{Nullable(new NullabilityInfoContext().Create(parameter))} {parameter.Name}{(parameter.HasDefaultValue ? " = " + Literal(parameter.DefaultValue) : "")}";
    }

    private static string Modifiers(MethodInfo method)
        => method.IsStatic ? (method.IsAbstract ? "static abstract " : method.IsVirtual ? "static virtual " : "static ")
            : method.DeclaringType!.IsInterface ? (method.IsAbstract ? "" : "virtual ")
            : method.IsAbstract ? "abstract " : method.IsVirtual && method.GetBaseDefinition() != method ? "override "
            : method.IsVirtual && !method.IsFinal ? "virtual " : "";

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static bool Visible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsCopy(ConstructorInfo constructor)
        => constructor.DeclaringType!.GetMethod("PrintMembers", Declared) is not null && constructor.GetParameters() is [var only]
        && only.ParameterType == constructor.DeclaringType && !constructor.IsPublic;

    private static bool Has<TAttribute>(MemberInfo member)
        where TAttribute : Attribute => member.IsDefined(typeof(TAttribute), inherit: false);

    private static string Constraints(Type[] parameters)
    {
        var text = new StringBuilder();
        foreach (var parameter in parameters.Where(p => p.IsGenericParameter))
        {
            var isStruct = parameter.GenericParameterAttributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
            var all = parameter.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(TypeName).ToList();
            if (isStruct)
                all.Insert(0, "struct");
            if (all.Count > 0)
                text.Append(" where ").Append(parameter.Name).Append(" : ").AppendJoin(", ", all);
        }
        return text.ToString();
    }

    private static string Generics(Type[] arguments) => arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(TypeName))}>";

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string s => $"\"{s}\"",
        bool b => b ? "true" : "false",
        Enum e => $"{e.GetType().Name}.{e}",
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    /// <summary>A type as C# writes it, with its question marks.</summary>
    private static string Nullable(NullabilityInfo info)
    {
        var type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        var mark = !type.IsValueType && !type.IsGenericParameter && info.ReadState == NullabilityState.Nullable ? "?" : "";
        if (type.IsArray && info.ElementType is { } element)
            return $"{Nullable(element)}{Brackets(type)}{mark}";
        if (System.Nullable.GetUnderlyingType(type) is { } value)
            return TypeName(value) + "?";
        return type.IsGenericType && info.GenericTypeArguments.Length == type.GetGenericArguments().Length
            ? $"{Outer(type)}<{string.Join(", ", info.GenericTypeArguments.Select(Nullable))}>{mark}".Tupled()
            : TypeName(type) + mark;
    }

    private static string TypeName(Type type)
    {
        if (type.IsByRef)
            return TypeName(type.GetElementType()!);
        if (type.IsArray)
            return TypeName(type.GetElementType()!) + Brackets(type);
        if (type.IsPointer)
            return TypeName(type.GetElementType()!) + "*";
        if (s_keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (System.Nullable.GetUnderlyingType(type) is { } value && !type.IsGenericTypeDefinition)
            return TypeName(value) + "?";
        return type.IsGenericType ? (Outer(type) + Generics(type.GetGenericArguments())).Tupled() : Outer(type);
    }

    private static string Brackets(Type array) => $"[{new string(',', array.GetArrayRank() - 1)}]";

    private static string Outer(Type type)
    {
        var name = type.Name.Split('`')[0];
        return type.IsNested && !type.IsGenericParameter ? $"{Outer(type.DeclaringType!)}.{name}" : name;
    }

    private static string Tupled(this string name)
        => name.StartsWith("ValueTuple<", StringComparison.Ordinal) && name.EndsWith('>') ? $"({name["ValueTuple<".Length..^1]})" : name;
}
