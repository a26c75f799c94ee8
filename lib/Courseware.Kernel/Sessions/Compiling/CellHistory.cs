using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Sessions;

/// <summary>The cells that were accepted, as later ones see them.</summary>
/// <remarks>
/// The compiler looks for a name through all the cells before, and keeps each one's compilation: its time and its memory grow with every cell. So once there are more than a few,
/// a cell follows a chain of only those that it needs: those that declare a name in it, what these need in turn, and those with usings, references or extension methods.
/// A cell in such a chain is compiled anew under its own assembly's name, but never emitted, so that what refers to it finds the assembly that ran.
/// One thing has no name to refer to it by: a type that the compiler made up. Cells that can meet one follow the whole chain.
/// </remarks>
internal sealed class CellHistory
{
    private const int Remembered = 200;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, HistoryCell> _cells = [];
    private readonly Dictionary<string, List<(string Kind, int Cell)>> _visible = new(StringComparer.Ordinal);
    private readonly Dictionary<(CSharpCompilation Previous, int Cell), CSharpCompilation> _chains = [];
    private readonly List<HistoryCell> _notInWhole = [];
    private readonly List<int> _wholeCells = [];
    private readonly CSharpCompilation _root;
    private readonly Func<HistoryCell, string, CSharpCompilation, CSharpCompilation> _compile;
    private readonly int _wholeUpTo;
    private CSharpCompilation _whole;

    /// <param name="root">What every chain begins with; it declares nothing.</param>
    /// <param name="compile">A cell with a text, after another.</param>
    /// <param name="wholeUpTo">The number of cells up to which every chain is whole.</param>
    public CellHistory(CSharpCompilation root, Func<HistoryCell, string, CSharpCompilation, CSharpCompilation> compile, int wholeUpTo)
    {
        _root = _whole = root;
        _compile = compile;
        _wholeUpTo = wholeUpTo;
    }

    /// <summary>A chain with every cell.</summary>
    public CellChain Whole()
    {
        lock (_gate)
        {
            foreach (var cell in _notInWhole)
            {
                _whole = _compile(cell, cell.Text, _whole);
                AddTo(_wholeCells, cell);
            }
            _notInWhole.Clear();
            return new CellChain(_whole, [.. _wholeCells], IsWhole: true);
        }
    }

    /// <summary>A chain for a cell of these trees.</summary>
    public CellChain For(IEnumerable<SyntaxTree> trees)
    {
        if (_cells.Count <= _wholeUpTo)
            return Whole();
        var needed = new SortedSet<int>();
        var open = new Stack<int>(Needs(trees, surfaceOnly: false));
        while (open.TryPop(out var number))
        {
            if (!needed.Add(number))
                continue;
            if (_cells[number].HasUnspeakable)
                return Whole();
            foreach (var next in _cells[number].Needs)
                open.Push(next);
        }
        if (_chains.Count > Remembered)
            _chains.Clear();
        var (head, cells) = (_root, new List<int>(needed.Count));
        foreach (var cell in needed.Select(number => _cells[number]))
        {
            if (!_chains.TryGetValue((head, cell.Number), out var next))
                _chains[(head, cell.Number)] = next = _compile(cell, cell.Outline ?? cell.Text, head);
            head = next;
            AddTo(cells, cell);
        }
        return new CellChain(head, cells, IsWhole: false);
    }

    /// <summary>Lets later cells see one.</summary>
    /// <param name="files">The files that it loaded, as they were.</param>
    public void Add(CompiledCell cell, SourceReferenceResolver files)
    {
        foreach (var (name, kind) in cell.Declared)
        {
            if (!_visible.TryGetValue(name, out var declared))
                _visible[name] = declared = [];
            declared.RemoveAll(old => old.Kind == kind);
            declared.Add((kind, cell.Number));
        }
        var outline = CellOutline.Of(cell);
        var text = cell.Compilation.SyntaxTrees.Single(tree => tree.FilePath == cell.Source.Name).ToString();
        var added = new HistoryCell(cell.Number, cell.Source.Name, text, outline, files, cell.Packages, cell.HasCode)
        {
            // After its own names were added: what they hide it does not need.
            Needs = outline is null ? [.. Needs(cell.Compilation.SyntaxTrees, surfaceOnly: true).Where(number => number != cell.Number)] : [],
            HasUnspeakable = CellOutline.HasUnspeakable(cell),
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
        }
    }

    private static void AddTo(List<int> cells, HistoryCell cell)
    {
        if (cell.HasCode)
            cells.Add(cell.Number);
    }

    private HashSet<int> Needs(IEnumerable<SyntaxTree> trees, bool surfaceOnly)
    {
        var needs = new HashSet<int>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Take(DeclaredName.Extensions);
        Take(DeclaredName.Everywhere);
        foreach (var token in trees.SelectMany(tree => tree.GetRoot().DescendantTokens(node => !surfaceOnly || !IsBody(node))).Where(token => token.IsKind(SyntaxKind.IdentifierToken)))
        {
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
        (node is BlockSyntax && node.Parent is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax) || node is ArrowExpressionClauseSyntax;
}
