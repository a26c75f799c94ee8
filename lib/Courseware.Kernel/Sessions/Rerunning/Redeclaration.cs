using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Sessions;

/// <summary>What becomes of the names that a cell declares and that were declared before.</summary>
/// <remarks>
/// A variable of the same type is set instead of declared, so that what was compiled before sees its new value. A function or type in the
/// same words is left out, so that it stays what it was. The rest is declared again and takes the old one's place; the functions and types
/// of other cells that use it are compiled again, in the same submission, where they can also use each other.
/// </remarks>
internal sealed class Redeclaration
{
    private readonly CellShape _shape;
    private readonly NameTable _names;
    private readonly CellRecord? _record;
    private readonly Dictionary<Declaration, LiveDeclaration> _kept = [];
    private readonly Dictionary<Declaration, LiveDeclaration> _shared = [];
    private readonly List<EarlierValue> _earlier = [];

    private Redeclaration(CellShape shape, NameTable names, CellRecord? record)
    {
        _shape = shape;
        _names = names;
        _record = record;
        Removed = [.. shape.Names.SelectMany(names.Named).Where(IsRemoved)];
    }

    /// <summary>Functions and types that stay what they were.</summary>
    public IReadOnlyDictionary<Declaration, LiveDeclaration> Kept => _kept;

    /// <summary>Variables that are the earlier ones.</summary>
    public IReadOnlyDictionary<Declaration, LiveDeclaration> Shared => _shared;

    /// <summary>What the cell declares again.</summary>
    public IEnumerable<Declaration> New
        => _shape.Declarations.Where(declaration => !_kept.ContainsKey(declaration) && !_shared.ContainsKey(declaration));

    /// <summary>
    /// Overloads that the cell declared in its earlier words and no longer does, and those that no cell declares any more.
    /// </summary>
    public IReadOnlyList<LiveDeclaration> Removed { get; }

    /// <summary>What a name meant until now and does no longer, as the cell declares it as something of another kind.</summary>
    public IReadOnlyCollection<LiveDeclaration> Dying => field ??=
    [
        .. New.SelectMany(declaration => _names.Named(declaration.Name).Where(old => old.Declaration.Kind != declaration.Kind
            || (declaration.Kind == DeclarationKind.Type && old.Key != declaration.Key && old.Cell == _record
                && !_shape.Declarations.Any(own => own.Key == old.Key)))),
    ];

    /// <summary>Functions and types of other cells that use what is declared in other words.</summary>
    public IReadOnlyList<LiveDeclaration> Dependants { get; private set; } = [];

    /// <summary>Variables that the cell asks for before it gives them a value: it means the value that they had before.</summary>
    public IReadOnlySet<string> AskedFirst { get; private set; } = new HashSet<string>();

    /// <summary>Of these, the variables of another type than the earlier one, whose value the cell is handed.</summary>
    public IReadOnlyList<EarlierValue> Earlier => _earlier;

    /// <summary>Of these, a variable of another type that a function asks for which means the new one by then; null as a rule.</summary>
    /// <param name="again">What is compiled again with the cell.</param>
    public string? AskedTooEarly(IReadOnlyList<LiveDeclaration> again)
        => New.Where(declaration => declaration.HoldsValue && AskedFirst.Contains(declaration.Name)
        && !_earlier.Exists(one => one.Live.Name == declaration.Name)).Select(declaration => declaration.Name)
        .FirstOrDefault(name => again.Any(live => live.Declaration.Uses.Asked.Contains(name)));

    /// <summary>Methods that the compiler must not take for overloads any more.</summary>
    /// <param name="again">What is compiled again with the cell.</param>
    public IReadOnlyCollection<(int Cell, DeclaredName Method)> Hidden(IEnumerable<LiveDeclaration> again) => Hidden(New, again);

    /// <summary>All that might have to be compiled again, whatever the types turn out to be.</summary>
    public static IReadOnlyList<LiveDeclaration> PossibleDependants(CellShape shape, NameTable names) =>
        shape.Names.Any(names.Has) ? DependantsOf(shape, [], names, shape.Names.Where(names.Has)) : [];

    /// <summary>What follows where a type was declared again that cells have a <c>using</c> of: that, and what depends on it.</summary>
    public static Redeclaration OfUsings(CellShape nothing, IReadOnlyList<LiveDeclaration> usings, NameTable names) =>
        new(nothing, names, null)
        {
            Dependants = [.. usings, .. DependantsOf(nothing, [], names, usings.Select(live => live.Name))],
        };

