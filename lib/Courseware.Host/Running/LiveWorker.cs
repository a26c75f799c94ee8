using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Threading.Channels;
using Courseware.Kernel.Editing;
using Courseware.Kernel.Formatting;
using Courseware.Kernel.Jupyter;
using Courseware.Kernel.Sessions;

namespace Courseware.Host.Running;

/// <summary>
/// The process that holds the session of one notebook of a live page. It runs cells in the order in which they are asked for, and ends when
/// its standard input does.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "It lives as long as its process.")]
internal sealed class LiveWorker
{
    public const string Verb = "hold-session";

    private static readonly TimeSpan s_graceToStop = TimeSpan.FromSeconds(2);

    private readonly MessageLines _messages = new();
    private readonly Session _session;
    private readonly CellEditor _editor;
    private readonly string _folder;
    private readonly Channel<Func<Task>> _work = Channel.CreateUnbounded<Func<Task>>();
    private readonly Lock _stopping = new();
    private CancellationTokenSource _stop = new();
    private TaskCompletionSource<string?>? _question;

    private LiveWorker(string folder)
    {
        _folder = folder;
        _session = new Session(new SessionOptions(folder, OwnsProcess: true) { SaysStale = false });
        _editor = new CellEditor(_session);
    }

    /// <param name="folder">The notebook's.</param>
    public static async Task<int> RunAsync(string folder)
    {
        // The terminal sends Ctrl+C to every process of the group; what it means is the page's decision.
        Console.CancelKeyPress += (_, e) => e.Cancel = true;
        var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
        Directory.SetCurrentDirectory(folder);
        WarmUp.Start(folder);
        var worker = new LiveWorker(folder);
        new Thread(() => worker.Listen(input)) { IsBackground = true, Name = "commands" }.Start();
        await WarmUp.Ready.ConfigureAwait(false);
        worker.Send(new LiveMessage.Ready());
        await foreach (var work in worker._work.Reader.ReadAllAsync().ConfigureAwait(false))
            await work().ConfigureAwait(false);
        Environment.Exit(Runner.Succeeded);
        return Runner.Succeeded;
    }

    private void Send(LiveMessage message) => _messages.Send(message.ToLine());

    private void Listen(StreamReader input)
    {
        while (input.ReadLine() is { } line)
            Take(LiveCommand.FromLine(line));
        // The page has gone, and nobody is left to see anything.
        Stop();
        _work.Writer.TryComplete();
        Thread.Sleep(s_graceToStop);
        Environment.Exit(Runner.Interrupted);
    }

    private void Take(LiveCommand command)
    {
        switch (command)
        {
            case LiveCommand.Run run:
                CancellationToken cancellation;
                lock (_stopping)
                    cancellation = _stop.Token;
                _work.Writer.TryWrite(() => RunAsync(run, cancellation));
                break;
            case LiveCommand.Stop:
                Stop();
                break;
            case LiveCommand.Answer answer:
                Volatile.Read(ref _question)?.TrySetResult(answer.Text);
                break;
            case LiveCommand.Forget forget:
                _work.Writer.TryWrite(async () =>
                {
                    await _session.ForgetAsync(forget.Cells).ConfigureAwait(false);
                    Send(new LiveMessage.Changed(_session.Staleness()));
                });
                break;
            case LiveCommand.Complete ask:
                _ = ReplyAsync(async () =>
                    new LiveMessage.Completed(ask.Question, await _editor.CompleteAsync(ask.Code, ask.Position).ConfigureAwait(false)),
                    new LiveMessage.Completed(ask.Question, CompletionList.None(ask.Position)));
                break;
            case LiveCommand.Inspect ask:
                _ = ReplyAsync(async () =>
                    new LiveMessage.Inspected(ask.Question,
                        (await _editor.InspectAsync(ask.Code, ask.Position, 0)
                            .ConfigureAwait(false))?.GetValueOrDefault(MimeTypes.Markdown)), new LiveMessage.Inspected(ask.Question, null));
                break;
            case LiveCommand.Sign ask:
                _ = ReplyAsync(async () =>
                    new LiveMessage.Signed(ask.Question, await _editor.SignaturesAsync(ask.Code, ask.Position).ConfigureAwait(false)),
                    new LiveMessage.Signed(ask.Question, null));
                break;
            case LiveCommand.Diagnose ask:
                _ = ReplyAsync(() =>
                    Task.Run<LiveMessage>(() =>
                        new LiveMessage.Diagnosed(ask.Question,
                            _session.Diagnose(new CellSource(ask.Name, ask.Code, ask.Cell), CancellationToken.None))),
                            new LiveMessage.Diagnosed(ask.Question, null));
                break;
        }
    }

    // All that was asked for up to now, and not what will be asked for next.
    private void Stop()
    {
        CancellationTokenSource stop;
        lock (_stopping)
            (stop, _stop) = (_stop, new CancellationTokenSource());
        stop.Cancel();
    }

    // Whatever an editor's question meets in half a cell, the page goes on.
    [SuppressMessage("Design", "CA1031", Justification = "A question that fails has no answer; the session is as it was.")]
    private async Task ReplyAsync(Func<Task<LiveMessage>> answer, LiveMessage nothing)
    {
        LiveMessage reply;
        try
        {
            reply = await Task.Run(answer).ConfigureAwait(false);
        }
        catch (Exception)
        {
            reply = nothing;
        }
        Send(reply);
    }

    private async Task RunAsync(LiveCommand.Run run, CancellationToken cancellation)
    {
        var observer = new Observer(this, run.Cell);
        if (!cancellation.IsCancellationRequested)
            await BuildMissingAsync(run, cancellation).ConfigureAwait(false);
        var result = cancellation.IsCancellationRequested
            ? new CellResult(CellStatus.Interrupted, TimeSpan.Zero)
            : await _session.ExecuteAsync(new CellSource(run.Name, run.Code, run.Cell), observer, cancellation).ConfigureAwait(false);
        Send(new LiveMessage.Ended(run.Cell, result.Status, result.Elapsed.TotalSeconds, _session.Staleness()));
    }

    // A course that was cloned and never built: the first cell of each notebook names the library.
    private async Task BuildMissingAsync(LiveCommand.Run run, CancellationToken cancellation)
    {
        foreach (var project in LibraryBuild.Missing(run.Code, _folder).Select(MissingLibrary.ProjectOf).OfType<string>().Distinct())
        {
            Send(new LiveMessage.Put(run.Cell,
                new StreamOutput(
                    "stdout", $"{Path.GetFileNameWithoutExtension(project)} is not built yet: building it, which takes some seconds.\n")));
            if (await LibraryBuild.BuildAsync(project, cancellation).ConfigureAwait(false) is { } problem)
                Send(new LiveMessage.Put(run.Cell, new StreamOutput("stderr", problem + "\n")));
        }
    }

    private string? Ask(string cell, string prompt, bool isPassword, CancellationToken cancellation)
    {
        var question = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _question, question);
        Send(new LiveMessage.Asked(cell, prompt, isPassword));
        try
        {
            question.Task.Wait(cancellation);
            return question.Task.Result;
        }
        finally
        {
            Volatile.Write(ref _question, null);
        }
    }

    private sealed class Observer(LiveWorker worker, string cell) : ICellObserver
    {
        public void OnOutput(CellOutput output) => worker.Send(new LiveMessage.Put(cell, output));

        public string? ReadLine(string prompt, bool isPassword, CancellationToken cancellation)
            => worker.Ask(cell, prompt, isPassword, cancellation);
    }
}
