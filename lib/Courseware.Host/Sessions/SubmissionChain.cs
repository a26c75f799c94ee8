using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Host.Sessions;

/// <summary>The values of a session: one object per cell that ran, with a field per variable.</summary>
internal sealed class SubmissionChain
{
    private readonly Dictionary<string, object> _ownerOf = new(StringComparer.Ordinal);
    private readonly HashSet<string> _namesInFunctions = new(StringComparer.Ordinal);
    private readonly List<Kept> _kept = [];
    private object?[] _states = new object?[16];
    private int _count = 1; // slot 0 is the globals', of which we have none

    /// <summary>The array that the next submission puts itself into.</summary>
    public object?[] Next()
    {
        if (_count + 1 >= _states.Length)
            Array.Resize(ref _states, 2 * _states.Length);
        return _states;
    }

    /// <summary>Lets go of values that no code can reach once <paramref name="cell"/> declares their variables anew.</summary>
    /// <remarks>
    /// A function of an earlier cell still means the earlier variable: a name that stands in any function's body is left alone, until all that its cell declared,
    /// functions included, is declared anew. Then the cell's object is let go of as a whole, and lives on only where something captured it.
    /// </remarks>
    public void ReleaseShadowed(CompiledCell cell)
    {
        foreach (var tree in cell.Compilation.SyntaxTrees)
            CollectNames(tree.GetCompilationUnitRoot());
        foreach (var name in cell.Variables)
        {
            if (!_namesInFunctions.Contains(name) && _ownerOf.Remove(name, out var owner))
                Release(owner, name);
        }
        var declared = Members(cell);
        foreach (var kept in _kept)
            kept.Visible.RemoveAll(old => declared.Exists(member => Hides(member, old)));
        foreach (var hidden in _kept.Where(kept => kept.Visible.Count == 0))
            _states[hidden.Slot] = null;
        _kept.RemoveAll(kept => kept.Visible.Count == 0);
    }

    /// <summary>Keeps the submission that just ran, or drops it when no later cell can see it.</summary>
    public void Keep(CompiledCell cell)
    {
        if (_states[_count] is not { } state)
            return;
        // The first cell is in the compiler's chain whatever it declares, and so has a slot.
        if (!cell.Declares && _count > 1)
        {
            _states[_count] = null;
            return;
        }
        foreach (var name in cell.Variables)
            _ownerOf[name] = state;
        if (Members(cell) is { Count: > 0 } members)
            _kept.Add(new Kept(_count, members));
        _count++;
    }

    /// <summary>Forgets the submission that just ran, whatever it declared.</summary>
    public void Drop() => _states[_count] = null;

    /// <summary>The value of a variable as the last cell left it; no code of the cell's runs.</summary>
    /// <returns>False when no cell declared it.</returns>
    public bool TryRead(string name, out object? value)
    {
        value = null;
        if (!_ownerOf.TryGetValue(name, out var owner) || Field(owner, name) is not { } field)
            return false;
        value = field.GetValue(owner);
        return true;
    }

    /// <summary>The variables that a next cell would see, by name, with their declared types and present values.</summary>
    public IReadOnlyList<(string Name, Type Type, object? Value)> Variables() =>
    [
        .. from variable in _ownerOf.OrderBy(variable => variable.Key, StringComparer.OrdinalIgnoreCase).ThenBy(variable => variable.Key, StringComparer.Ordinal)
           let field = Field(variable.Value, variable.Key)
           where field is not null
           select (variable.Key, field.FieldType, field.GetValue(variable.Value)),
    ];

    // Types need no object.
    private static List<ISymbol> Members(CompiledCell cell) =>
        [.. cell.Compilation.ScriptClass!.GetMembers().Where(member => !member.IsImplicitlyDeclared
            && member is IFieldSymbol or IPropertySymbol or IEventSymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary })];

    // A method leaves its overloads visible; whether two generic ones are the same is not worth finding out.
    private static bool Hides(ISymbol member, ISymbol old)
    {
        if (member.Name != old.Name)
            return false;
        if (member is not IMethodSymbol method || old is not IMethodSymbol other)
            return true;
        return method.Arity == 0 && other.Arity == 0 && method.Parameters.Length == other.Parameters.Length
            && method.Parameters.Zip(other.Parameters).All(pair =>
                pair.First.RefKind == pair.Second.RefKind && SymbolEqualityComparer.Default.Equals(pair.First.Type, pair.Second.Type));
    }

    private void CollectNames(SyntaxNode root)
    {
        foreach (var node in root.DescendantNodes())
        {
            if (node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax
                or BasePropertyDeclarationSyntax or BaseTypeDeclarationSyntax or QueryExpressionSyntax)
            {
                foreach (var name in node.DescendantNodes().OfType<IdentifierNameSyntax>())
                    _namesInFunctions.Add(name.Identifier.ValueText);
            }
        }
    }

    private static void Release(object owner, string name)
    {
        if (Field(owner, name) is { IsInitOnly: false } field)
            field.SetValue(owner, null);
    }

    private static FieldInfo? Field(object owner, string name) =>
        owner.GetType().GetField(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

    private sealed record Kept(int Slot, List<ISymbol> Visible);
}
