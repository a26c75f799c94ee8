using System.Diagnostics;
using Courseware.Host.Notebooks;
using Courseware.Kernel.Sessions;

namespace Courseware.Host.Running;

/// <summary>
/// The process that executes one notebook for the runner: it has memory of its own, and may end in any way without taking the run along.
/// </summary>
internal static class Worker
{
    public const string Verb = "execute-notebook";

    private static readonly TimeSpan s_graceToStop = TimeSpan.FromSeconds(5);

    /// <summary>Executes the code cells in order until one fails, or until standard input says "stop" or ends.</summary>
    /// <param name="plugIn">The adapter of another kernel that is to execute them; null for our own.</param>
    public static async Task<int> RunAsync(string path, string? plugIn = null)
    {
        using var messages = new MessageLines();
        void Send(WorkerMessage message) => messages.Send(message.ToLine());

        // The terminal sends Ctrl+C to every process of the group; which cell to stop is the runner's decision.
        Console.CancelKeyPress += (_, e) => e.Cancel = true;
        using var stop = new CancellationTokenSource();
        var input = Console.In;
        _ = Task.Run(() =>
        {
            // "stop", or the end of the stream because the runner has gone.
            var asked = input.ReadLine();
            stop.Cancel();
            if (asked is null)
            {
                // Nobody is left to end a cell that does not stop.
                Thread.Sleep(s_graceToStop);
                ProcessHooks.HostEnds();
                Environment.Exit(Runner.Interrupted);
            }
        });

        var notebook = NotebookDocument.Load(path);
        Directory.SetCurrentDirectory(notebook.Folder);
        if (CourseFolder.Find(notebook.Folder) is { } course && File.Exists(course.Variables))
            AppContext.SetData(CourseVariables.Told, true);
        using var session = plugIn is null
            ? new Session(new SessionOptions(notebook.Folder, OwnsProcess: true)) { Ending = ChildProcesses.End } : null;
        using var other = plugIn is null ? null : PlugInHost.Load(plugIn, notebook.Folder);
        foreach (var cell in notebook.Cells.Where(cell => cell.IsToRun))
        {
            var index = cell.Number - 1;
            Send(new WorkerMessage.Started(index));
            var (source, observer) = (new CellSource(cell.Name, cell.Code, Id: cell.Name), new Observer(index, Send));
            var result = other is null ? await session!.ExecuteAsync(source, observer, stop.Token).ConfigureAwait(false)
                : await other.ExecuteAsync(source, observer, stop.Token).ConfigureAwait(false);
            Send(new WorkerMessage.Ended(index, result.Status, result.Elapsed.TotalSeconds, PeakBytes()));
            if (!NotebookRun.IsFine(cell, result.Status))
                break;
        }
        ProcessHooks.HostEnds();
        ChildProcesses.End();
        // A thread that a cell left behind must not keep the process, nor be cut off in the middle of a message.
        messages.Close();
        Environment.Exit(Runner.Succeeded);
        return Runner.Succeeded;
    }

    private static long PeakBytes()
    {
        using var self = Process.GetCurrentProcess();
        return long.Max(self.PeakWorkingSet64, self.WorkingSet64);
    }

    private sealed class Observer(int cell, Action<WorkerMessage> send) : ICellObserver
    {
        public void OnOutput(CellOutput output) => send(new WorkerMessage.Put(cell, output));
    }
}
