using System.Text.Json.Nodes;
using Courseware.Host.Notebooks;
using Courseware.Kernel.Sessions;

namespace Courseware.Host.Running;

/// <summary>One notebook's execution as it proceeds: what each cell put out, and how far it came.</summary>
internal sealed class NotebookRun(NotebookDocument notebook)
{
    private readonly CellStatus?[] _statuses = new CellStatus?[notebook.Cells.Count];
    private int _died = -1;

    public NotebookDocument Notebook => notebook;

    public OutputLog Log { get; } = new(notebook.Cells.Count);

    /// <summary>The cell (from 0) that runs, or ran last; -1 before the first.</summary>
    public int Current { get; private set; } = -1;

    public double Seconds { get; private set; }

    public long PeakBytes { get; private set; }

    /// <summary>The cells that the run is to execute.</summary>
    public int CodeCells => notebook.Cells.Count(cell => cell.IsToRun);

    /// <summary>Code cells of other languages, which no session of ours runs.</summary>
    public IEnumerable<NotebookCell> Foreign => notebook.Cells.Where(cell => cell.IsCode && !cell.IsSkipped && !cell.IsToRun);

    public int CellsRun => notebook.Cells.Count(cell => _statuses[cell.Number - 1] is { } status && IsFine(cell, status));

    /// <summary>Whether every code cell ran without an error, background threads included.</summary>
    public bool IsComplete => CellsRun == CodeCells && Failed is null;

    /// <summary>Whether the first error is that of a cell that was stopped on request.</summary>
    public bool IsInterrupted => Failed is { } failed && _statuses[failed.Cell.Number - 1] == CellStatus.Interrupted;

    /// <summary>Whether a cell has ended as its writer allows: the run goes on after it.</summary>
    public static bool IsFine(NotebookCell cell, CellStatus status)
        => status == CellStatus.Succeeded || (status == CellStatus.Failed && cell.MayFail);

    /// <summary>The first cell with an error that it should not have, and the error.</summary>
    public (NotebookCell Cell, ErrorOutput Error)? Failed =>
        notebook.Cells.Select((cell, i) => (cell, error: Log.ErrorOf(i))).Where(pair => pair.error is not null && !IsMeant(pair.cell))
            .Select(pair => ((NotebookCell, ErrorOutput)?)(pair.cell, pair.error!)).FirstOrDefault();

    private bool IsMeant(NotebookCell cell) => cell.MayFail && _statuses[cell.Number - 1] == CellStatus.Failed && _died != cell.Number - 1;

    public void Apply(WorkerMessage message)
    {
        switch (message)
        {
            case WorkerMessage.Started:
                Current = message.Cell;
                break;
            case WorkerMessage.Ended ended:
                _statuses[message.Cell] = ended.Status;
                Seconds += ended.Seconds;
                PeakBytes = long.Max(PeakBytes, ended.PeakBytes);
                break;
            case WorkerMessage.Put put:
                Log.Add(put.Cell, put.Output);
                break;
        }
    }

    /// <summary>The process is gone before its time: the cell that ran, or the first one, takes the blame.</summary>
    public void Ended(string error, string how, CellStatus status)
    {
        var cell = int.Max(Current, notebook.Cells.FirstOrDefault(c => c.IsToRun)?.Number - 1 ?? 0);
        _died = cell;
        _statuses[cell] = status;
        Log.Add(cell, new ErrorOutput(error, how.Split('\n')[0], how.Split('\n')));
    }

    /// <summary>The notebook with its outputs. Cells after a failed one are marked as not run.</summary>
    public JsonObject ToExecuted()
    {
        var json = notebook.Json.DeepClone().AsObject();
        // What is no whole number there is the check's to tell; it must not cost what was executed.
        json["nbformat_minor"] = json["nbformat_minor"] is JsonValue minor && minor.TryGetValue<int>(out var version)
            ? int.Max(5, version) : 5;
        var count = 0;
        foreach (var (node, cell) in json["cells"]!.AsArray().Zip(notebook.Cells).Where(pair => pair.Second.IsCode))
        {
            // As nbclient leaves it: what it has put out when it was run last.
            if (cell.IsSkipped)
                continue;
            var index = cell.Number - 1;
            var isForeign = !cell.IsToRun;
            if (isForeign)
            {
                Log.Add(index,
                    new StreamOutput(
                        "stderr", $"Not run: this cell is {CellLanguage.NameOf(cell.OtherLanguage!)}, and this kernel runs C# only.\n"));
            }

            var ran = _statuses[index] is not null;
            if (!ran && !isForeign && Log.ErrorOf(index) is null)
            {
                Log.Add(index,
                    new StreamOutput("stderr", Failed is { } failed
                        ? $"Not run: {failed.Cell.Name} {(IsInterrupted ? "was interrupted" : "failed")}.\n" : "Not run.\n"));
            }

            node!["execution_count"] = ran ? ++count : null;
            node["outputs"] = Log.ToJson(index, ran ? count : null);
        }
        return json;
    }
}
