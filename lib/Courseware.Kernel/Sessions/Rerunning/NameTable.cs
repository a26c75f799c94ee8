using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// What the cells so far have declared, by name: for each name the one thing that it means now, or a function's overloads.
/// </summary>
internal sealed class NameTable
{
    private static readonly List<LiveDeclaration> s_none = [];
    private readonly Dictionary<string, List<LiveDeclaration>> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Number, string Key), UInt128> _meanings = [];
    private (int Number, List<LiveDeclaration> All) _last = (0, s_none);
    private readonly Dictionary<string, int> _lastDeclared = new(StringComparer.Ordinal);

    private readonly HashSet<string> _everywhere = new(StringComparer.Ordinal);
    private readonly List<LiveDeclaration> _usings = [];
    // What names meant that mean something of another kind since. The compiler still finds it where the new one does not fit.
    private readonly Dictionary<string, List<LiveDeclaration>> _dead = new(StringComparer.Ordinal);

    /// <summary>The last submission with usings, references or packages.</summary>
    public int LastEverywhere { get; set; }

    public IEnumerable<LiveDeclaration> All => _byName.Values.SelectMany(same => same);

    /// <summary>Those that the last accepted submission has declared.</summary>
    public IEnumerable<LiveDeclaration> JustDeclared() => _last.All;

    public IReadOnlyList<LiveDeclaration> Named(string name) => _byName.GetValueOrDefault(name, s_none);

    public bool Has(string name) => _byName.ContainsKey(name);

    /// <summary>All that a name of a cell's code may mean: also what it has by a <c>using static</c>.</summary>
    public IEnumerable<LiveDeclaration> Meant(string name) =>
        _usings.Count == 0 ? Named(name) : Named(name).Concat(_usings.Where(live => live.Brings.Contains(name)));

    /// <summary>
    /// What a type of a submission meant when it was compiled: its words and those of all that they use. What it does with the same values
    /// is the same as long as that is. Null where the submission has no such type.
    /// </summary>
    public UInt128? MeaningOf(int number, string key) => _meanings.TryGetValue((number, key), out var meaning) ? meaning : null;

    /// <summary>The <c>using</c>s of cells that still mean an earlier one of a type, as that was declared again since.</summary>
    public IReadOnlyList<LiveDeclaration> OutdatedUsings()
        => [.. _usings.Where(live => live.Stuck is null && !IsUpToDate(live.Declaration.Uses, live.Number)).OrderBy(live => live.Number)];

    /// <summary>The number of the submission that last declared a name in words of its own; 0 where none did.</summary>
    public int LastDeclared(string name) => _lastDeclared.GetValueOrDefault(name);

    /// <summary>Whether nothing that the code uses was declared again, in other words, since it was compiled.</summary>
    /// <param name="number">Of the submission that it was compiled in.</param>
    public bool IsUpToDate(NameUses uses, int number) =>
        uses.All.All(name => LastDeclared(name) <= number) && uses.Members.All(name => LastDeclared(name) <= number || !IsExtension(name));

    /// <summary>Whether the code uses one of the names.</summary>
    public bool Uses(NameUses uses, IReadOnlySet<string> names)
        => names.Any(name => uses.All.Contains(name) || (uses.Members.Contains(name) && IsExtension(name)))
        || _usings.Any(live => names.Contains(live.Name) && live.Brings.Overlaps(uses.All));

    public bool IsExtension(string name) => Named(name).Any(live => live.Declaration.IsExtension);

    /// <summary>Those that a new declaration takes the place of.</summary>
    public IEnumerable<LiveDeclaration> ReplacedBy(Declaration declaration) =>
        Named(declaration.Name).Where(old => old.Key == declaration.Key || old.Declaration.Kind != declaration.Kind);

    /// <summary>Takes note of what a cell declares.</summary>
    /// <returns>The methods that no longer mean anything, and that the compiler would go on taking for overloads.</returns>
    public List<(int Cell, DeclaredName Method)> Accept(CompiledCell cell, CellRecord record)
    {
        var hidden = cell.Hidden.ToList();
        var methods = Methods(cell);
        foreach (var live in cell.Redeclared?.Removed ?? [])
        {
            Remove(live);
            _lastDeclared[live.Name] = cell.Number;
        }
        foreach (var live in cell.Redeclared?.Kept.Values ?? [])
            (live.Cell, live.IsOrphan) = (record, false);
        foreach (var (declaration, live) in cell.Redeclared?.Shared ?? ImmutableDictionary<Declaration, LiveDeclaration>.Empty)
            Replace(live, new LiveDeclaration(declaration, live.Number, record) { TypeKey = live.TypeKey });
        foreach (var declaration in cell.Redeclared?.New ?? cell.Shape!.Declarations)
            Declare(declaration, record);
        foreach (var live in cell.Again)
            Declare(live.Declaration, live.Cell);
        foreach (var (live, reason) in cell.Stuck)
            live.Stuck = reason;
        var keys = cell.Shape!.Declarations.Select(declaration => declaration.Key).ToHashSet(StringComparer.Ordinal);
        if (cell.Record is not null)
        {
            foreach (var live in All.Where(live => live.Cell == record && !keys.Contains(live.Key)).ToList())
            {
                // The compiler would go on looking into its type.
                if (live.Declaration.Kind == DeclarationKind.StaticUsing)
                {
                    Remove(live);
                    hidden.Add((live.Number, live.Method!.Value));
                    foreach (var brought in live.Brings)
                        _lastDeclared[brought] = cell.Number;
                }
                // A type with more or fewer type parameters is what became of it.
                else if (live.Declaration.Kind == DeclarationKind.Type && cell.Shape.Names.Contains(live.Name))
                {
                    Remove(live);
                    Bury(live);
                }
                else
                {
                    live.IsOrphan = true;
                }
            }
        }
        if (_last.Number != cell.Number)
            _last = (cell.Number, s_none);
        foreach (var live in _last.All.Where(live => live.Declaration.Kind == DeclarationKind.Type))
            _meanings[(cell.Number, live.Key)] = MeaningNow(live);
        if (!IsKnown(cell))
            LastEverywhere = cell.Number;
        _everywhere.UnionWith(Everywhere(cell).Select(declared => declared.Kind));
        return hidden;

        void Declare(Declaration declaration, CellRecord owner)
        {
            var method = declaration.Kind == DeclarationKind.Method && methods.TryGetValue(declaration.Key, out var found) ? found
                : declaration.Kind == DeclarationKind.StaticUsing ? DeclaredName.Of((UsingDirectiveSyntax)declaration.Nodes[0])
                : (DeclaredName?)null;
            // A method with the same parameters hides the earlier one; a using is one more.
            hidden.AddRange(ReplacedBy(declaration)
                .Where(old => old.Method is not null && (old.Method != method || declaration.Kind == DeclarationKind.StaticUsing))
                .Select(old => (old.Number, old.Method!.Value)));
            this.Declare(new LiveDeclaration(declaration, cell.Number, owner)
            {
                TypeKey = declaration.HoldsValue
                ? TypeOf(cell.Compilation, declaration.Name) : null,
                Method = method,
                Brings = declaration.Kind == DeclarationKind.StaticUsing ? MembersOf(declaration) : LiveDeclaration.NoNames,
            });
        }
    }

    /// <summary>
    /// Whether a cell has no usings, references or packages but those that cells had before, in words that mean the same as then.
    /// </summary>
    public bool IsKnown(CompiledCell cell) => cell.Packages is null && Everywhere(cell).All(declared => _everywhere.Contains(declared.Kind))
        && !cell.Compilation.SyntaxTrees.SelectMany(tree => tree.GetCompilationUnitRoot().Usings)
        .Any(node => NameWalker.Of(node).All.Any(Has));

    private static IEnumerable<DeclaredName> Everywhere(CompiledCell cell)
        => cell.Declared.Where(declared => declared.Name == DeclaredName.Everywhere);

    /// <summary>The type of a variable or property that a cell declares.</summary>
    public static string? TypeOf(CSharpCompilation compilation, string name) => compilation.ScriptClass!.GetMembers(name) switch
    {
        [IFieldSymbol field] => TypeKey.Of(field.Type),
        [IPropertySymbol property] => TypeKey.Of(property.Type),
        _ => null,
    };

    private UInt128 MeaningNow(LiveDeclaration live)
    {
        var all = new SortedDictionary<string, UInt128>(StringComparer.Ordinal);
        var open = new Stack<LiveDeclaration>([live]);
        while (open.TryPop(out var at))
        {
            if (!at.Declaration.IsDefinition
                || !all.TryAdd($"{at.Declaration.Kind} {at.Key}", at.Stuck is null ? at.Declaration.Words : Print.Of(at.Stuck)))
            {
                continue;
            }
            foreach (var used in at.Declaration.Uses.All.Concat(at.Declaration.Uses.Members.Where(IsExtension)).SelectMany(Meant))
                open.Push(used);
        }
        var meaning = live.Declaration.Words;
        foreach (var (key, words) in all)
            meaning = Print.Of(meaning, Print.Of(key), words);
        return meaning;
    }

    // The names of all members of the types that a using names, where cells declare them; those of a base class it does not bring.
    private HashSet<string> MembersOf(Declaration staticUsing)
    {
        var members = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(staticUsing.Uses.All);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryPop(out var name))
        {
            foreach (var live in seen.Add(name) ? Named(name) : [])
            {
                if (live.Declaration.Kind == DeclarationKind.Type)
                {
                    members.UnionWith(
                        live.Declaration.Nodes.SelectMany(node => node.DescendantNodes()).Select(NameWalker.NameOfMember).OfType<string>());
                }
                else if (live.Declaration.Kind == DeclarationKind.Alias)
                {
                    foreach (var meant in live.Declaration.Uses.All)
                        open.Push(meant);
                }
            }
        }
        return members;
    }

    // By the key that the author's words give them.
    private static Dictionary<string, DeclaredName> Methods(CompiledCell cell)
    {
        var methods = new Dictionary<string, DeclaredName>(StringComparer.Ordinal);
        foreach (var method in cell.Compilation.ScriptClass!.GetMembers().OfType<IMethodSymbol>()
            .Where(method => method.MethodKind == MethodKind.Ordinary && !method.IsImplicitlyDeclared))
        {
            if (method.DeclaringSyntaxReferences is [var place, ..] && place.GetSyntax() is MethodDeclarationSyntax node)
                methods[CellShape.KeyOf(node)] = DeclaredName.Of(method);
        }
        return methods;
    }

    private void Replace(LiveDeclaration old, LiveDeclaration live)
    {
        var same = _byName[old.Name];
        same[same.IndexOf(old)] = live;
    }

    /// <summary>Gives a name its new meaning.</summary>
    public void Declare(LiveDeclaration live)
    {
        if (!_byName.TryGetValue(live.Name, out var same))
            _byName[live.Name] = same = [];
        foreach (var old in ReplacedBy(live.Declaration).ToList())
        {
            same.Remove(old);
            _usings.Remove(old);
            foreach (var brought in old.Brings)
                _lastDeclared[brought] = live.Number;
            if (old.Declaration.Kind != live.Declaration.Kind)
                Bury(old);
        }
        same.Add(live);
        _lastDeclared[live.Name] = live.Number;
        if (live.Declaration.IsUsing)
            _usings.Add(live);
        foreach (var brought in live.Brings)
            _lastDeclared[brought] = live.Number;
        if (_last.Number != live.Number)
            _last = (live.Number, []);
        _last.All.Add(live);
    }

    /// <summary>Whether a name meant something of another kind before.</summary>
    public bool HasDead(string name) => _dead.ContainsKey(name);

    /// <summary>What a name meant before, of another kind than now, if that is what a submission's declaration is.</summary>
    public LiveDeclaration? Dead(string name, int number, string key)
        => _dead.GetValueOrDefault(name)?.Find(live => live.Number == number && live.Key == key);

    private void Bury(LiveDeclaration live)
    {
        if (!_dead.TryGetValue(live.Name, out var same))
            _dead[live.Name] = same = [];
        same.Add(live);
    }

    private void Remove(LiveDeclaration live)
    {
        _usings.Remove(live);
        if (_byName.TryGetValue(live.Name, out var same) && same.Remove(live) && same.Count == 0)
            _byName.Remove(live.Name);
    }
}
