using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Courseware.Host.Running;

/// <summary>Starts a <see cref="Worker"/> and passes on what it says.</summary>
internal static class WorkerProcess
{
    private const int KeptErrorLines = 8;

    /// <param name="variables">Environment variables to set for it.</param>
    /// <param name="plugIn">The adapter of another kernel that is to execute the notebook; null for our own.</param>
    /// <param name="onMessage">Called in order, one at a time.</param>
    /// <param name="onStray">Text that reached standard output past .NET's console, as native code writes it.</param>
    /// <param name="interrupts">Asks the running cell to stop; when its grace is over, or when asked again, the process is ended.</param>
    /// <returns>Null when the worker ended well; else how it ended.</returns>
    public static async Task<string?> RunAsync(string notebook, IReadOnlyDictionary<string, string> variables, string? plugIn, Action<WorkerMessage> onMessage, Action<string> onStray, Interrupts interrupts)
    {
        var start = new ProcessStartInfo(DotNet)
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
        var errors = ReadErrorsAsync(process.StandardError);
        await using var stopping = interrupts.Stop.Register(() => _ = StopAsync(process, interrupts)).ConfigureAwait(false);
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
        {
            var message = WorkerMessage.FromLine(line, out var stray);
            if (stray.Length > 0)
                onStray(stray);
            if (message is not null)
                onMessage(message);
        }
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        var lines = await errors.ConfigureAwait(false);
        return process.ExitCode == 0 ? null
            : string.Create(CultureInfo.InvariantCulture, $"The notebook's process ended with exit code {process.ExitCode}.") + string.Concat(lines.Select(line => "\n" + line));
    }

    /// <summary>The program that runs this process, found though it may not be on PATH.</summary>
    internal static string DotNet
    {
        get
        {
            var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
            var path = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
            return File.Exists(path) ? path : name;
        }
    }

    // A stack overflow prints thousands of lines; the first ones say what happened.
    private static async Task<List<string>> ReadErrorsAsync(StreamReader reader)
    {
        var kept = new List<string>();
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (kept.Count < KeptErrorLines && line.Trim().Length > 0)
                kept.Add(line);
        }
        return kept;
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
