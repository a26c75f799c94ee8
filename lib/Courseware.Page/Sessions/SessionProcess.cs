using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Courseware.Host.Running;
using Courseware.Kernel.Packages;

namespace Courseware.Page.Sessions;

/// <summary>
/// The process that holds a notebook's session, as the page sees it: commands go in, messages come out, and its end is told.
/// </summary>
internal sealed class SessionProcess : IAsyncDisposable
{
    private const int KeptErrorLines = 8;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_graceToEnd = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly Channel<string> _commands = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<int, TaskCompletionSource<LiveMessage>> _questions = [];
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly Task _reading;
    private int _question;
    private volatile bool _isEnding;

    private SessionProcess(Process process, Action<LiveMessage> onMessage, Action<string> onStray, Action<string> onEnd)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(onMessage, onStray, onEnd), ReadErrorsAsync());
        _ = WriteAsync();
    }

    /// <param name="folder">The notebook's.</param>
    /// <param name="onMessage">Called in order, one at a time, with all but the answers to questions.</param>
    /// <param name="onStray">Text that reached standard output past .NET's console, as native code writes it.</param>
    /// <param name="onEnd">Told how the process ended, unless it was ended here.</param>
    public static SessionProcess Start(string folder, Action<LiveMessage> onMessage, Action<string> onStray, Action<string> onEnd)
    {
        var start = new ProcessStartInfo(DotnetProgram.Path, ["exec", typeof(LiveWorker).Assembly.Location, LiveWorker.Verb, folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = new UTF8Encoding(false),
            StandardErrorEncoding = new UTF8Encoding(false),
            UseShellExecute = false,
        };
        return new SessionProcess(Process.Start(start)!, onMessage, onStray, onEnd);
    }

    public void Send(LiveCommand command) => _commands.Writer.TryWrite(command.ToLine());

    /// <summary>The answer to a question; null when none comes in time.</summary>
    public async Task<LiveMessage?> AskAsync(Func<int, LiveCommand> question)
    {
        var number = Interlocked.Increment(ref _question);
        var answer = new TaskCompletionSource<LiveMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _questions[number] = answer;
        try
        {
            Send(question(number));
            return await answer.Task.WaitAsync(s_patience).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return null;
        }
        finally
        {
            _questions.TryRemove(number, out _);
        }
    }

    /// <summary>Ends the process, and all that its cells have started, whatever they do.</summary>
    public async ValueTask DisposeAsync()
    {
        _isEnding = true;
        _commands.Writer.TryComplete();
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended already.
        }
        await _reading.WaitAsync(s_graceToEnd).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _process.Dispose();
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var line in _commands.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                await _process.StandardInput.WriteLineAsync(line).ConfigureAwait(false);
                await _process.StandardInput.FlushAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // Its end is told by what reads it.
        }
    }

    private async Task ReadAsync(Action<LiveMessage> onMessage, Action<string> onStray, Action<string> onEnd)
    {
        while (await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            var message = LiveMessage.FromLine(line, out var stray);
            if (stray.Length > 0)
                onStray(stray);
            if (message is not null && !IsAnswer(message))
                onMessage(message);
        }
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        foreach (var question in _questions.Values)
            question.TrySetCanceled();
        if (!_isEnding)
        {
            onEnd(string.Create(CultureInfo.InvariantCulture, $"The notebook's process ended with exit code {_process.ExitCode}.")
                + string.Concat(_errors.Select(text => "\n" + text)));
        }
    }

    private bool IsAnswer(LiveMessage message)
    {
        int? number = message switch
        {
            LiveMessage.Completed completed => completed.Question,
            LiveMessage.Inspected inspected => inspected.Question,
            LiveMessage.Signed signed => signed.Question,
            LiveMessage.Diagnosed diagnosed => diagnosed.Question,
            _ => null,
        };
        if (number is { } known && _questions.TryGetValue(known, out var question))
            question.TrySetResult(message);
        return number is not null;
    }

    // A stack overflow prints thousands of lines; the first ones say what happened.
    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (_errors.Count < KeptErrorLines && line.Trim().Length > 0)
                _errors.Enqueue(line);
        }
    }
}
