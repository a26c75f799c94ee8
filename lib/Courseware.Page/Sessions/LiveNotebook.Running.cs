using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Courseware.Host.Notebooks;
using Courseware.Host.Running;
using Courseware.Kernel.Formatting;
using Courseware.Kernel.Sessions;

namespace Courseware.Page.Sessions;

/// <remarks>The session: which cells wait, what the running one puts out, what is stale, and what becomes of a process that ends.</remarks>
internal sealed partial class LiveNotebook
{
    private const int MostOutputs = 500;
    private const string Exercise = "application/vnd.courseware.exercise+json";

    private readonly List<string> _queue = [];
    private SessionProcess? _process;
    private LiveCell? _running;
    private IReadOnlyList<string> _again = [];
    private bool _isReady;
    private int _count;
    private int _outputs;
    private int _starts;
    private bool _followStale;

    /// <summary>What the session is doing: "none", "starting", "idle", "busy".</summary>
    public string SessionState
        => _process is null ? "none" : !_isReady ? "starting" : _running is not null || _queue.Count > 0 ? "busy" : "idle";

    public string? RunningCell => _running?.Id;

    /// <summary>The cells to run again so that nothing is stale, those that were changed included.</summary>
    public IReadOnlyList<string> Again
    {
        get
        {
            var again = _again.ToHashSet(StringComparer.Ordinal);
            return [.. _cells.Where(cell => cell.IsCode && (again.Contains(cell.Id) || cell.IsChanged)).Select(cell => cell.Id)];
        }
    }

    /// <summary>How often a session was begun: another number means that variables are gone.</summary>
    public int Starts => _starts;

    /// <summary>Has a session ready for the first cell.</summary>
    public void EnsureSession()
    {
        lock (_gate)
        {
            if (_process is not null)
                return;
        }
        Change(StartSession);
    }

    /// <summary>Puts cells into the queue. What follows a cell that fails is not run.</summary>
    public void Run(IReadOnlyList<string> ids) => Change(() =>
    {
        foreach (var cell in ids.Select(Find).OfType<LiveCell>())
            Enqueue(cell);
        RunNext();
    });

    public void RunAll() => Run(Look(_ => _cells.Where(cell => cell.IsCode).Select(cell => cell.Id).ToList()));

    public void RunAbove(string id)
        => Run(Look(_ => _cells.TakeWhile(cell => cell.Id != id).Where(cell => cell.IsCode).Select(cell => cell.Id).ToList()));

    public void RunStale() => Run(Look(_ => Again));

    /// <summary>Runs a cell with other numbers, and then all that its change makes stale.</summary>
    public void Try(string id, string source, string writer)
    {
        Edit(id, source, writer);
        Change(() =>
        {
            _followStale = true;
            if (Find(id) is { } cell)
                Enqueue(cell);
            RunNext();
        });
    }

    /// <summary>Gives changed cells the course's text again, and runs what that changes.</summary>
    public void ResetNumbers()
    {
        var changed = ResetTexts();
        var ran = Look(_ => changed.Where(id => Find(id) is { Count: not null }).ToList());
        if (ran.Count == 0)
            return;
        Change(() => _followStale = true);
        Run(ran);
    }

    /// <summary>Stops the running cell and takes the others out of the queue.</summary>
    public void Stop() => Change(() =>
    {
        ClearQueue();
        _followStale = false;
        if (_running is null)
            return;
        _process?.Send(new LiveCommand.Stop());
    });

    /// <summary>Ends the session, whatever it does, and begins a new one: variables are gone, outputs stay to be read.</summary>
    public async Task RestartAsync()
    {
        await EndSessionAsync().ConfigureAwait(false);
        Change(StartSession);
    }

    /// <summary>What the reader typed where the running cell asked.</summary>
    public void Answer(string? text) => Change(() =>
    {
        if (_running is not { Question: not null } cell)
            return;
        cell.Question = null;
        TouchState(cell);
        _process?.Send(new LiveCommand.Answer(text));
    });

    /// <summary>Takes away what cells put out.</summary>
    public void ClearOutputs() => Change(() =>
    {
        foreach (var cell in _cells.Where(cell => cell.IsCode && cell.State != CellState.Running))
        {
            cell.Outputs.Clear();
            TouchState(cell);
        }
    });

