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
    /// <remarks>A function of an earlier cell still means the earlier variable: a name that stands in any function's body is left alone.</remarks>
    public void ReleaseShadowed(CompiledCell cell)
    {
        foreach (var tree in cell.Compilation.SyntaxTrees)
            CollectNames(tree.GetCompilationUnitRoot());
        foreach (var name in cell.Variables)
        {
            if (!_namesInFunctions.Contains(name) && _ownerOf.Remove(name, out var owner))
                Release(owner, name);
        }
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
        if (Field(owner, name) is { IsInitOnly: false, FieldType.IsValueType: false } field)
            field.SetValue(owner, null);
    }

    private static FieldInfo? Field(object owner, string name) =>
        owner.GetType().GetField(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
}
