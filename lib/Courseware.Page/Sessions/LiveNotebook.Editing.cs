using System.Text.Json.Nodes;

namespace Courseware.Page.Sessions;

/// <remarks>Changes of the text and of the order of cells. A cell that is gone meanwhile, in another tab say, is left alone.</remarks>
internal sealed partial class LiveNotebook
{
    private const int RememberedCells = 50;

    private readonly Stack<(LiveCell Cell, int Index)> _deleted = new();

    public bool CanRestoreCell => _deleted.Count > 0;

    /// <param name="writer">Who changes it; others are sent the text.</param>
    public void Edit(string id, string source, string writer) => Change(() =>
    {
        if (Find(id) is not { } cell || cell.Source == source)
            return;
        SetSource(cell, source, writer);
        AfterEdit();
    });

    /// <summary>Puts a new cell behind another; at the beginning for null.</summary>
    /// <returns>Its id.</returns>
    public string Insert(string? after, string kind, string source = "")
    {
        var id = Guid.NewGuid().ToString("N")[..12];
        Change(() =>
        {
            var cell = new LiveCell(id, kind, source, new JsonObject { ["metadata"] = new JsonObject() });
            Place(cell, after is null ? 0 : _cells.FindIndex(one => one.Id == after) is >= 0 and var index ? index + 1 : _cells.Count);
        });
        return id;
    }

    public void Delete(string id)
    {
        Change(() =>
        {
            if (Find(id) is not { } cell || cell.State == CellState.Running)
                return;
            var index = _cells.IndexOf(cell);
            _cells.RemoveAt(index);
            _queue.Remove(id);
            if (_deleted.Count < RememberedCells)
                _deleted.Push((cell, index));
            OrderVersion = _version;
            AfterEdit();
        });
        ForgetCell(id);
    }

    /// <summary>Brings back the cell that was deleted last.</summary>
    public void RestoreCell() => Change(() =>
    {
        if (!_deleted.TryPop(out var deleted))
            return;
        var (cell, index) = deleted;
        (cell.State, cell.Stale, cell.RanSource, cell.Count) = (CellState.Idle, null, null, null);
        Place(cell, int.Min(index, _cells.Count));
    });

    /// <summary>Moves a cell up or down by a number of places.</summary>
    public void Move(string id, int places) => Change(() =>
    {
        if (Find(id) is not { } cell)
            return;
        var index = _cells.IndexOf(cell);
        var target = int.Clamp(index + places, 0, _cells.Count - 1);
        if (target == index)
            return;
        _cells.RemoveAt(index);
        _cells.Insert(target, cell);
        OrderVersion = _version;
        AfterEdit();
    });

    /// <summary>Makes a code cell of prose, or the other way round.</summary>
    public void ChangeKind(string id, string kind) => Change(() =>
    {
        if (Find(id) is not { } cell || cell.Kind == kind || kind is not ("code" or "markdown") || cell.State == CellState.Running)
            return;
        cell.Kind = kind;
        cell.Outputs.Clear();
        (cell.Html, cell.Count, cell.Seconds, cell.State, cell.Stale, cell.RanSource) = (null, null, null, CellState.Idle, null, null);
        (cell.FrameVersion, cell.SourceVersion, cell.StateVersion) = (_version, _version, _version);
        AfterEdit();
    });

    /// <summary>Gives all cells that were changed the text of the file again.</summary>
    /// <returns>The code cells that were changed.</returns>
    public IReadOnlyList<string> ResetTexts()
    {
        var changed = new List<string>();
        Change(() =>
        {
            foreach (var cell in _cells.Where(cell => cell.Filed is { } filed && filed != cell.Source))
            {
                if (cell.IsCode)
                    changed.Add(cell.Id);
                SetSource(cell, cell.Filed!, "");
            }
            AfterEdit();
        });
        return changed;
    }

    private LiveCell? Find(string id) => _cells.Find(cell => cell.Id == id);

    private void SetSource(LiveCell cell, string source, string writer)
    {
        (cell.Source, cell.Writer, cell.SourceVersion) = (source, writer, _version);
        TouchState(cell);
    }

    private void Place(LiveCell cell, int index)
    {
        _cells.Insert(index, cell);
        (cell.FrameVersion, cell.SourceVersion, cell.StateVersion, OrderVersion) = (_version, _version, _version, _version);
        AfterEdit();
    }

    private void AfterEdit()
    {
        TouchStatus();
        PlanDraft();
    }
}