    /// <param name="record">The cell that it is, if it was run before.</param>
    /// <param name="compile">The cell with its texts changed, by path, after the cells that it follows, without some methods.</param>
    /// <param name="valueOf">A value of an earlier variable's type, as a text.</param>
    /// <returns>Null where no name of the cell was declared before.</returns>
    public static Redeclaration? Of(CellShape shape, NameTable names, CellRecord? record, IReadOnlyList<SyntaxTree> trees,
        Func<ImmutableDictionary<string, CellText>, IReadOnlyCollection<(int Cell, DeclaredName Method)>, CSharpCompilation> compile,
        Func<LiveDeclaration, string?> valueOf)
    {
        if (shape.HasDuplicates || !shape.Names.Any(names.Has))
            return null;
        var found = new Redeclaration(shape, names, record);
        found.Decide(trees, compile, valueOf);
        return found;
    }

    /// <summary>The cell's texts, by path, with what is kept left out and what is shared set instead of declared.</summary>
    public ImmutableDictionary<string, CellText> Texts(IEnumerable<SyntaxTree> trees) => Texts(trees, _shared.Keys, _earlier);

    /// <summary>
    /// The text of what is compiled again, to stand before the cell's first member; each part knows its own cell's lines.
    /// </summary>
    /// <param name="place">Of the first member.</param>
    public static string Again(IEnumerable<LiveDeclaration> dependants, FileLinePositionSpan place,
        List<(int Start, LiveDeclaration Live)> starts)
    {
        var text = new StringBuilder();
        foreach (var live in dependants)
        {
            foreach (var node in live.Declaration.Kind == DeclarationKind.Constant ? [live.Declaration.Nodes[1]] : live.Declaration.Nodes)
            {
                var at = node.GetLocation().GetLineSpan();
                Line(at);
                starts.Add((text.Length, live));
                text.Append(live.Declaration.Kind == DeclarationKind.Constant ? $"const {live.Declaration.Nodes[0]} {node};"
                    : node.ToString());
            }
        }
        Line(place);
        return text.ToString();

        void Line(FileLinePositionSpan at)
            => text.Append(CultureInfo.InvariantCulture, $"\n#line {at.StartLinePosition.Line + 1} \"{at.Path}\"\n")
            .Append(' ', at.StartLinePosition.Character);
    }

    private ImmutableDictionary<string, CellText> Texts(IEnumerable<SyntaxTree> trees, IReadOnlyCollection<Declaration> shared,
        IReadOnlyList<EarlierValue> earlier) => trees.ToImmutableDictionary(
        tree => tree.FilePath, tree => new CellText(tree.GetText(), RedeclarationEdits.Of(tree, [.. _kept.Keys], [.. shared], earlier)));

    private HashSet<(int, DeclaredName)> Hidden(IEnumerable<Declaration> declared, IEnumerable<LiveDeclaration> again)
    {
        var replaced = declared.Concat(again.Select(live => live.Declaration)).SelectMany(_names.ReplacedBy);
        return [.. Removed.Concat(replaced).Where(live => live.Method is not null).Select(live => (live.Number, live.Method!.Value))];
    }

    // Another overload under the same name is what became of it.
    private bool IsRemoved(LiveDeclaration live) =>
        live.Method is not null && (live.IsOrphan || (_record is not null && live.Cell == _record))
        && !_shape.Declarations.Any(declaration => declaration.Key == live.Key);

