using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Courseware.Host.Pages;
using Courseware.Host.Running;
using Courseware.Page.Sessions;
using Courseware.Page.Views;

namespace Courseware.Page.Serving;

/// <summary>One browser tab that shows a notebook: takes its commands, and sends it what changed as fast as it can take it.</summary>
internal sealed class ClientLink : IDisposable
{
    private const int LargestCommand = 8 << 20;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_longestSend = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_longestParting = TimeSpan.FromSeconds(5);
    private static readonly JsonSerializerOptions s_json =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly WebSocket _socket;
    private readonly LiveNotebook _notebook;
    private readonly StateWriter _writer;
    private readonly string? _tab;
    private readonly string _name = Guid.NewGuid().ToString("N")[..8];
    private readonly Channel<bool> _news =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly SemaphoreSlim _sending = new(1, 1);

    /// <param name="epoch">Of the notebook that the tab has seen.</param>
    /// <param name="page">The version of its frames.</param>
    /// <param name="since">The version of its state.</param>
    /// <param name="tab">The tab's own name, the same when it comes back.</param>
    public ClientLink(WebSocket socket, LiveNotebook notebook, string? epoch, string? page, string? since, string? tab)
    {
        (_socket, _notebook, _tab) = (socket, notebook, tab);
        var isSame = epoch == notebook.Epoch;
        _writer = new StateWriter(isSame ? Number(page) : 0, isSame ? Number(since) : 0);
        IsKnown = isSame;
    }

    /// <summary>Whether the tab shows this notebook, and not one from before the program's start.</summary>
    public bool IsKnown { get; }

