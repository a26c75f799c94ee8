using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Sessions;

/// <summary>The cells that were accepted, as later ones see them.</summary>
/// <remarks>
/// The compiler looks for a name through all the cells before, and keeps each one's compilation: its time and its memory grow with every
/// cell. So once there are more than a few, a cell follows a chain of only those that it needs: those that declare a name in it, what these
/// need in turn, and those with usings, references or extension methods. A cell in such a chain is compiled again under its own assembly's
/// name, as an outline and never to be run, so that what refers to it finds the assembly that ran. The anonymous types that the compiler
/// made up for it keep their names too: they hold the cell's number (see <see cref="SubmissionSlot"/>), and an outline lists them in their
/// order.
/// </remarks>
internal sealed class CellHistory
{
    private const int Remembered = 200;
    private const int FewCells = 64;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, HistoryCell> _cells = [];
    private readonly Dictionary<string, List<(string Kind, int Cell)>> _visible = new(StringComparer.Ordinal);
    private readonly Dictionary<(CSharpCompilation Previous, int Cell), CSharpCompilation> _chains = [];
    private readonly List<HistoryCell> _notInWhole = [];
    private readonly List<int> _wholeCells = [];
    private readonly CSharpCompilation _root;
    private readonly Func<HistoryCell, SyntaxTree, CSharpCompilation, CSharpCompilation> _compile;
    private readonly SharedDelegates _delegates;
    private readonly int _wholeUpTo;
    private int _lookAgainAt = FewCells;
    private CSharpCompilation _whole;

    /// <param name="root">What every chain begins with; it declares nothing.</param>
    /// <param name="compile">A cell with a text, after another.</param>
    /// <param name="wholeUpTo">The number of cells up to which every chain is whole.</param>
    public CellHistory(CSharpCompilation root, Func<HistoryCell, SyntaxTree, CSharpCompilation, CSharpCompilation> compile,
        SharedDelegates delegates, int wholeUpTo)
    {
        _root = _whole = root;
        _compile = compile;
        _delegates = delegates;
        _wholeUpTo = wholeUpTo;
    }

    /// <summary>A chain with every cell.</summary>
    public CellChain Whole()
    {
        lock (_gate)
        {
            foreach (var cell in _notInWhole)
            {
                _whole = After(_whole, cell);
                AddTo(_wholeCells, cell);
            }
            _notInWhole.Clear();
            return new CellChain(_whole, [.. _wholeCells], IsWhole: true);
        }
    }

    /// <summary>A chain with every cell, without some methods.</summary>
    public CellChain Whole(IReadOnlyCollection<(int Cell, DeclaredName Method)> hidden)
        => hidden.Count == 0 ? Whole() : Chain(_cells.Values, hidden, isWhole: true);

    /// <summary>A chain for a cell of these trees, without some methods.</summary>
    public CellChain For(IReadOnlyCollection<SyntaxTree> trees, IReadOnlyCollection<(int Cell, DeclaredName Method)> hidden)
    {
        if (_cells.Count <= _wholeUpTo)
            return Whole(hidden);
        var needed = new SortedSet<int>();
        var open = new Stack<int>(Needs(trees, surfaceOnly: false));
        while (open.TryPop(out var number))
        {
            if (!needed.Add(number))
                continue;
            foreach (var next in _cells[number].Needs)
                open.Push(next);
        }
        return Chain(needed.Select(number => _cells[number]), hidden, isWhole: false);
    }

    private CellChain Chain(IEnumerable<HistoryCell> all, IReadOnlyCollection<(int Cell, DeclaredName Method)> hidden, bool isWhole)
    {
        if (_chains.Count > Remembered)
            _chains.Clear();
        var (head, cells) = (_root, new List<int>());
        foreach (var cell in all)
        {
            var methods = hidden.Where(one => one.Cell == cell.Number).Select(one => one.Method).ToList();
            if (methods.Count > 0)
                head = After(head, cell.Without(methods));
            else if (_chains.TryGetValue((head, cell.Number), out var next))
                head = next;
            else
                head = _chains[(head, cell.Number)] = After(head, cell);
            AddTo(cells, cell);
        }
        return new CellChain(head, cells, isWhole);
    }

    /// <summary>Takes methods out of what later cells see: the compiler would take them for overloads of those that replace them.</summary>
    public void Hide(IReadOnlyCollection<(int Cell, DeclaredName Method)> methods)
    {
        if (methods.Count == 0)
            return;
        lock (_gate)
        {
            foreach (var (number, method) in methods)
            {
                if (!_cells.TryGetValue(number, out var cell))
                    continue;
                cell.Hide(method);
                if (_visible.TryGetValue(method.Name, out var declared))
                    declared.RemoveAll(one => one.Cell == number && one.Kind == method.Kind);
            }
            Rebuild();
        }
    }

