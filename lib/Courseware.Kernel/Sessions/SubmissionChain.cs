using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Sessions;

/// <summary>The values of a session: one object per cell that ran, with a field per variable.</summary>
internal sealed class SubmissionChain
{
    private readonly Dictionary<string, object> _ownerOf = new(StringComparer.Ordinal);
    private readonly HashSet<string> _namesInFunctions = new(StringComparer.Ordinal);
    private readonly List<Kept> _kept = [];
    private readonly Dictionary<int, Assembly> _assemblies = [];
    // By number. The first place is the globals', of which we have none.
    private object?[] _objects = new object?[64];

    /// <summary>The array in which a cell finds the objects of those that it follows, and into which it puts its own.</summary>
    public object?[] Begin(CompiledCell cell)
    {
        if (cell.Number >= _objects.Length)
            Array.Resize(ref _objects, int.Max(cell.Number + 1, 2 * _objects.Length));
        return _objects;
    }

    /// <summary>Lets go of values that no code can reach once <paramref name="cell"/> declares their variables again.</summary>
    /// <remarks>
    /// A function of an earlier cell still means the earlier variable: a name that occurs in any function's body is left alone, until all
    /// that its cell declared, functions included, is declared again. Then the cell's object is let go of as a whole, and lives on only
    /// where something captured it.
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
        foreach (var kept in _kept)
            kept.Visible.ExceptWith(cell.Declared);
        foreach (var hidden in _kept.Where(kept => kept.Visible.Count == 0))
            _objects[hidden.Cell] = null;
        _kept.RemoveAll(kept => kept.Visible.Count == 0);
    }

    /// <summary>Makes the object of a cell whose code is not to run: its functions need one.</summary>
    public void Create(int cell)
    {
        if (_objects[cell] is null && _assemblies.GetValueOrDefault(cell)?.GetType($"Submission#{cell}") is { } type)
            Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, [_objects], null);
    }

    /// <summary>Keeps the object of the cell that just ran, or drops it when no later cell can see it.</summary>
    public void Keep(CompiledCell cell)
    {
        if (_objects[cell.Number] is { } state && cell.Declared.Where(name => name.IsInObject).ToHashSet() is { Count: > 0 } visible)
        {
            foreach (var name in cell.Variables)
                _ownerOf[name] = state;
            _kept.Add(new Kept(cell.Number, visible));
        }
        else
        {
            Drop(cell);
        }
    }

    /// <summary>Takes note of a cell's assembly.</summary>
    public void Loaded(int cell, Assembly assembly) => _assemblies[cell] = assembly;

    /// <summary>The type that a cell has declared; null where it is not loaded.</summary>
    public Type? TypeOf(LiveDeclaration live)
        => _assemblies.GetValueOrDefault(live.Number)?.GetType($"Submission#{live.Number}+{live.Name}");

    /// <summary>The object of a cell with its variables; null where it has none, or none that anything can still see.</summary>
    public object? ObjectOf(int cell) => cell < _objects.Length ? _objects[cell] : null;

    /// <summary>
    /// Empties what a cell is about to set once more: the old value can go, and if the cell fails nobody takes it for the new one.
    /// </summary>
    public void Reset(LiveDeclaration variable)
    {
        if (ObjectOf(variable.Number) is { } owner)
            Release(owner, variable.Declaration.Kind == DeclarationKind.AutoProperty ? $"<{variable.Name}>k__BackingField" : variable.Name);
    }

    /// <summary>Lets go of what the compiled text of a cell has kept for itself.</summary>
    public static void ResetHelpers(object instance)
    {
        foreach (var field in instance.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (field.Name.StartsWith(CellOutline.HelperPrefix, StringComparison.Ordinal)
                && !field.Name.StartsWith(CellOutline.KeptPrefix, StringComparison.Ordinal))
            {
                field.SetValue(instance, null);
            }
        }
    }

    /// <summary>The value of a variable, property or event.</summary>
    public bool TryRead(LiveDeclaration variable, out object? value)
    {
        value = null;
        if (ObjectOf(variable.Number) is not { } owner
            || Field(owner, variable.Declaration.Kind == DeclarationKind.AutoProperty ? $"<{variable.Name}>k__BackingField" : variable.Name)
            is not { } field)
        {
            return false;
        }

        value = field.GetValue(owner);
        return true;
    }

    /// <summary>Forgets the cell that just ran, whatever it declared.</summary>
    public void Drop(CompiledCell cell) => _objects[cell.Number] = null;

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
        .. from variable in _ownerOf.OrderBy(variable => variable.Key, StringComparer.OrdinalIgnoreCase)
            .ThenBy(variable => variable.Key, StringComparer.Ordinal)
           let field = Field(variable.Value, variable.Key)
           where field is not null
           select (variable.Key, field.FieldType, field.GetValue(variable.Value)),
    ];

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
        owner.GetType().GetField(name, BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);

    private sealed record Kept(int Cell, HashSet<DeclaredName> Visible);
}
