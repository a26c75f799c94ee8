using System.Diagnostics;
using System.Text.Json;
using Courseware.Kernel.Editing;
using Courseware.Kernel.Sessions;

namespace Courseware.Kernel.Jupyter;

/// <summary>A running kernel: takes requests from its sockets, executes cells one after the other, and answers.</summary>
/// <remarks>
/// Requests on shell are answered in the order in which they came, but interrupt and shutdown, which are handled while a cell runs; those on
/// control are answered at once. Around every request goes a busy and an idle, whatever becomes of it. The channels and the queue have
/// threads of their own, so that a cell which occupies the thread pool can still be interrupted.
/// </remarks>
internal sealed class KernelServer : IDisposable
{
    // A front end that has asked for the kernel's name sends its first cell within the longer time, or its user is still reading.
    private static readonly TimeSpan s_pauseAfterCell = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pauseBeforeCells = TimeSpan.FromSeconds(4);

    private readonly KernelSockets _sockets;
    private readonly MessageCodec _codec;
    private readonly Publisher _publisher;
    private readonly InputChannel _input;
    private readonly KernelLog _log;
    private readonly CellExecutor _cells;
    private readonly Editor _editor;
    private readonly ExecutionHistory _history = new();
    private readonly object _gate = new();
    private readonly Queue<QueuedRequest> _waiting = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly ManualResetEventSlim _ended = new();
    private QueuedRequest? _running;
    private long _lastServed;
    private long _cellsRun;

    /// <param name="folder">The notebook's folder.</param>
    /// <param name="ownsProcess">Whether this is the process's only session, so that output of threads which belong to no cell is its
    /// own.</param>
    private KernelServer(KernelSockets sockets, MessageCodec codec, Publisher publisher, string folder, bool ownsProcess, KernelLog log)
    {
        _sockets = sockets;
        _log = log;
        _codec = codec;
        _publisher = publisher;
        _input = new InputChannel(sockets.Stdin, _codec);
        // Not before it is needed: it brings the compiler with it.
        var session = new Lazy<Session>(() => new Session(new SessionOptions(folder, OwnsProcess: ownsProcess))
        {
            Ending = () =>
            {
                sockets.Flush();
                ChildProcesses.End();
            },
        });
        _cells = new CellExecutor(session, folder, _publisher, _input, _history);
        _editor = new Editor(new Lazy<CellEditor>(() => new CellEditor(session.Value)));
    }

    public KernelSockets Sockets => _sockets;

    /// <summary>
    /// Waits until the front end has been served and asks for nothing more: then what takes time and nobody asked for has its turn.
    /// </summary>
    public async Task WaitForPauseAsync()
    {
        while (!IsPausing)
            await Task.Delay(s_pauseAfterCell / 4, _closing.Token).ConfigureAwait(false);
    }

    /// <summary>The number of cells that have run, while the front end asks for nothing; null while it does.</summary>
    public long? PausedAfter => IsPausing ? Interlocked.Read(ref _cellsRun) : null;

    private bool IsPausing
    {
        get
        {
            lock (_gate)
            {
                return _running is null && _waiting.Count == 0 && Volatile.Read(ref _lastServed) is > 0 and var last
                    && Stopwatch.GetElapsedTime(last) > (Interlocked.Read(ref _cellsRun) > 0 ? s_pauseAfterCell : s_pauseBeforeCells);
            }
        }
    }

    /// <summary>Opens the sockets; answers begin with <see cref="Run"/>.</summary>
    /// <exception cref="InvalidDataException">A port cannot be had.</exception>
    public static KernelServer Bind(ConnectionFile connection, string folder, bool ownsProcess, KernelLog log)
    {
        var codec = new MessageCodec(new MessageSigner(connection.SignatureScheme, connection.Key));
        Publisher? publisher = null;
        var sockets = KernelSockets.Bind(connection, iopub =>
        {
            publisher = new Publisher(iopub, codec);
            // A front end that restarts its kernel has been waiting for the port, and is to be welcomed too.
            iopub.Subscribed = publisher.Welcome;
        });
        return new KernelServer(sockets, codec, publisher!, folder, ownsProcess, log);
    }

    /// <summary>Serves until somebody asks the kernel to end.</summary>
    public void Run()
    {
        _publisher.Status("starting", null);
        Start("shell", () => Read(KernelChannel.Shell, OnShell));
        Start("control", () => Read(KernelChannel.Control, OnControl));
        Start("stdin", () => Read(KernelChannel.Stdin, OnStdin));
        Start("requests", Work);
        _ended.Wait();
        _sockets.Flush();
    }