    /// <summary>Goes on until the tab is gone, or the program ends.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(over);
        void Tell() => _news.Writer.TryWrite(true);
        _notebook.Changed += Tell;
        try
        {
            var took = _notebook.Taken.LastOf(_tab ?? _name);
            await SendAsync(new { hello = _notebook.Epoch, known = IsKnown, me = _name, took }, gone.Token).ConfigureAwait(false);
            if (!IsKnown)
            {
                await PartAsync(gone.Token).ConfigureAwait(false);
                return;
            }
            Tell();
            var sending = SendNewsAsync(gone.Token);
            _notebook.EnsureSession();
            _ = Task.Run(() => Prose.Colour(_notebook), CancellationToken.None);
            await ReceiveAsync(gone.Token).ConfigureAwait(false);
            await gone.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException)
        {
            // The tab is closed, or asleep: it comes back by itself and says what it has seen.
        }
        finally
        {
            _notebook.Changed -= Tell;
            await gone.CancelAsync().ConfigureAwait(false);
            _socket.Abort();
        }
    }

    public void Dispose() => _sending.Dispose();

    // What is aborted need not have arrived.
    private async Task PartAsync(CancellationToken gone)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(gone);
        patience.CancelAfter(s_longestParting);
        await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "The page is from before the program's start.", patience.Token)
            .ConfigureAwait(false);
    }

    private async Task SendNewsAsync(CancellationToken gone)
    {
        while (await _news.Reader.WaitToReadAsync(gone).ConfigureAwait(false))
        {
            _news.Reader.TryRead(out _);
            if (_writer.Write(_notebook) is not { } message)
                continue;
            await SendAsync(message, gone).ConfigureAwait(false);
            // What comes close together is one message; a single result does not wait.
            await Task.Delay(s_pause, gone).ConfigureAwait(false);
        }
    }

    private Task SendAsync(object message, CancellationToken gone)
        => SendAsync(JsonSerializer.SerializeToUtf8Bytes(message, s_json).AsMemory(), gone);

    private async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken gone)
    {
        await _sending.WaitAsync(gone).ConfigureAwait(false);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(gone);
            patience.CancelAfter(s_longestSend);
            await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, patience.Token).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReceiveAsync(CancellationToken gone)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.GetMemory(4096), gone).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close)
                return;
            buffer.Advance(received.Count);
            if (buffer.WrittenCount > LargestCommand)
            {
                await _socket.CloseAsync(WebSocketCloseStatus.MessageTooBig, "A command has at most 8 MiB.", gone).ConfigureAwait(false);
                return;
            }
            if (!received.EndOfMessage)
                continue;
            await TakeAsync(Encoding.UTF8.GetString(buffer.WrittenSpan), gone).ConfigureAwait(false);
            buffer.ResetWrittenCount();
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever is wrong with one command, the tab goes on.")]
    private async Task TakeAsync(string text, CancellationToken gone)
    {
        try
        {
            if (JsonNode.Parse(text) is JsonObject command)
                await DoOnceAsync(command, gone).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (OperationCanceledException or WebSocketException))
        {
            await SendAsync(new { say = e.Message }, gone).ConfigureAwait(false);
        }
    }

    // Questions have no number: they are not asked again.
    private async Task DoOnceAsync(JsonObject command, CancellationToken gone)
    {
        if (command["number"]?.GetValue<long>() is not { } number)
        {
            await DoAsync(command, gone).ConfigureAwait(false);
            return;
        }
        try
        {
            if (!_notebook.Taken.Take(_tab ?? _name, number))
                return;
            if (IsForAnEndedSession(command))
                await SendAsync(new { dropped = command["do"]!.GetValue<string>() }, gone).ConfigureAwait(false);
            else
                await DoAsync(command, gone).ConfigureAwait(false);
        }
        finally
        {
            await SendAsync(new { took = number }, gone).ConfigureAwait(false);
        }
    }

    // What was kept while the connection was gone says which session it was meant for.
    private bool IsForAnEndedSession(JsonObject command)
        => command["starts"]?.GetValue<int>() is { } starts && starts != _notebook.Look(now => now.Starts)
            && command["do"]?.GetValue<string>() is "run" or "runStale" or "stop" or "answer" or "restart";

    private async Task DoAsync(JsonObject command, CancellationToken gone)
    {
        string Text(string name) => command[name]?.GetValue<string>() ?? "";
        var cell = command["cell"]?.GetValue<string>();
        switch (Text("do"))
        {
            case "run":
                _notebook.Run([cell!]);
                break;
            case "runAll":
                _notebook.RunAll();
                break;
            case "runAbove":
                _notebook.RunAbove(cell!);
                break;
            case "runStale":
                _notebook.RunStale();
                break;
            case "try":
                _notebook.Try(cell!, Text("source"), _name);
                Prose.Colour(_notebook);
                break;
            case "stop":
                _notebook.Stop();
                break;
            case "restart":
                await _notebook.RestartAsync().ConfigureAwait(false);
                break;
            case "answer":
                _notebook.Answer(command["text"]?.GetValue<string>());
                break;
            case "edit":
                _notebook.Edit(cell!, Text("source"), _name);
                Refresh(cell!);
                break;
            case "insert":
                var added = _notebook.Insert(cell, Text("kind"), Text("source"));
                Refresh(added);
                await SendAsync(new { added }, gone).ConfigureAwait(false);
                break;
            case "delete":
                _notebook.Delete(cell!);
                break;
            case "restoreCell":
                _notebook.RestoreCell();
                break;
            case "move":
                _notebook.Move(cell!, command["places"]!.GetValue<int>());
                break;
            case "kind":
                _notebook.ChangeKind(cell!, Text("kind"));
                Refresh(cell!);
                break;
            case "resetNumbers":
                _notebook.ResetNumbers();
                Prose.Colour(_notebook);
                Prose.Render(_notebook);
                break;
            case "clear":
                _notebook.ClearOutputs();
                break;
            case "saveCopy":
                await SendAsync(new { say = _notebook.SaveCopy() }, gone).ConfigureAwait(false);
                break;
            case "saveFile":
                var (told, isSaved) = _notebook.SaveFile(command["overwrite"]?.GetValue<bool>() ?? false);
                await SendAsync(new { say = told, saved = isSaved }, gone).ConfigureAwait(false);
                break;
            case "discard":
                if (_notebook.Discard() is { } problem)
                    await SendAsync(new { say = problem }, gone).ConfigureAwait(false);
                Prose.Render(_notebook);
                Prose.Colour(_notebook);
                break;
            case "plots":
                _writer.DrawsPlots = true;
                break;
            case "numbers":
                await SendAsync(new { reply = command["question"]!.GetValue<int>(), numbers = NumberFinder.In(Text("source")) }, gone)
                    .ConfigureAwait(false);
                break;
            case "ask":
                _ = AnswerAsync(command["question"]!.GetValue<int>(), Text("what"), cell!, Text("source"),
                    command["position"]?.GetValue<int>() ?? 0, gone);
                break;
            case var other:
                throw new InvalidDataException($"'{other}' is no command of the page.");
        }
    }

    // In the order of commands, so that a later text is never overtaken by an earlier one.
    private void Refresh(string cell)
    {
        if (_notebook.Look(now => now.Cells.Any(one => one.Id == cell && one.IsCode)))
            Prose.Colour(_notebook);
        else
            Prose.Render(_notebook);
    }

    private async Task AnswerAsync(int reply, string what, string cell, string source, int position, CancellationToken gone)
    {
        try
        {
            // Names of cells that did not run yet would all be errors.
            if (what == "diagnose" && !_notebook.HasRunAbove(cell))
            {
                await SendAsync(new { reply, problems = Array.Empty<object>() }, gone).ConfigureAwait(false);
                return;
            }
            await SendAsync(await _notebook.AskAsync(what, cell, source, position).ConfigureAwait(false) switch
            {
                LiveMessage.Completed completed =>
                    new { reply, start = completed.Proposals.Start, end = completed.Proposals.End, items = completed.Proposals.Items },
                LiveMessage.Inspected inspected => new { reply, text = inspected.Text },
                LiveMessage.Signed signed => new { reply, help = signed.Help },
                LiveMessage.Diagnosed diagnosed => new { reply, problems = diagnosed.Problems },
                _ => (object)new { reply },
            }, gone).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // Nobody waits for the answer.
        }
    }

    private static long Number(string? text)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
