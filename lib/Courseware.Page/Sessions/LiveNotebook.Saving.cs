using System.Text.Json.Nodes;
using Courseware.Host.Notebooks;
using Courseware.Host.Running;

namespace Courseware.Page.Sessions;

/// <remarks>
/// The draft, copies, and the file. What is edited is on disk as a draft within a second, whatever becomes of the page, the browser or this
/// program; the file is written only when somebody asks for it.
/// </remarks>
internal sealed partial class LiveNotebook
{
    private static readonly TimeSpan s_draftDelay = TimeSpan.FromMilliseconds(400);

    private readonly Lock _writing = new();
    private IReadOnlyList<(string, string, string)> _filed;
    private string _fileHash;
    private Timer? _draftTimer;
    private bool _hasDraft;

    /// <summary>Whether the cells are others than those of the file.</summary>
    public bool IsEdited => !_cells.Select(Shape).SequenceEqual(_filed);

    /// <summary>Where a copy is saved: beside the notebook, so that its paths mean the same.</summary>
    public string CopyPath
        => Name.EndsWith(Shelf.CopyMark, StringComparison.Ordinal) ? Path
        : System.IO.Path.Combine(Folder, Name + Shelf.CopyMark + ".ipynb");

    /// <summary>Why a draft could not be written; null where all is well.</summary>
    public string? DraftProblem { get; private set; }

    /// <summary>Writes the notebook with its outputs beside the file.</summary>
    /// <returns>What to tell the user.</returns>
    public string SaveCopy()
    {
        try
        {
            lock (_writing)
                NotebookFormat.WriteAtomically(CopyPath, Look(_ => ToJson(withOutputs: true)).ToJsonString(NotebookFormat.Indented) + "\n");
            return $"Saved as {System.IO.Path.GetFileName(CopyPath)}.";
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
    }

    /// <summary>Writes the notebook to its file: the course's notebooks as they are kept, without outputs, any other with them.</summary>
    /// <param name="overwrites">Whether a file that was changed meanwhile is replaced.</param>
    /// <returns>What to tell the user, and whether it was saved.</returns>
    public (string Text, bool IsSaved) SaveFile(bool overwrites)
    {
        lock (_writing)
        {
            try
            {
                if (!overwrites && (!File.Exists(Path) || KeptNotes.HashOf(ReadText(Path)) != _fileHash))
                    return ($"{System.IO.Path.GetFileName(Path)} was changed by another program since it was opened here.", false);
                var isOfCourse = CourseFolder.Find(Folder) is { IsClone: true } course && course.All.Contains(Path);
                var (text, filed) =
                    Look(_ => (ToJson(withOutputs: !isOfCourse).ToJsonString(NotebookFormat.Indented) + "\n", _cells.Select(Shape)
                        .ToList()));
                NotebookFormat.WriteAtomically(Path, text);
                Change(() =>
                {
                    (_fileHash, _filed) = (KeptNotes.HashOf(text), filed);
                    (Restored, IsFileNewer) = (null, false);
                    foreach (var cell in _cells)
                    {
                        cell.Filed = filed.Find(one => one.Item1 == cell.Id).Item3;
                        TouchState(cell);
                    }
                    TouchStatus();
                });
            }
            catch (InvalidDataException e)
            {
                return (e.Message, false);
            }
        }
        WriteDraftNow();
        return ($"Saved to {System.IO.Path.GetFileName(Path)}.", true);
    }

    /// <summary>Goes back to what the file holds now; the draft is gone.</summary>
    /// <returns>Null, or why the file cannot be read.</returns>
    public string? Discard()
    {
        try
        {
            var text = ReadText(Path);
            var filed = CellsOf(NotebookDocument.Load(Path).Json);
            Change(() =>
            {
                var old = _cells.ToDictionary(cell => cell.Id, StringComparer.Ordinal);
                _cells.Clear();
                foreach (var cell in filed)
                {
                    // What is still the same cell keeps its outputs.
                    if (old.TryGetValue(cell.Id, out var before) && before.Kind == cell.Kind)
                    {
                        if (before.Source != cell.Source)
                            SetSource(before, cell.Source, "");
                        before.Filed = cell.Source;
                        _cells.Add(before);
                        continue;
                    }
                    (cell.Filed, cell.FrameVersion, cell.SourceVersion, cell.StateVersion) = (cell.Source, _version, _version, _version);
                    _cells.Add(cell);
                }
                (_fileHash, _filed, OrderVersion) = (KeptNotes.HashOf(text), [.. _cells.Select(Shape)], _version);
                (Restored, IsFileNewer) = (null, false);
                TouchStatus();
            });
            WriteDraftNow();
            return null;
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
    }

    /// <summary>Writes the draft at once, where there is something to keep; drops it where there is nothing.</summary>
    public void WriteDraftNow()
    {
        string? problem = null;
        lock (_writing)
        {
            try
            {
                var (draft, begun) = Look(_ => (IsEdited ? ToJson(withOutputs: false) : null, _fileHash));
                if (draft is not null)
                    _notes.WriteDraft(draft, begun);
                else if (_hasDraft || _notes.DraftTime is not null)
                    _notes.DropDraft();
                _hasDraft = draft is not null;
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                problem = e.Message;
            }
        }
        if (problem == DraftProblem)
            return;
        Change(() =>
        {
            DraftProblem = problem;
            TouchStatus();
        });
    }

    private void PlanDraft()
    {
        _draftTimer ??= new Timer(_ => WriteDraftNow());
        _draftTimer.Change(s_draftDelay, Timeout.InfiniteTimeSpan);
    }

    private JsonObject ToJson(bool withOutputs)
    {
        var json = (JsonObject)_json.DeepClone();
        // Cells have ids here, and formats before 4.5 know none.
        if (json["nbformat_minor"] is not JsonValue minor || !minor.TryGetValue<int>(out var version) || version < 5)
            json["nbformat_minor"] = 5;
        var cells = new JsonArray();
        foreach (var cell in _cells)
        {
            var node = (JsonObject)cell.Json.DeepClone();
            node["cell_type"] = cell.Kind;
            node["id"] = cell.Id;
            node["metadata"] ??= new JsonObject();
            node["source"] = NotebookFormat.Lines(cell.Source);
            if (cell.IsCode)
            {
                node["execution_count"] = withOutputs ? cell.Count : null;
                node["outputs"] = withOutputs
                    ? new JsonArray([.. cell.Outputs.Select(output => output.ToJson(cell.Count)).OfType<JsonNode>()]) : [];
            }
            cells.Add(new JsonObject(node.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))));
        }
        var whole = new JsonObject { ["cells"] = cells };
        foreach (var (name, value) in json)
            whole[name] = value?.DeepClone();
        return whole;
    }
}
