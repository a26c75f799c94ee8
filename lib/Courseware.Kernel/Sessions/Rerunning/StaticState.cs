using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// What the static members of a type hold. The type stays the same one when its cell is run again: then they are put back to what they held
/// at first.
/// </summary>
/// <remarks>
/// Only of types whose static members are set to plain values and new, empty or literal collections, and that have no static constructor:
/// to read the members of another one at the wrong time would run code of the cell's.
/// </remarks>
internal sealed class StaticState
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const BindingFlags Instances = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly List<FieldInfo> _fields;
    private readonly Func<int, string, UInt128?> _meaningOf;
    private readonly List<(FieldInfo Field, object? Owner, object? Value)> _values = [];
    private readonly List<(Array Array, Array Copy)> _arrays = [];

    private StaticState(List<FieldInfo> fields, Func<int, string, UInt128?> meaningOf)
    {
        (_fields, _meaningOf) = (fields, meaningOf);
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var field in fields)
        {
            _values.Add((field, null, field.GetValue(null)));
            Take(field.GetValue(null), seen);
        }
        Initial = Now;
    }

    /// <summary>What they held at first.</summary>
    public ValuePrint Initial { get; }

    /// <summary>What they hold now.</summary>
    public ValuePrint Now => ValuePrint.Of(_fields.ConvertAll(one => one.GetValue(null)), _meaningOf, out _);

    /// <summary>Whether the declaration has static members that can be followed.</summary>
    /// <param name="isOfCells">Whether a name is one that cells declare.</param>
    public static bool CanFollow(Declaration declaration, Func<string, bool> isOfCells)
    {
        var members = declaration.Nodes.OfType<TypeDeclarationSyntax>().SelectMany(MembersOf).ToList();
        var values = members.Select(member => member switch
        {
            FieldDeclarationSyntax field when field.Modifiers.Any(SyntaxKind.StaticKeyword) =>
                field.Declaration.Variables.Select(variable => variable.Initializer?.Value),
            PropertyDeclarationSyntax { AccessorList: { } list } property when property.Modifiers.Any(SyntaxKind.StaticKeyword)
                && list.Accessors.Any(accessor => accessor.Body is null && accessor.ExpressionBody is null)
                => [property.Initializer?.Value],
            _ => null,
        }).OfType<IEnumerable<ExpressionSyntax?>>().SelectMany(value => value).ToList();
        return values.Count > 0 && declaration.Nodes.OfType<TypeDeclarationSyntax>().All(type => type.Arity == 0)
            && !members.Exists(member => member is ConstructorDeclarationSyntax constructor
                && constructor.Modifiers.Any(SyntaxKind.StaticKeyword))
            && !members.Exists(member => member is TypeDeclarationSyntax { Arity: > 0 })
            && values.TrueForAll(value => value is null || (IsPlain(value) && !NameWalker.Of(value).All.Any(isOfCells)));
    }

    /// <summary>The static members of a loaded type, as they are at first; null when it has none after all.</summary>
    /// <param name="meaningOf">What a type of a submission meant when it was compiled.</param>
    public static StaticState? Of(Type type, Func<int, string, UInt128?> meaningOf)
    {
        var fields = AllTypes(type).SelectMany(one => one.GetFields(Statics))
            .Where(field => !field.IsLiteral && !field.IsDefined(typeof(ThreadStaticAttribute))).ToList();
        try
        {
            return fields.Count == 0 ? null : new StaticState(fields, meaningOf);
        }
        catch (Exception e) when (e is TargetInvocationException or TypeInitializationException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Puts them back to what they held at first, and the collections among them to what these held.</summary>
    public void Restore()
    {
        if (Now == Initial)
            return;
        foreach (var (field, owner, value) in _values.Where(one => one.Owner is not null || !one.Field.IsInitOnly))
            field.SetValue(owner, value);
        foreach (var (array, copy) in _arrays)
            Array.Copy(copy, array, copy.Length);
    }

    private static IEnumerable<MemberDeclarationSyntax> MembersOf(TypeDeclarationSyntax type)
        => type.Members.SelectMany(member => member is TypeDeclarationSyntax nested ? MembersOf(nested).Prepend(nested) : [member]);

    private static IEnumerable<Type> AllTypes(Type type) =>
        type.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic).Where(nested => !nested.Name.StartsWith('<')).SelectMany(AllTypes)
        .Prepend(type);

    // Nothing that calls code of a cell, or that would be another value later.
    private static bool IsPlain(ExpressionSyntax value) => value switch
    {
        LiteralExpressionSyntax or DefaultExpressionSyntax or TypeOfExpressionSyntax or PredefinedTypeSyntax
            or IdentifierNameSyntax => true,
        PrefixUnaryExpressionSyntax unary => IsPlain(unary.Operand),
        BinaryExpressionSyntax binary => IsPlain(binary.Left) && IsPlain(binary.Right),
        ParenthesizedExpressionSyntax parenthesized => IsPlain(parenthesized.Expression),
        CastExpressionSyntax cast => IsPlain(cast.Expression),
        TupleExpressionSyntax tuple => tuple.Arguments.All(argument => IsPlain(argument.Expression)),
        MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: not ("Now" or "UtcNow" or "Today" or "TickCount"
            or "TickCount64")
        } member => IsPlain(member.Expression),
        CollectionExpressionSyntax collection =>
            collection.Elements.All(element => element is ExpressionElementSyntax one && IsPlain(one.Expression)),
        ArrayCreationExpressionSyntax array =>
            array.Type.RankSpecifiers.SelectMany(rank => rank.Sizes).All(size => size is OmittedArraySizeExpressionSyntax || IsPlain(size))
            && IsPlain(array.Initializer),
        ImplicitArrayCreationExpressionSyntax array => IsPlain(array.Initializer),
        InitializerExpressionSyntax list => IsPlain((InitializerExpressionSyntax?)list),
        BaseObjectCreationExpressionSyntax creation =>
            creation.ArgumentList?.Arguments.All(argument => IsPlain(argument.Expression)) != false && IsPlain(creation.Initializer),
        _ => false,
    };

    private static bool IsPlain(InitializerExpressionSyntax? list)
        => list is null
        || list.Expressions.All(expression => expression is AssignmentExpressionSyntax assignment ? IsPlain(assignment.Right)
            : IsPlain(expression));

    // All the fields of a collection are its state, those that hold its elements included.
    private void Take(object? value, HashSet<object> seen)
    {
        if (value is null || !seen.Add(value))
            return;
        if (value is Array array)
        {
            _arrays.Add((array, (Array)array.Clone()));
            foreach (var element in array.GetType().GetElementType() is { IsPrimitive: true } ? [] : array.Cast<object?>())
                Take(element, seen);
            return;
        }
        var type = value.GetType();
        if (type == typeof(Random) || type.DeclaringType == typeof(Random)
            || (type.Namespace == "System.Collections.Generic" && type.IsGenericType && !type.IsValueType
                && s_collections.Contains(type.GetGenericTypeDefinition())))
        {
            foreach (var field in type.GetFields(Instances)
                .Where(field => !field.FieldType.Name.Contains("Comparer", StringComparison.Ordinal)))
            {
                _values.Add((field, value, field.GetValue(value)));
                Take(field.GetValue(value), seen);
            }
        }
    }

    private static readonly HashSet<Type> s_collections =
        [typeof(List<>), typeof(Dictionary<,>), typeof(HashSet<>), typeof(Queue<>), typeof(Stack<>)];
}