    private void Decide(IReadOnlyList<SyntaxTree> trees,
        Func<ImmutableDictionary<string, CellText>, IReadOnlyCollection<(int Cell, DeclaredName Method)>, CSharpCompilation> compile,
        Func<LiveDeclaration, string?> valueOf)
    {
        AskedFirst = EarlierUses.Of(_shape, _names, _record);
        var asked = EarlierUses.Values(_shape, AskedFirst, Before, valueOf);
        var others = _shape.Declarations.Where(declaration => _names.Has(declaration.Name)).ToList();
        foreach (var declaration in others)
        {
            if ((declaration.IsDefinition || declaration is { Kind: DeclarationKind.Event } && Initializer(declaration) is null)
                && Before(declaration) is { } old
                && old.Declaration.Words == declaration.Words && old.Stuck is null && _names.IsUpToDate(old.Declaration.Uses, old.Number))
            {
                _kept[declaration] = old;
            }
        }
        var candidates = others.Where(declaration => declaration.Kind is DeclarationKind.Variable or DeclarationKind.AutoProperty
            && IsSettable(declaration)
            && Before(declaration) is { TypeKey: not null } old && IsSettable(old.Declaration)
            && IsStatic(old.Declaration) == IsStatic(declaration)).ToList();
        // What a changed one is used by changes too, in the cell itself as well; and a variable's type may be one of those.
        var changed = others.Where(declaration => !_kept.ContainsKey(declaration) && !candidates.Contains(declaration))
            .Select(declaration => declaration.Name)
            .Concat(Removed.Select(live => live.Name)).ToHashSet(StringComparer.Ordinal);
        while (true)
        {
            while (_kept.Keys.FirstOrDefault(declaration => _names.Uses(declaration.Uses, changed)) is { } affected)
            {
                _kept.Remove(affected);
                changed.Add(affected.Name);
            }
            if (candidates.Count == 0)
                break;
            var compilation =
                compile(Texts(trees, [], asked), Hidden(_shape.Declarations.Where(declaration => !_kept.ContainsKey(declaration)), []));
            var different = candidates.Where(declaration => NameTable.TypeOf(compilation, declaration.Name) != Before(declaration)!.TypeKey)
                .ToList();
            foreach (var declaration in different)
            {
                candidates.Remove(declaration);
                changed.Add(declaration.Name);
            }
            if (different.Count == 0 || !_kept.Keys.Any(declaration => _names.Uses(declaration.Uses, changed)))
                break;
        }
        foreach (var declaration in candidates)
            _shared[declaration] = Before(declaration)!;
        _earlier.AddRange(asked.Where(one => !_shared.ContainsKey(one.Declaration)));
        Dependants = changed.Count == 0 ? [] : DependantsOf(_shape, Removed, _names, changed);
    }

    private LiveDeclaration? Before(Declaration declaration)
    {
        var same = _names.Named(declaration.Name);
        // A name that was also something else until now is declared again.
        return same.All(old => old.Declaration.Kind == declaration.Kind) ? same.FirstOrDefault(old => old.Key == declaration.Key) : null;
    }

    private static IReadOnlyList<LiveDeclaration> DependantsOf(CellShape shape, IReadOnlyList<LiveDeclaration> removed, NameTable names,
        IEnumerable<string> changed)
    {
        var open = changed.ToHashSet(StringComparer.Ordinal);
        var gone = shape.Declarations.SelectMany(names.ReplacedBy).Concat(removed).ToHashSet();
        var found = new List<LiveDeclaration>();
        while (true)
        {
            var more = names.All.Where(live =>
                live is
                {
                    IsOrphan: false, Declaration.Kind: DeclarationKind.Method or DeclarationKind.Type or DeclarationKind.Property
                    or DeclarationKind.Constant
                }
                && !gone.Contains(live) && !found.Contains(live) && names.Uses(live.Declaration.Uses, open)).ToList();
            if (more.Count == 0)
                break;
            found.AddRange(more);
            open.UnionWith(more.Select(live => live.Name));
        }
        // What depends on a using that itself has to be compiled again comes after that: a using cannot stand beside what it names.
        var usings = names.All
            .Where(live => live.Declaration.IsUsing && !open.Contains(live.Name) && names.Uses(live.Declaration.Uses, open))
            .Select(live => live.Name).ToHashSet(StringComparer.Ordinal);
        while (usings.Count > 0 && found.FindAll(live => names.Uses(live.Declaration.Uses, usings)) is { Count: > 0 } later)
        {
            found.RemoveAll(later.Contains);
            usings.UnionWith(later.Select(live => live.Name));
        }
        return [.. found.OrderBy(live => live.Number)];
    }

    private static EqualsValueClauseSyntax? Initializer(Declaration declaration)
        => declaration.Nodes[^1] is VariableDeclaratorSyntax declarator ? declarator.Initializer : null;

    private static bool IsStatic(Declaration declaration) => ModifiersOf(declaration).Any(SyntaxKind.StaticKeyword);

    private static SyntaxTokenList ModifiersOf(Declaration declaration) => declaration.Nodes[0] switch
    {
        VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax field } => field.Modifiers,
        { Parent: PropertyDeclarationSyntax property } => property.Modifiers,
        _ => default,
    };

    private static bool IsSettable(Declaration declaration) => declaration.Kind == DeclarationKind.AutoProperty
        ? declaration.Nodes[0].Parent is PropertyDeclarationSyntax { AccessorList: { } list }
        && list.Accessors.Any(SyntaxKind.SetAccessorDeclaration)
        : !ModifiersOf(declaration)
        .Any(modifier => modifier.Kind() is SyntaxKind.ReadOnlyKeyword or SyntaxKind.VolatileKeyword or SyntaxKind.FixedKeyword);
}