    // From the outlines of those cells that later ones can still see.
    private void Rebuild()
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>(_visible.Values.SelectMany(declared => declared.Select(one => one.Cell)));
        while (open.TryPop(out var number))
        {
            if (seen.Add(number) && _cells.TryGetValue(number, out var cell))
            {
                foreach (var next in cell.Needs)
                    open.Push(next);
            }
        }
        foreach (var number in _cells.Keys.Where(number => !seen.Contains(number)).ToList())
            _cells.Remove(number);
        _chains.Clear();
        _whole = _root;
        _wholeCells.Clear();
        _notInWhole.Clear();
        _notInWhole.AddRange(_cells.Values);
    }

    /// <summary>Lets later cells see one.</summary>
    /// <param name="files">The files that it loaded, as they were.</param>
    public void Add(CompiledCell cell, SourceReferenceResolver files)
    {
        var synthesized = cell.Emitted?.Synthesized ?? SynthesizedTypes.None;
        foreach (var (name, kind) in cell.Declared)
        {
            if (!_visible.TryGetValue(name, out var declared))
                _visible[name] = declared = [];
            declared.RemoveAll(old => old.Kind == kind);
            declared.Add((kind, cell.Number));
        }
        var outline = CellOutline.Of(cell);
        var needs = new HashSet<int>();
        if (outline is not { IsPlain: true })
        {
            // After its own names were added: what they hide it does not need.
            needs.UnionWith(Needs(cell.Compilation.SyntaxTrees, surfaceOnly: true));
            if (outline is not null)
                needs.UnionWith(Needs([CSharpSyntaxTree.ParseText(outline.Text([]), CellCompiler.ParseOptions)], surfaceOnly: true));
        }
        needs.Remove(cell.Number);
        var tree = cell.Compilation.SyntaxTrees.Single(tree => tree.FilePath == cell.Source.Name);
        var added = new HistoryCell(cell.Number, cell.Source.Name, tree.ToString(), outline, files, cell.Packages, cell.HasCode)
        {
            Needs = [.. needs],
            Synthesized = synthesized,
            Methods = cell.Compilation.ScriptClass!.GetMembers().OfType<IMethodSymbol>()
                .Where(method => method.MethodKind == MethodKind.Ordinary)
                .Select(method => (method, place: method.DeclaringSyntaxReferences.FirstOrDefault()))
                .Where(pair => pair.place?.SyntaxTree == tree)
                .Select(pair => (Name: DeclaredName.Of(pair.method), pair.place!.Span))
                .Concat(tree.GetCompilationUnitRoot().Usings.Select(node => (Name: DeclaredName.Of(node), node.Span)))
                .DistinctBy(pair => pair.Name).ToDictionary(pair => pair.Name, pair => pair.Span),
        };
        _cells.Add(cell.Number, added);
        lock (_gate)
        {
            if (cell.Follows.IsWhole && _notInWhole.Count == 0)
            {
                _whole = cell.Compilation;
                AddTo(_wholeCells, added);
            }
            else
            {
                _notInWhole.Add(added);
            }
            // A cell that is run again leaves its earlier compilation behind; who runs it all day would keep them all.
            if (_cells.Count >= _lookAgainAt)
            {
                Rebuild();
                _lookAgainAt = int.Max(FewCells, 2 * _cells.Count);
            }
        }
    }

    private CSharpCompilation After(CSharpCompilation previous, HistoryCell cell)
    {
        if (cell.Synthesized.HasDelegates)
            previous = _delegates.After(previous);
        if (cell.OutlineTree is { } outline)
        {
            var outlined = _compile(cell, outline, previous);
            if (cell.Outline!.IsMetBy(outlined) && Numbers(outlined, cell))
                return outlined;
        }
        var compiled = _compile(cell, cell.TextTree, previous);
        Numbers(compiled, cell);
        return compiled;
    }

    // The compiler numbers the anonymous types of a compilation when it emits it.
    private static bool Numbers(CSharpCompilation compilation, HistoryCell cell) =>
        !cell.Synthesized.Shapes.Any()
        || EmittedCell.Of(compilation, CancellationToken.None).Synthesized.Anonymous
        .SequenceEqual(cell.Synthesized.Anonymous, SameNames.Only);

    private static void AddTo(List<int> cells, HistoryCell cell)
    {
        if (cell.HasCode)
            cells.Add(cell.Number);
    }

    private HashSet<int> Needs(IReadOnlyCollection<SyntaxTree> trees, bool surfaceOnly)
    {
        var needs = new HashSet<int>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Take(DeclaredName.Extensions);
        Take(DeclaredName.Everywhere);
        foreach (var token in trees.SelectMany(tree => tree.GetRoot().DescendantTokens(node => !surfaceOnly || !IsBody(node))))
        {
            // An anonymous type: that of an earlier cell, if it has the same shape.
            if (token.IsKind(SyntaxKind.NewKeyword) && token.Parent is AnonymousObjectCreationExpressionSyntax)
                Take(DeclaredName.Anonymous);
            if (!token.IsKind(SyntaxKind.IdentifierToken))
                continue;
            Take(token.ValueText);
            if (token.Parent?.Parent is AttributeSyntax)
                Take(token.ValueText + "Attribute");
        }
        return needs;

        void Take(string name)
        {
            if (seen.Add(name) && _visible.TryGetValue(name, out var declared))
                needs.UnionWith(declared.Select(one => one.Cell));
        }
    }

    // Others see a method's head only.
    private static bool IsBody(SyntaxNode node) =>
        (node is BlockSyntax && node.Parent is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax)
        || node is ArrowExpressionClauseSyntax;

    private sealed class SameNames : IEqualityComparer<System.Collections.Immutable.ImmutableArray<string>>
    {
        public static SameNames Only { get; } = new();

        public bool Equals(System.Collections.Immutable.ImmutableArray<string> x, System.Collections.Immutable.ImmutableArray<string> y)
            => x.SequenceEqual(y);

        public int GetHashCode(System.Collections.Immutable.ImmutableArray<string> names) => names.Length;
    }
}