    /// <summary>Asks the session about a cell that is being written.</summary>
    public async Task<LiveMessage?> AskAsync(string what, string id, string code, int position)
    {
        var (process, name) = Look(_ => (_process, NameOf(Find(id))));
        if (process is null)
            return null;
        return await process.AskAsync(question => what switch
        {
            "complete" => new LiveCommand.Complete(question, code, position),
            "inspect" => new LiveCommand.Inspect(question, code, position),
            "sign" => new LiveCommand.Sign(question, code, position),
            _ => new LiveCommand.Diagnose(question, id, name, code),
        }).ConfigureAwait(false);
    }

    /// <summary>Whether all code cells above one have run: only then are names that it uses known.</summary>
    public bool HasRunAbove(string id)
        => Look(_ => _cells.TakeWhile(cell => cell.Id != id)
            .All(cell => !cell.IsCode || cell.Count is not null || string.IsNullOrWhiteSpace(cell.Source)));

    private void StartSession()
    {
        if (_process is not null)
            return;
        (_isReady, _count, _again, _running) = (false, 0, [], null);
        _starts++;
        foreach (var cell in _cells.Where(cell => cell.IsCode))
        {
            (cell.State, cell.Stale, cell.RanSource, cell.Count, cell.Question) = (CellState.Idle, null, null, null, null);
            TouchState(cell);
        }
        var own = _starts;
        _process = SessionProcess.Start(Folder, message => Take(own, message), text => TakeStray(own, text), how => TakeEnd(own, how));
        TouchStatus();
    }

    private async Task EndSessionAsync()
    {
        SessionProcess? process = null;
        Change(() =>
        {
            (process, _process) = (_process, null);
            ClearQueue();
            _followStale = false;
            if (_running is { } cell)
            {
                (cell.State, cell.Question) = (CellState.Interrupted, null);
                SealStreams(cell);
                TouchState(cell);
            }
            _running = null;
            TouchStatus();
        });
        if (process is not null)
            await process.DisposeAsync().ConfigureAwait(false);
    }

    private void ForgetCell(string id) => Look(_ =>
    {
        _process?.Send(new LiveCommand.Forget([id]));
        return 0;
    });

    private string NameOf(LiveCell? cell)
        => string.Create(CultureInfo.InvariantCulture, $"cell {(cell is null ? 0 : _cells.IndexOf(cell) + 1)}");

    private void Enqueue(LiveCell cell)
    {
        if (!cell.IsCode || _queue.Contains(cell.Id))
            return;
        _queue.Add(cell.Id);
        if (cell != _running)
            cell.State = CellState.Queued;
        TouchState(cell);
        TouchStatus();
    }

    private void ClearQueue()
    {
        foreach (var cell in _queue.Select(Find).OfType<LiveCell>().Where(cell => cell.State == CellState.Queued))
        {
            cell.State = CellState.Idle;
            TouchState(cell);
        }
        _queue.Clear();
        TouchStatus();
    }

    private void RunNext()
    {
        if (_running is not null)
            return;
        StartSession();
        while (_queue.Count > 0)
        {
            var next = Find(_queue[0]);
            _queue.RemoveAt(0);
            TouchStatus();
            if (next is null)
                continue;
            next.Outputs.Clear();
            (next.State, next.Count, next.Seconds, next.Started, next.RanSource, next.ClearsOnNext) =
                (CellState.Running, ++_count, null, Stopwatch.GetTimestamp(), next.Source, false);
            TouchState(next);
            _running = next;
            _process!.Send(new LiveCommand.Run(next.Id, NameOf(next), next.Source));
            return;
        }
    }

    private void Take(int start, LiveMessage message) => Change(() =>
    {
        if (start != _starts)
            return;
        switch (message)
        {
            case LiveMessage.Ready:
                _isReady = true;
                TouchStatus();
                break;
            case LiveMessage.Put put when Find(put.Cell) is { } cell:
                Add(cell, put.Output);
                break;
            case LiveMessage.Asked asked when Find(asked.Cell) is { } cell:
                cell.Question = (asked.Prompt, asked.IsPassword);
                TouchState(cell);
                break;
            case LiveMessage.Changed changed:
                Mark(changed.Staleness);
                break;
            case LiveMessage.Ended ended:
                End(ended);
                break;
        }
    });

