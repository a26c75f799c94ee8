using System.Collections;
using System.Text.Json.Nodes;
using Courseware.Host.Notebooks;
using Courseware.Kernel.Formatting;
using Courseware.Kernel.Sessions;

namespace Courseware.Host.Running;

/// <summary>Executes notebooks one after the other, each in a process of its own, and writes what came of it.</summary>
/// <param name="environment">The variables that a notebook's process is started with; null for this process's.</param>
internal sealed class Runner(RunReporter reporter, IReadOnlyDictionary<string, string>? environment = null)
{
    public const int Succeeded = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int Interrupted = 130;

    private const string Stopped = "The cell did not stop by itself: its process was ended.";
    private static readonly TimeSpan s_untilHint = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyDictionary<string, string> _variables = environment
        ?? Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(
        variable => (string)variable.Key, variable => (string)variable.Value!, OperatingSystem.IsWindows()
        ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    /// <summary>Runs the notebooks that the settings name.</summary>
    public async Task<int> RunAsync(RunSettings settings, string currentFolder, Interrupts interrupts)
    {
        if (!NotebookSelection.TryFind(settings.Notebooks, currentFolder, out var selection, out var problem))
        {
            reporter.Problem(problem);
            return Usage;
        }
        return await RunAsync(settings, selection, currentFolder, interrupts).ConfigureAwait(false);
    }

    /// <summary>Runs the notebooks that were found.</summary>
    /// <returns>0 when every cell ran and every verdict is the recorded one; 1 when not; 2 when there is nothing to run, or an environment
    /// variable of the course's holds what it may not; 130 after Ctrl+C.</returns>
    public async Task<int> RunAsync(RunSettings settings, NotebookSelection selection, string currentFolder, Interrupts interrupts)
    {
        var (course, paths) = selection;
        var given = Given(course, settings, currentFolder, out var isWrong);
        if (isWrong)
            return Usage;
        var plugIn = settings.Host == PlugInHost.Name ? PlugInHost.Find(course) : null;
        if (settings.Host == PlugInHost.Name && plugIn is null)
        {
            reporter.Problem(PlugInHost.IsMissing);
            return Failed;
        }
        var output = settings.Output is null ? course.Output : Path.GetFullPath(settings.Output, currentFolder);
        if (!CanWriteTo(Path.Combine(output, "notebooks")))
            return Failed;
        var pages = settings.Html ? new PageWriter(course, output, paths) : null;
        var expected = ExpectedFile.Load(course.Expected);

        var runs = new List<(NotebookRun Run, NotebookFacts Facts)>();
        var unreadable = false;
        var begun = 0;
        for (; begun < paths.Count && !interrupts.Stop.IsCancellationRequested; begun++)
        {
            try
            {
                runs.Add(await RunOneAsync(paths[begun], settings, given, plugIn,
                    Path.Combine(output, course.OutputOf(Path.GetDirectoryName(paths[begun])!)), pages, interrupts).ConfigureAwait(false));
            }
            catch (InvalidDataException e)
            {
                reporter.Problem(e.Message);
                unreadable = true;
            }
        }

        var own = runs.Where(r => course.IsOwn(r.Run.Notebook.Folder)).ToList();
        pages?.WriteIndex(own.ToDictionary(r => r.Run.Notebook.Name, r => r.Run.Seconds));
        var differences = settings.Record ? []
            : own.SelectMany(r => expected.Compare(r.Run.Notebook.Name, r.Facts, r.Run.IsComplete)).ToList();
        reporter.Summary(runs, differences, _variables.GetValueOrDefault("COURSEWARE_ENGINE", "").Trim());
        if (begun < paths.Count)
            reporter.Problem($"Not run: {string.Join(", ", paths.Skip(begun).Select(Path.GetFileNameWithoutExtension))}.");
        if (settings.Record && !interrupts.Stop.IsCancellationRequested)
            Record(course, own);
        foreach (var (run, _) in runs.Except(own))
            reporter.Say($"{(pages is null ? "Executed notebook" : "Page")}: {Path.Combine(output, course.OutputOf(run.Notebook.Folder), run.Notebook.Name)}{(pages is null ? ".ipynb" : ".html")}");
        if (own.Count > 0)
        {
            reporter.Say(pages is null ? $"Executed notebooks: {Path.Combine(output, "notebooks")}"
                : $"Pages: {Path.Combine(output, "index.html")}");
        }

        if (interrupts.Stop.IsCancellationRequested)
            return Interrupted;
        return unreadable || runs.Any(r => !r.Run.IsComplete) || differences.Any(d => d.IsVerdict) ? Failed : Succeeded;
    }

    // Told before notebooks run for minutes, and not after.
    private bool CanWriteTo(string folder)
    {
        var probe = Path.Combine(folder, $".{Environment.ProcessId}.probe");
        try
        {
            NotebookFormat.WriteAtomically(probe, "");
            File.Delete(probe);
            return true;
        }
        catch (InvalidDataException e)
        {
            reporter.Problem(e.Message);
            return false;
        }
    }

    /// <summary>
    /// The variables to set for the notebooks' processes. Tells, before the first notebook, what is wrong with those that are set: a
    /// notebook would else meet it in the midst of its cells, or never.
    /// </summary>
    private Dictionary<string, string> Given(CourseFolder course, RunSettings settings, string currentFolder, out bool isWrong)
    {
        var all = new Dictionary<string, string>(_variables);
        var given = environment is null ? [] : new Dictionary<string, string>(environment);
        if (settings.Full)
            given["COURSEWARE_MODE"] = all["COURSEWARE_MODE"] = "full";
        isWrong = false;
        if (!File.Exists(course.Variables))
            return given;
        var variables = CourseVariables.Parse(File.ReadAllText(course.Variables));
        // A notebook's process works in the notebook's folder.
        foreach (var (name, folder) in variables.Whole(all, currentFolder).ToList())
            given[name] = all[name] = folder;
        foreach (var line in variables.Unknown(all))
            reporter.Say(line);
        foreach (var line in variables.Wrong(all))
        {
            reporter.Problem(line);
            isWrong = true;
        }
        return given;
    }

    private async Task<(NotebookRun Run, NotebookFacts Facts)> RunOneAsync(string path, RunSettings settings,
        Dictionary<string, string> given, string? plugIn, string output, PageWriter? pages, Interrupts interrupts)
    {
        var notebook = NotebookDocument.Load(path);
        var run = new NotebookRun(notebook);
        using var over = new CancellationTokenSource();
        await reporter.WhileRunningAsync(notebook, async () =>
        {
            await BuildMissingAsync(notebook, interrupts.Stop).ConfigureAwait(false);
            await using var hint = interrupts.Stop.Register(() => _ = HintAsync(over.Token)).ConfigureAwait(false);
            var crash = interrupts.Stop.IsCancellationRequested ? Stopped
                : await WorkerProcess.RunAsync(path, given, plugIn, Apply, Stray, (cell, text) =>
                    run.Log.Add(cell, new StreamOutput("stderr", text)), interrupts).ConfigureAwait(false);
            await over.CancelAsync().ConfigureAwait(false);
            if (interrupts.Stop.IsCancellationRequested && crash is not null)
                run.Ended("Interrupted", run.Current < 0 ? "Interrupted before the first cell." : Stopped, CellStatus.Interrupted);
            else if (crash is not null)
                run.Ended("ProcessEnded", crash, CellStatus.Failed);
        }).ConfigureAwait(false);
        reporter.NotebookEnded(run);
        // What an earlier run wrote is worth more than a notebook of which nothing ran.
        if (run.Current >= 0 || !interrupts.Stop.IsCancellationRequested)
            Write(run, output, pages);
        return (run, NotebookFacts.From(run.Log, settings.Full ? "full" : "default"));

        void Apply(WorkerMessage message)
        {
            run.Apply(message);
            switch (message)
            {
                case WorkerMessage.Started:
                    reporter.CellStarted(message.Cell);
                    break;
                case WorkerMessage.Ended ended:
                    reporter.CellEnded(message.Cell, ended.Status, ended.Seconds);
                    break;
                case WorkerMessage.Put { Output: DisplayOutput shown } when OutputLog.IsTransient(shown.Bundle)
                    && shown.Bundle.TryGetValue(MimeTypes.Plain, out var text):
                    reporter.CellProgress(text);
                    break;
            }
        }

        void Stray(string text)
        {
            if (run.Current >= 0)
                run.Log.Add(run.Current, new StreamOutput("stdout", text));
        }
    }

    // Most cells stop at once, and nobody need be told anything.
    private async Task HintAsync(CancellationToken over)
    {
        await Task.Delay(s_untilHint, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!over.IsCancellationRequested)
            reporter.Say("Waiting for the cell to stop. Ctrl+C again ends its process at once.");
    }

    private async Task BuildMissingAsync(NotebookDocument notebook, CancellationToken cancellation)
    {
        var missing = notebook.Cells.Where(cell => cell.IsToRun).SelectMany(cell => LibraryBuild.Missing(cell.Source, notebook.Folder));
        foreach (var project in missing.Select(MissingLibrary.ProjectOf).OfType<string>().Distinct())
        {
            reporter.Say($"{Path.GetFileNameWithoutExtension(project)} is not built yet: building it.");
            if (await LibraryBuild.BuildAsync(project, cancellation).ConfigureAwait(false) is { } problem)
                reporter.Problem(problem);
        }
    }

    private static void Write(NotebookRun run, string output, PageWriter? pages)
    {
        var executed = run.ToExecuted();
        var target = Path.Combine(output, run.Notebook.Name);
        NotebookFormat.WriteAtomically(target + ".ipynb", executed.ToJsonString(NotebookFormat.Indented) + "\n");
        pages?.Write(run.Notebook, executed);
    }

    private void Record(CourseFolder course, List<(NotebookRun Run, NotebookFacts Facts)> runs)
    {
        if (runs.Count == 0)
        {
            reporter.Problem("Nothing was recorded: only the course's own notebooks decide what is expected.");
            return;
        }
        // As it is now: the runs took their time, and whatever else was recorded meanwhile is to stay.
        var expected = ExpectedFile.Load(course.Expected);
        foreach (var (run, facts) in runs.Where(r => r.Run.IsComplete))
            expected.Record(run.Notebook.Name, facts);
        NotebookFormat.WriteAtomically(course.Expected, expected.ToJson());
        reporter.Say($"Recorded: {course.Expected}");
        if (File.Exists(course.Readme) && ListedClaim.Read(course.Claims) is { } claims
            && ReadmeTable.Rewrite(File.ReadAllText(course.Readme), claims, expected) is { } readme)
        {
            NotebookFormat.WriteAtomically(course.Readme, readme);
            reporter.Say($"Table of claims: {course.Readme}");
        }
    }
}
