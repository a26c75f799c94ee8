using System.Text.RegularExpressions;

namespace Courseware.Kernel.Sessions;

/// <summary>All that a cell uses of other cells, directly or through functions, types and lambdas.</summary>
internal sealed partial class Closure
{
    private readonly NameTable _names;
    private readonly SubmissionChain _values;
    private readonly HashSet<string> _own;
    private readonly HashSet<LiveDeclaration> _seen = [];
    private readonly HashSet<LiveDeclaration> _seenLater = [];
    private readonly HashSet<CellRecord> _seenCells = [];
    private readonly Func<LiveDeclaration, IEnumerable<CellRecord>> _functionsIn;

    private Closure(NameTable names, SubmissionChain values, HashSet<string> own,
        Func<LiveDeclaration, IEnumerable<CellRecord>> functionsIn)
    {
        _names = names;
        _values = values;
        _own = own;
        _functionsIn = functionsIn;
    }

    /// <summary>What it uses that it does not declare itself.</summary>
    public HashSet<LiveDeclaration> Inputs { get; } = [];

    /// <summary>
    /// Variables that a lambda means which it has put into a variable: it will find the value of the day, as long as they are the same
    /// variables.
    /// </summary>
    public HashSet<LiveDeclaration> Later { get; } = [];

    /// <summary>Variables that it, or a function that it calls, gives a value.</summary>
    public HashSet<LiveDeclaration> Written { get; } = [];

    /// <param name="askedFirst">Variables that it declares and asks for before.</param>
    /// <param name="functionsIn">The cells whose lambdas a variable's value holds.</param>
    public static Closure Of(CellShape shape, IReadOnlySet<string> askedFirst, NameTable names, SubmissionChain values,
        Func<LiveDeclaration, IEnumerable<CellRecord>> functionsIn)
    {
        var closure = new Closure(names, values, OwnOf(shape, askedFirst), functionsIn);
        closure.Take(shape.Statements);
        foreach (var declaration in shape.Declarations.Where(declaration => declaration.IsLambda))
            closure.TakeLater(declaration.Uses);
        foreach (var first in shape.Statements.WrittenFirst)
        {
            // Set before anything could ask for it: what it was before does not matter.
            var before = new Closure(names, values, closure._own, functionsIn);
            foreach (var name in first.Value)
                before.Take(name);
            closure.Inputs.RemoveWhere(live => live.Name == first.Key && live.Declaration.HoldsValue && !before.Inputs.Contains(live));
        }
        return closure;
    }

    /// <summary>
    /// Variables that the statements ask for at once, not some time later in a lambda: themselves or in a function that they call.
    /// </summary>
    public static IEnumerable<LiveDeclaration> AskedAtOnce(CellRecord cell, NameTable names)
    {
        var shape = cell.Shape;
        var own = OwnOf(shape, cell.AskedFirst);
        var open = new Stack<NameUses>([shape.Statements]);
        var seen = new HashSet<LiveDeclaration>();
        while (open.TryPop(out var uses))
        {
            foreach (var live in uses.Asked.SelectMany(names.Named).Where(seen.Add))
            {
                if (live.Declaration.Kind is DeclarationKind.Method or DeclarationKind.Property || live.Declaration.IsLambda)
                    open.Push(live.Declaration.Uses);
                if (live.Declaration.HoldsValue && !own.Contains(live.Key) && !shape.Statements.WrittenFirst.ContainsKey(live.Name))
                    yield return live;
            }
        }
    }

    private static HashSet<string> OwnOf(CellShape shape, IReadOnlySet<string> askedFirst) =>
        shape.Declarations.Where(declaration => !askedFirst.Contains(declaration.Name)).Select(declaration => declaration.Key)
        .ToHashSet(StringComparer.Ordinal);

    private void Take(NameUses uses)
    {
        foreach (var name in uses.All)
            Take(name);
        foreach (var name in uses.Members.Where(_names.IsExtension))
            Take(name);
        TakeWritten(uses.Written);
    }

    private void TakeWritten(IEnumerable<string> written) =>
        Written.UnionWith(written.SelectMany(_names.Named).Where(live => live.Declaration.HoldsValue && !_own.Contains(live.Key)));

    // Lambdas that the value holds and that another cell has put there: who has the value may call them.
    private void TakeFunctions(LiveDeclaration live)
    {
        foreach (var cell in _functionsIn(live).Where(_seenCells.Add))
        {
            foreach (var name in cell.Shape.Statements.Later)
                Take(name);
            TakeWritten(cell.Shape.Statements.WrittenLater);
        }
    }

    private void Take(string name)
    {
        foreach (var live in _names.Meant(name))
        {
            if (!_seen.Add(live))
                continue;
            var isOwn = _own.Contains(live.Key);
            if (!isOwn)
                Inputs.Add(live);
            Take(live.Declaration.Uses);
            TakeFunctions(live);
            // What it has set its own variables to it says among its statements.
            if (live.TypeKey is null || isOwn)
                continue;
            // A type may be used by its members alone.
            foreach (var type in TypeOfCell().Matches(live.TypeKey).Select(match => match.Groups[1].Value))
                Take(type);
            if (live.Declaration.HoldsValue && _values.TryRead(live, out var value) && value is not null)
            {
                foreach (var type in ValuePrint.CellTypes(value.GetType()))
                    Take(type);
            }
        }
    }

    private void TakeLater(NameUses uses)
    {
        foreach (var live in uses.All.Concat(uses.Members.Where(_names.IsExtension)).SelectMany(_names.Meant)
            .Where(live => !_own.Contains(live.Key) && _seenLater.Add(live)))
        {
            if (live.Declaration.HoldsValue)
            {
                Later.Add(live);
                continue;
            }
            Inputs.Add(live);
            TakeLater(live.Declaration.Uses);
        }
    }

    [GeneratedRegex(@"Submission#\d+\.([^.<>,\[\](){}`*]+)")]
    private static partial Regex TypeOfCell();
}