    private void End(LiveMessage.Ended ended)
    {
        _running = null;
        Mark(ended.Staleness);
        if (Find(ended.Cell) is { } cell)
        {
            cell.State = ended.Status switch
            {
                CellStatus.Succeeded => CellState.Succeeded,
                CellStatus.Failed => CellState.Failed,
                _ =>
                CellState.Interrupted
            };
            (cell.Seconds, cell.Question) = (ended.Seconds, null);
            SealStreams(cell);
            if (ended.Status == CellStatus.Succeeded)
                _notes.Took(cell.RanSource!, ended.Seconds);
            TouchState(cell);
        }
        if (ended.Status != CellStatus.Succeeded)
        {
            ClearQueue();
            _followStale = false;
        }
        else if (_queue.Count == 0 && _followStale)
        {
            _followStale = false;
            foreach (var stale in Again.Select(Find).OfType<LiveCell>())
                Enqueue(stale);
        }
        TouchStatus();
        RunNext();
        if (_running is null)
            PlanFacts();
    }

    private void Mark(Staleness staleness)
    {
        _again = staleness.Again;
        foreach (var cell in _cells.Where(cell => cell.IsCode))
        {
            var reason = staleness.Stale.GetValueOrDefault(cell.Id);
            if (cell.Stale == reason)
                continue;
            cell.Stale = reason;
            TouchState(cell);
        }
        TouchStatus();
    }

    private void TakeStray(int start, string text) => Change(() =>
    {
        if (start == _starts && _running is { } cell)
            Add(cell, new StreamOutput("stdout", text));
    });

    private void TakeEnd(int start, string how) => Change(() =>
    {
        if (start != _starts)
            return;
        _process = null;
        ClearQueue();
        _followStale = false;
        if (_running is { } cell)
        {
            SealStreams(cell);
            Add(cell, new ErrorOutput("ProcessEnded", how.Split('\n')[0],
                [.. how.Split('\n'),
                    "Its variables are gone. The next cell that runs begins a new session; run the cells above it first."]));
            (cell.State, cell.Question) = (CellState.Failed, null);
            TouchState(cell);
        }
        _running = null;
        TouchStatus();
    });

    private void Add(LiveCell cell, CellOutput output)
    {
        // An update goes where its display is: it clears nothing.
        if (output is not DisplayOutput { IsUpdate: true } && cell.ClearsOnNext)
        {
            cell.Outputs.Clear();
            cell.ClearsOnNext = false;
        }
        switch (output)
        {
            case ClearOutput { Wait: true }:
                cell.ClearsOnNext = true;
                return;
            case ClearOutput:
                cell.Outputs.Clear();
                break;
            case StreamOutput stream when cell.Outputs.LastOrDefault() is { Output: StreamOutput before } last
                && before.Name == stream.Name:
                var wasPlain = last.IsPlainText;
                if (!last.Append(stream.Text))
                    return;
                last.Version = _version;
                if (!wasPlain || !last.IsPlainText)
                    last.WholeVersion = _version;
                return;
            case DisplayOutput { IsUpdate: true, DisplayId: null or "" }:
                return;
            case DisplayOutput { IsUpdate: true } update:
                foreach (var (owner, shown) in _cells.SelectMany(one => one.Outputs.Select(shown => (one, shown)))
                    .Where(pair => pair.shown.Output is DisplayOutput display && display.DisplayId == update.DisplayId))
                {
                    shown.Update(update);
                    shown.Version = shown.WholeVersion = _version;
                    TouchState(owner);
                }
                break;
            default:
                if (cell.Outputs.Count > MostOutputs)
                    return;
                if (cell.Outputs.Count == MostOutputs)
                {
                    output = new ErrorOutput(
                        "TooMany", $"This cell put out more than {MostOutputs} outputs; the others are not shown.", []);
                }

                cell.Outputs.Add(new LiveOutput(++_outputs, output) { Version = _version, WholeVersion = _version });
                break;
        }
        TouchState(cell);
        NoteExercise(output);
    }

    private void SealStreams(LiveCell cell)
    {
        foreach (var stream in cell.Outputs.Where(output => output.Seal()))
            stream.Version = _version;
    }

    private void NoteExercise(CellOutput output)
    {
        var bundle = (output as DisplayOutput)?.Bundle ?? (output as ResultOutput)?.Bundle;
        if (bundle?.GetValueOrDefault(Exercise) is not { } text)
            return;
        using var json = JsonDocument.Parse(text);
        if (json.RootElement.TryGetProperty("id", out var id) && json.RootElement.TryGetProperty("outcome", out var outcome)
            && _notes.Answered(id.GetString()!, outcome.GetString()!))
        {
            TouchStatus();
        }
    }

    // After what the reader waits for.
    private void PlanFacts() => _ = Task.Run(() =>
    {
        try
        {
            lock (_writing)
                Look(_ => { _notes.WriteFacts(); return 0; });
        }
        catch (InvalidDataException)
        {
            // Times and progress are conveniences; what is edited has its own place and its own message.
        }
    });
}