    /// <summary>Stops the cell that runs, or the next that waits; nothing when there is none.</summary>
    public void Interrupt()
    {
        QueuedRequest? first;
        lock (_gate)
            first = _running ?? _waiting.FirstOrDefault(request => request.IsExecution && !request.IsAborted);
        // Cancelling runs what the cell registered on its token: not on the thread that has to answer.
        if (first is not null)
            Start("interrupt", first.Cancellation.Cancel);
    }

    /// <summary>Makes <see cref="Run"/> return.</summary>
    public void End() => _ended.Set();

    public void Dispose()
    {
        lock (_gate)
        {
            _closing.Cancel();
            Monitor.PulseAll(_gate);
        }
        _ended.Set();
        _sockets.Dispose();
        _cells.Dispose();
    }

    private static void Start(string name, Action body)
        => new Thread(() => body()) { IsBackground = true, Name = "kernel " + name }.Start();

    private void Read(KernelChannel channel, Action<JupyterMessage> take)
    {
        var socket = _sockets.Of(channel);
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                take(_codec.Parse(channel, socket.Receive(_closing.Token)));
            }
            catch (InvalidDataException e)
            {
                _log.Say($"dropped a message on {channel.ToString().ToLowerInvariant()}: {e.Message}");
            }
            catch (Exception e) when (e is ObjectDisposedException || _closing.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Whatever one message did, the next is to be answered.
                _log.Say($"a message on {channel.ToString().ToLowerInvariant()} failed: {e.GetType().Name}: {e.Message}");
            }
        }
    }

    private void OnShell(JupyterMessage message)
    {
        if (message.Type is "interrupt_request" or "shutdown_request")
        {
            OnControl(message);
            return;
        }
        var request = new QueuedRequest(message, new CancellationTokenSource());
        lock (_gate)
        {
            _waiting.Enqueue(request);
            Monitor.PulseAll(_gate);
        }
    }

    private void OnControl(JupyterMessage message)
    {
        if (message.Type is "interrupt_request")
            Serve(message, Interrupted);
        else if (message.Type is "shutdown_request")
            ShutDown(message);
        else if (message.Type is "execute_request" or "comm_open" or "comm_msg" or "comm_close")
            Serve(message, m => Refuse(m, "belongs on the shell channel"));
        else
            _ = ServeAsync(message, CancellationToken.None);
    }

    private void OnStdin(JupyterMessage message)
    {
        if (message.Type != "input_reply")
            _log.Say($"ignored a {message.Type} on stdin");
        else if (!_input.Answer(message))
            _log.Say("ignored an input_reply that no cell waits for");
    }

    private void Work()
    {
        while (Next() is { } request)
        {
            try
            {
                if (request.IsAborted)
                    Serve(request.Message, m => Reply(m, writer => writer.WriteString("status", "aborted")));
                else if (request.IsExecution)
                    Serve(request.Message, _ => Execute(request));
                else
                    ServeAsync(request.Message, request.Cancellation.Token).GetAwaiter().GetResult();
            }
            catch (Exception e)
            {
                _log.Say($"{request.Message.Type} failed: {e.GetType().Name}: {e.Message}");
            }
            Finish();
        }
    }

    private QueuedRequest? Next()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_closing.IsCancellationRequested)
                Monitor.Wait(_gate);
            if (_closing.IsCancellationRequested)
                return null;
            var next = _waiting.Dequeue();
            _running = next.IsExecution && !next.IsAborted ? next : null;
            return next;
        }
    }

    // From here on an interrupt means the next cell.
    private void Finish()
    {
        lock (_gate)
            _running = null;
    }

    private void Execute(QueuedRequest request)
    {
        var message = request.Message;
        var stopOnError = message.Flag("stop_on_error", true);
        var outcome = _cells.ExecuteAsync(message, request.Cancellation.Token).GetAwaiter().GetResult();
        Finish();
        if (!outcome.Succeeded && stopOnError)
            AbortWaiting();
        Reply(message, outcome.WriteReply, outcome.Metadata);
        _lastServed = Stopwatch.GetTimestamp();
        Interlocked.Increment(ref _cellsRun);
    }

    // What was sent in the belief that this cell succeeds is not run.
    private void AbortWaiting()
    {
        lock (_gate)
        {
            foreach (var request in _waiting.Where(request => request.IsExecution))
                request.IsAborted = true;
        }
    }

    private async Task ServeAsync(JupyterMessage message, CancellationToken cancellation)
    {
        _publisher.Status("busy", message);
        try
        {
            await AnswerAsync(message, cancellation).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Fail(message, e);
        }
        finally
        {
            _publisher.Status("idle", message);
            _lastServed = Stopwatch.GetTimestamp();
        }
    }

    private async Task AnswerAsync(JupyterMessage m, CancellationToken cancellation)
    {
        switch (m.Type)
        {
            case "kernel_info_request":
                Reply(m, KernelInfo.Write);
                break;
            case "complete_request":
                Reply(m, await _editor.CompleteAsync(m, cancellation).ConfigureAwait(false));
                break;
            case "inspect_request":
                Reply(m, await _editor.InspectAsync(m, cancellation).ConfigureAwait(false));
                break;
            case "is_complete_request":
                Reply(m, _editor.CheckComplete(m));
                break;
            case "history_request":
                Reply(m, HistoryReply.For(m, _history));
                break;
            case "comm_info_request":
                Reply(m, writer =>
                {
                    writer.WriteString("status", "ok");
                    writer.WriteEmptyObject("comms");
                });
                break;
            case "comm_open":
                CloseComm(m);
                break;
            case "comm_msg" or "comm_close":
                // Of a comm that we closed, or of an earlier run of the kernel.
                break;
            case "connect_request":
                Reply(m, WritePorts);
                break;
            default:
                Refuse(m, "is not known to this kernel");
                break;
        }
    }

    // No cell can register a target, so none is known: the other side is told at once, as the protocol asks.
    private void CloseComm(JupyterMessage message)
    {
        var id = message.Text("comm_id");
        _publisher.Send("comm_close", message, writer =>
        {
            writer.WriteText("comm_id", id);
            writer.WriteEmptyObject("data");
        });
    }

    private void Interrupted(JupyterMessage message)
    {
        Interrupt();
        Reply(message, writer => writer.WriteString("status", "ok"));
    }

    private void ShutDown(JupyterMessage message)
    {
        void Write(Utf8JsonWriter writer)
        {
            writer.WriteString("status", "ok");
            writer.WriteBoolean("restart", message.Flag("restart", false));
        }

        Serve(message, m =>
        {
            Reply(m, Write);
            // For front ends that did not ask: consoles leave when they see it.
            _publisher.Send("shutdown_reply", m, Write);
        });
        End();
    }

    private void Refuse(JupyterMessage message, string why)
    {
        _log.Say($"{message.Type} {why}");
        if (message.Type.EndsWith("_request", StringComparison.Ordinal))
            Reply(message, writer => writer.WriteFailure(new ErrorOutput("NotSupported", $"{message.Type} {why}.", [])));
    }

    private void WritePorts(Utf8JsonWriter writer)
    {
        writer.WriteString("status", "ok");
        foreach (var (name, endpoint) in new[] { ("shell", _sockets.Shell.Endpoint), ("iopub", _sockets.Iopub.Endpoint),
            ("stdin", _sockets.Stdin.Endpoint), ("hb", _sockets.Heartbeat.Endpoint), ("control", _sockets.Control.Endpoint) })
        {
            if (int.TryParse(endpoint[(endpoint.LastIndexOfAny([':', '-']) + 1)..], out var port))
                writer.WriteNumber(name + "_port", port);
        }
    }

    private void Serve(JupyterMessage message, Action<JupyterMessage> body)
    {
        _publisher.Status("busy", message);
        try
        {
            body(message);
        }
        catch (Exception e)
        {
            Fail(message, e);
        }
        finally
        {
            _publisher.Status("idle", message);
        }
    }

    // A request that asks for nonsense, or met a fault of ours: its sender waits for an answer all the same.
    private void Fail(JupyterMessage message, Exception e)
    {
        _log.Say($"{message.Type} failed: {e.GetType().Name}: {e.Message}");
        if (message.Type.EndsWith("_request", StringComparison.Ordinal))
        {
            Reply(message, writer =>
                writer.WriteFailure(new ErrorOutput(e.GetType().Name, e.Message, [$"{message.Type} failed: {e.Message}"])));
        }
    }

    private void Reply(JupyterMessage message, Action<Utf8JsonWriter> content, byte[]? metadata = null)
    {
        var type = message.Type.EndsWith("_request", StringComparison.Ordinal) ? message.Type[..^"request".Length] + "reply"
            : message.Type + "_reply";
        _sockets.Of(message.Channel)
            .Send(message.Identity, _codec.Frames(message.Route, type, message.Header, Json.Object(content), metadata));
    }

    private sealed class QueuedRequest(JupyterMessage message, CancellationTokenSource cancellation)
    {
        public JupyterMessage Message => message;

        public bool IsExecution => message.Type == "execute_request";

        public CancellationTokenSource Cancellation => cancellation;

        public bool IsAborted { get; set; }
    }
}
