using System.Globalization;
using System.Text.Json.Nodes;
using Courseware.Host.Notebooks;

namespace Courseware.Page.Sessions;

/// <summary>One open notebook: its cells, its session, and what everybody who looks at it is to see.</summary>
/// <remarks>
/// Every change gives the notebook a new version, and what changed remembers it. A reader who has seen one version is sent the present
/// state of what changed since: a slow reader misses states in between, never the last one, and one who comes back after an hour costs no
/// more than a new one.
/// </remarks>
internal sealed partial class LiveNotebook : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly KeptNotes _notes;
    private readonly JsonObject _json;
    private readonly List<LiveCell> _cells = [];
    private long _version = 1;

    /// <exception cref="InvalidDataException">The file is not a notebook.</exception>
    public LiveNotebook(string path, KeptNotes notes)
    {
        (Path, _notes) = (path, notes);
        var text = ReadText(path);
        var document = NotebookDocument.Load(path);
        _fileHash = KeptNotes.HashOf(text);
        var filed = CellsOf(document.Json);
        foreach (var cell in filed)
            cell.Filed = cell.Source;
        _filed = [.. filed.Select(Shape)];
        _json = (JsonObject)document.Json.DeepClone();
        _json.Remove("cells");
        if (notes.ReadDraft() is { } draft)
        {
            Restored = notes.DraftTime;
            IsFileNewer = draft.Base != _fileHash;
            _cells.AddRange(CellsOf(draft.Notebook));
            foreach (var cell in _cells)
                cell.Filed = filed.Find(one => one.Id == cell.Id)?.Source;
        }
        else
        {
            _cells.AddRange(filed);
        }
        OrderVersion = StatusVersion = _version;
        foreach (var cell in _cells)
            (cell.FrameVersion, cell.SourceVersion, cell.StateVersion) = (_version, _version, _version);
    }

    /// <summary>Raised after a change, on any thread, outside of the notebook's lock.</summary>
    public event Action? Changed;

    /// <summary>Another one for each time that the notebook is opened: versions of one say nothing about another.</summary>
    public string Epoch { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Which commands of its tabs have been carried out.</summary>
    public TakenCommands Taken { get; } = new();

    public string Path { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>When the draft that the notebook was opened with was written; null when it was opened from its file.</summary>
    public DateTime? Restored { get; private set; }

    /// <summary>Whether the file was changed since the draft was begun.</summary>
    public bool IsFileNewer { get; private set; }

    /// <summary>The version in which a cell came, went or was moved.</summary>
    public long OrderVersion { get; private set; }

    /// <summary>The version in which what is said of the whole notebook changed.</summary>
    public long StatusVersion { get; private set; }

    public long Version => _version;

    /// <summary>The list of headings as HTML.</summary>
    public string Contents { get; private set; } = "";

    public long ContentsVersion { get; private set; }

    public IReadOnlyList<LiveCell> Cells => _cells;

    public IReadOnlyDictionary<string, string> Exercises => _notes.Exercises;

    public double? ExpectedSeconds(LiveCell cell) => cell.IsCode ? _notes.SecondsOf(cell.Source) : null;

    /// <summary>Looks at the notebook while nothing of it changes.</summary>
    public T Look<T>(Func<LiveNotebook, T> look)
    {
        lock (_gate)
            return look(this);
    }

    /// <summary>Gives cells their HTML, where they still have the text that it was made of.</summary>
    /// <param name="texts">The cell, the text, the HTML.</param>
    /// <param name="contents">The list of headings; null where it did not change.</param>
    public void SetHtml(IReadOnlyList<(LiveCell Cell, string Source, string Html)> texts, string? contents = null) => Change(() =>
    {
        if (contents is not null && contents != Contents)
            (Contents, ContentsVersion) = (contents, _version);
        foreach (var (cell, source, html) in texts)
        {
            if (cell.Source == source && cell.Html != html)
                (cell.Html, cell.HtmlVersion) = (html, _version);
        }
    });

    public async ValueTask DisposeAsync()
    {
        if (_draftTimer is { } timer)
            await timer.DisposeAsync().ConfigureAwait(false);
        WriteDraftNow();
        await EndSessionAsync().ConfigureAwait(false);
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            _version++;
            change();
        }
        Changed?.Invoke();
    }

    private void TouchState(LiveCell cell) => cell.StateVersion = _version;

    private void TouchStatus() => StatusVersion = _version;

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path}: cannot be read ({e.Message}).", e);
        }
    }

    private static List<LiveCell> CellsOf(JsonObject notebook)
    {
        var cells = new List<LiveCell>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (node, index) in ((JsonArray)notebook["cells"]!).OfType<JsonObject>().Select((node, index) => (node, index)))
        {
            var id = node["id"] is JsonValue value && value.TryGetValue<string>(out var given) ? given : "";
            // Older formats have no ids.
            for (var again = 0; id.Length == 0 || !ids.Add(id); again++)
                id = string.Create(CultureInfo.InvariantCulture, $"cell-{index + 1}{(again == 0 ? "" : "-" + again)}");
            var rest = (JsonObject)node.DeepClone();
            foreach (var name in (string[])["cell_type", "id", "source", "outputs", "execution_count"])
                rest.Remove(name);
            cells.Add(new LiveCell(id, NotebookFormat.TextOf(node["cell_type"]), NotebookFormat.TextOf(node["source"]), rest));
        }
        return cells;
    }

    private static (string, string, string) Shape(LiveCell cell) => (cell.Id, cell.Kind, cell.Source);
}
