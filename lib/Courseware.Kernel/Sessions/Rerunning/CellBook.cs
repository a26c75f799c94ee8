using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Sessions;

/// <summary>The cells of a notebook as far as they were run, in the order of their first runs.</summary>
/// <remarks>
/// A front end that says which cell it runs is believed. Of one that does not, a cell is the same as an earlier one if it has its name or
/// its words, or if it declares all that the earlier one did: then it is taken for that one after a change.
/// </remarks>
internal sealed class CellBook
{
    private readonly List<CellRecord> _cells = [];
    private readonly Dictionary<string, CellRecord> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CellRecord> _byCode = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CellRecord> _byName = new(StringComparer.Ordinal);

    private readonly Dictionary<int, CellRecord> _bySubmission = [];
    private int _count;

    public IReadOnlyList<CellRecord> Cells => _cells;

    /// <summary>The cell that is run once more without a change; null when there is none.</summary>
    public CellRecord? FindUnchanged(CellSource source)
    {
        var found = source.Id is { } id ? _byId.GetValueOrDefault(id)
            : _byCode.GetValueOrDefault(source.Code) ?? _byName.GetValueOrDefault(source.Name);
        return found?.Code == source.Code ? found : null;
    }

    /// <summary>The cell that is run again, perhaps in other words; null when it is a new one.</summary>
    public CellRecord? Find(CellSource source, CellShape shape)
    {
        if (source.Id is { } id)
            return _byId.GetValueOrDefault(id);
        return _byCode.GetValueOrDefault(source.Code) ?? _byName.GetValueOrDefault(source.Name)
            ?? _cells.FindLast(cell => cell.Id is null && cell.Shape.Words == shape.Words)
            ?? (shape.Names.Count == 0 ? null
                : _cells.FindLast(cell => cell.Id is null && cell.Shape.Names.Count > 0 && Covers(shape, cell.Shape)));
    }

    /// <summary>Takes note of a run.</summary>
    public CellRecord Take(CellRecord? cell, CellSource source, CellShape shape)
    {
        if (cell is null)
        {
            cell = new CellRecord(source.Id, ++_count) { Name = source.Name, Code = source.Code, Shape = shape };
            _cells.Add(cell);
            if (source.Id is not null)
                _byId[source.Id] = cell;
        }
        else
        {
            Forget(cell);
            (cell.Name, cell.Code, cell.Shape) = (source.Name, source.Code, shape);
        }
        if (cell.Id is null)
        {
            _byCode[cell.Code] = cell;
            _byName[cell.Name] = cell;
        }
        return cell;
    }

    /// <summary>Takes note of the submission that a cell was compiled as.</summary>
    public void Number(CellRecord cell, int submission) => _bySubmission[submission] = cell;

    /// <summary>The cell that was compiled as a submission; null where it was not run.</summary>
    public CellRecord? Of(int submission) => _bySubmission.GetValueOrDefault(submission);

    /// <summary>Takes a cell out: the notebook no longer has it.</summary>
    public CellRecord? Delete(string id)
    {
        if (!_byId.Remove(id, out var cell))
            return null;
        _cells.Remove(cell);
        return cell;
    }

    private void Forget(CellRecord cell)
    {
        if (_byCode.GetValueOrDefault(cell.Code) == cell)
            _byCode.Remove(cell.Code);
        if (_byName.GetValueOrDefault(cell.Name) == cell)
            _byName.Remove(cell.Name);
    }

    // One that goes on from the other's variable is another cell.
    private static bool Covers(CellShape shape, CellShape earlier) =>
        earlier.Declarations.All(old => shape.Declarations.Any(one => one.Key == old.Key || IsExtended(old, one)))
        && !earlier.Names.Any(name => EarlierUses.IsDirect(shape, name));

    // A function with more parameters that need not be given: calls of the old one mean the new one.
    private static bool IsExtended(Declaration old, Declaration one)
    {
        if (old.Name != one.Name || old.Nodes[0] is not MethodDeclarationSyntax { ParameterList.Parameters: var before }
            || one.Nodes[0] is not MethodDeclarationSyntax { ParameterList.Parameters: var now })
        {
            return false;
        }

        return now.Count > before.Count && now.Skip(before.Count).All(parameter => parameter.Default is not null)
            && before.Zip(now)
            .All(pair => pair.First.Type?.ToString() == pair.Second.Type?.ToString()
                && pair.First.Modifiers.ToString() == pair.Second.Modifiers.ToString());
    }
}
