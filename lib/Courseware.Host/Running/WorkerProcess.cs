using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Courseware.Kernel.Packages;
using Courseware.Kernel.Sessions;

namespace Courseware.Host.Running;

/// <summary>Starts a <see cref="Worker"/> and passes on what it says.</summary>
internal static class WorkerProcess
{
    private const int KeptErrorLines = 8;
    private const int MostErrorLines = 10_000;
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_lastWords = TimeSpan.FromMinutes(1);

    /// <param name="variables">Environment variables to set for it.</param>
    /// <param name="plugIn">The adapter of another kernel that is to execute the notebook; null for our own.</param>
    /// <param name="onMessage">Called in order, one at a time.</param>
    /// <param name="onStray">Text that reached standard output past .NET's console, as native code writes it.</param>
    /// <param name="onError">Text that reached standard error so, and the cell (from 0) that ran then; told at the end. What the cell wrote
    /// in which the process ended is part of how it ended.</param>
    /// <param name="interrupts">Asks the running cell to stop; when its grace is over, or when asked again, the process is ended.</param>
    /// <returns>Null when the worker ended well; else how it ended.</returns>
    public static async Task<string?> RunAsync(string notebook, IReadOnlyDictionary<string, string> variables, string? plugIn,
        Action<WorkerMessage> onMessage, Action<string> onStray, Action<int, string> onError, Interrupts interrupts)
    {
        var start = new ProcessStartInfo(DotnetProgram.Path)
        {
            ArgumentList = { "exec", typeof(Worker).Assembly.Location, Worker.Verb, notebook },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
            StandardErrorEncoding = new UTF8Encoding(false),
            UseShellExecute = false,
        };
        if (plugIn is not null)
            start.ArgumentList.Add(plugIn);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var errors = new ConcurrentQueue<(int Cell, string Line)>();
        var (cell, isRunning) = (-1, false);
        var readingErrors = ReadErrorsAsync(process.StandardError, errors, () => Volatile.Read(ref cell));
        await using var stopping = interrupts.Stop.Register(() => _ = StopAsync(process, interrupts)).ConfigureAwait(false);
        var ended = process.WaitForExitAsync(CancellationToken.None);
        var sinceEnd = new Stopwatch();
        while (sinceEnd.Elapsed < s_lastWords && await NextAsync(process.StandardOutput, ended).ConfigureAwait(false) is { } line)
        {
            var message = WorkerMessage.FromLine(line, out var stray);
            if (stray.Length > 0)
                onStray(stray);
            if (message is WorkerMessage.Started)
                Volatile.Write(ref cell, message.Cell);
            // A cell that ends the process with a good exit code has not come to its end.
            isRunning = message is WorkerMessage.Started || (isRunning && message is not WorkerMessage.Ended);
            if (message is not null)
                onMessage(message);
            if (ended.IsCompleted)
                sinceEnd.Start();
        }
        await ended.ConfigureAwait(false);
        await UnlessSilentAsync(readingErrors).ConfigureAwait(false);
        var endedWell = process.ExitCode == 0 && !isRunning;
        var all = errors.ToList();
        // Where the process ended in the midst of something: what the runtime says of that, or else what the last cell has written.
        var end = all.FindIndex(error => LastWords.Begin(error.Line));
        var last = endedWell ? [] : end >= 0 ? all[end..] : all.FindAll(error => error.Cell == cell);
        var others = endedWell ? all : end >= 0 ? all[..end] : all.FindAll(error => error.Cell != cell);
        foreach (var lines in others.Where(error => error.Cell >= 0).GroupBy(error => error.Cell))
            onError(lines.Key, string.Concat(lines.Select(error => error.Line + "\n")));
        // A stack overflow prints thousands of lines; the first ones say what happened.
        return endedWell ? null
            : string.Create(CultureInfo.InvariantCulture, $"The notebook's process ended with exit code {process.ExitCode}.")
                + string.Concat(last.Where(error => error.Line.Trim().Length > 0).Take(KeptErrorLines).Select(error => "\n" + error.Line));
    }

    private static async Task<string?> NextAsync(StreamReader reader, Task ended)
    {
        var reading = reader.ReadLineAsync(CancellationToken.None).AsTask();
        await Task.WhenAny(reading, ended).ConfigureAwait(false);
        await UnlessSilentAsync(reading).ConfigureAwait(false);
        return reading.IsCompleted ? await reading.ConfigureAwait(false) : null;
    }

    // What the worker wrote is there to read once it has ended, and then the stream ends too; but a process that a cell started may live
    // on, and hold it open for as long as it likes.
    private static async Task UnlessSilentAsync(Task reading)
        => await reading.WaitAsync(s_silence).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static async Task ReadErrorsAsync(StreamReader reader, ConcurrentQueue<(int Cell, string Line)> kept, Func<int> cell)
    {
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (kept.Count < MostErrorLines)
                kept.Enqueue((cell(), line));
        }
    }

    private static async Task StopAsync(Process process, Interrupts interrupts)
    {
        try
        {
            await process.StandardInput.WriteLineAsync("stop").ConfigureAwait(false);
            await process.StandardInput.FlushAsync().ConfigureAwait(false);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(interrupts.End);
            patience.CancelAfter(interrupts.Grace);
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // It ended by itself meanwhile.
        }
    }
}
