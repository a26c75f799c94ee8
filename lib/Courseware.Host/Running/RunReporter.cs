using System.Diagnostics;
using System.Globalization;
using Courseware.Host.Notebooks;
using Courseware.Host.Pages;
using Courseware.Kernel.Sessions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Courseware.Host.Running;

/// <summary>
/// Tells the terminal how a run goes: one line per cell, a moving line for the one that runs, a table at the end. Without a terminal the
/// same lines, plain.
/// </summary>
internal sealed class RunReporter(IAnsiConsole console)
{
    private const int LongestLabel = 64;
    private readonly Stopwatch _cellTime = new();
    private volatile StatusContext? _status;
    private volatile string _label = "starting";
    private NotebookDocument? _notebook;

    /// <summary>Runs <paramref name="work"/> with a moving line where the terminal can show one.</summary>
    public async Task WhileRunningAsync(NotebookDocument notebook, Func<Task> work)
    {
        _notebook = notebook;
        console.WriteLine();
        console.Write(new Text(notebook.Name + "\n", new Style(decoration: Decoration.Bold)));
        if (!console.Profile.Capabilities.Interactive)
        {
            await work().ConfigureAwait(false);
            return;
        }
        _label = "starting";
        await console.Status().StartAsync(_label, async context =>
        {
            _status = context;
            await using var clock = new Timer(_ => ShowLabel(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1))
                .ConfigureAwait(false);
            await work().ConfigureAwait(false);
        }).ConfigureAwait(false);
        _status = null;
    }

    public void Say(string text) => console.Write(new Text(text + "\n"));

    public void Problem(string text) => console.Write(new Text(text + "\n", new Style(Color.Red)));

    public void CellStarted(int index)
    {
        var cell = _notebook!.Cells[index];
        var heading = _notebook.Cells.Take(index).Where(c => c.Kind == "markdown").SelectMany(c => c.Source.Split('\n'))
            .LastOrDefault(line => line.StartsWith('#'))?.TrimStart('#', ' ');
        var label = heading is null ? Short(cell.FirstLine) : $"{Short(heading)}  ·  {Short(cell.FirstLine)}";
        _label = $"{Position(cell)}  {label}";
        _cellTime.Restart();
        ShowLabel();
    }

    /// <summary>What the running cell says about its progress; seen on a terminal only.</summary>
    public void CellProgress(string text)
    {
        if (_status is null)
            return;
        var line = text.AsSpan().Trim();
        var end = line.IndexOf('\n');
        _label = $"{_label.Split("  —  ")[0]}  —  {Short((end < 0 ? line : line[..end]).ToString())}";
        ShowLabel();
    }

    public void CellEnded(int index, CellStatus status, double seconds)
    {
        var cell = _notebook!.Cells[index];
        var style = NotebookRun.IsFine(cell, status) ? Style.Plain : new Style(Color.Red);
        var mark = NotebookRun.IsFine(cell, status) ? " " : status == CellStatus.Failed ? "✗" : "■";
        console.Write(new Text($"{mark} {Position(cell)}  {Seconds(seconds),8}  {Short(cell.FirstLine)}\n", style));
    }

    public void NotebookEnded(NotebookRun run)
    {
        if (run.Failed is not { } failed)
            return;
        Problem($"{run.Notebook.Name}, {failed.Cell.Name} {(run.IsInterrupted ? "was interrupted" : "failed")}:");
        foreach (var line in failed.Error.Trace)
            Say("    " + line);
    }

    /// <param name="engine">The engine that was asked for; empty for the course's own.</param>
    public void Summary(IReadOnlyList<(NotebookRun Run, NotebookFacts Facts)> runs, IReadOnlyList<Difference> differences,
        string engine = "")
    {
        if (runs.Count > 0)
            Table(runs);
        if (NotTested(runs) is { } why)
            Say(why);
        if (Engines(runs, engine) is { } engines)
            Say(engines);
        foreach (var (run, _) in runs.Where(r => r.Run.Foreign.Any()))
            Say($"Not run, as this kernel runs C# only: {run.Notebook.Name}, {WordList.Of(run.Foreign.Select(cell => $"{cell.Name} ({CellLanguage.NameOf(cell.OtherLanguage!)})"), "and")}.");
        foreach (var (run, _) in runs.Where(r => r.Run.Failed is not null))
        {
            var (cell, error) = run.Failed!.Value;
            // A compiler's message begins with the cell.
            var what = error.Message.StartsWith(cell.Name + ", ", StringComparison.Ordinal) ? error.Message
                : $"{cell.Name}: {error.Name}: {error.Message}";
            Problem(run.IsInterrupted ? $"Interrupted: {run.Notebook.Name}, {cell.Name}." : $"Failed: {run.Notebook.Name}, {what}");
        }
        foreach (var difference in differences)
        {
            var kind = difference.IsVerdict ? "Verdict differs" : "Fingerprint differs";
            Problem($"{kind}: {difference.Notebook}, {difference.What}: recorded \"{difference.Recorded}\", found \"{difference.Found}\". {difference.Reason}");
        }
    }

    private void Table(IReadOnlyList<(NotebookRun Run, NotebookFacts Facts)> runs)
    {
        var table = new Table().Border(console.Profile.Capabilities.Interactive ? TableBorder.Simple : TableBorder.Ascii);
        table.AddColumn(new TableColumn("notebook").NoWrap());
        foreach (var column in (string[])["cells", "seconds", "peak MB", "held", "not held", "undecided", "not tested", "refuted"])
            table.AddColumn(new TableColumn(column).RightAligned());
        table.AddColumn(new TableColumn("data").NoWrap());
        if (console.Profile.Capabilities.Interactive)
        {
            // So that it fits into 80 columns.
            foreach (var column in table.Columns)
                column.Padding(0, 1);
        }
        foreach (var (run, facts) in runs)
        {
            string Count(ClaimVerdict verdict)
                => facts.Claims.Count(claim => !claim.IsMistake && claim.Verdict == verdict).ToString(CultureInfo.InvariantCulture);
            var cells = run.IsComplete ? $"{run.CellsRun}" : $"{run.CellsRun} of {run.CodeCells}";
            string[] row =
            [
                run.Notebook.Name, cells, run.Seconds.ToString("0.0", CultureInfo.InvariantCulture),
                    (run.PeakBytes >> 20).ToString(CultureInfo.InvariantCulture),
                Count(ClaimVerdict.Held), Count(ClaimVerdict.NotHeld), Count(ClaimVerdict.Undecided), Count(ClaimVerdict.NotTested),
                    Refuted(facts.Claims), facts.Data.Length == 0 ? "–" : facts.Data,
            ];
            table.AddRow(row.Select(cell => (IRenderable)new Text(cell, run.IsComplete ? Style.Plain : new Style(Color.Red))));
        }
        console.WriteLine();
        console.Write(table);
    }

    // A document's mistake is refuted, or it is not: it is never held.
    private static string Refuted(IReadOnlyList<ClaimRecord> claims)
    {
        var mistakes = claims.Where(claim => claim.IsMistake).ToList();
        return mistakes.Count == 0 ? "–"
            : string.Create(
                CultureInfo.InvariantCulture, $"{mistakes.Count(claim => claim.Verdict == ClaimVerdict.Held)} of {mistakes.Count}");
    }

    // One line for all notebooks; each claim's own reason is on its page.
    private static string? NotTested(IReadOnlyList<(NotebookRun Run, NotebookFacts Facts)> runs)
    {
        var untested = runs.Where(r => r.Facts.Claims.Any(claim => claim.Verdict == ClaimVerdict.NotTested)).ToList();
        if (untested.Count == 0)
            return null;
        var standIns = untested.SelectMany(r => r.Facts.DataSets).Where(data => data.IsStandIn).Select(data => data.Name).Distinct()
            .ToList();
        return standIns.Count == 0
            ? $"Not tested: {string.Join("; ", untested.SelectMany(r => r.Facts.Claims).Where(claim => claim.Verdict == ClaimVerdict.NotTested).Select(claim => claim.Reason).Distinct())}."
            : $"Not tested: claims about real data, for which stand-ins were used here ({string.Join(", ", standIns)}). data/README.md tells how to get the real ones.";
    }

    // Who asks for another engine is told what became of it: without its adapter the course's own trains instead.
    private static string? Engines(IReadOnlyList<(NotebookRun Run, NotebookFacts Facts)> runs, string engine)
    {
        if (engine.Length == 0)
            return null;
        var used = ClaimRecord.Engines(runs.Select(r => (r.Run.Notebook.Name, r.Facts.Claims))).ToList();
        if (used.Count == 0)
            return null;
        var line = $"Engine of the claims: {string.Join("; ", used.Select(of => $"{of.Key} ({string.Join(", ", of)})"))}.";
        return used.Exists(of => of.Key.Equals(engine, StringComparison.OrdinalIgnoreCase)) ? line
            : $"{line} COURSEWARE_ENGINE asks for {engine}; where a notebook trains, its first output says why that was not used.";
    }

    private void ShowLabel() => _status?.Status(Markup.Escape($"{_label}  {(int)_cellTime.Elapsed.TotalSeconds} s"));

    private string Position(NotebookCell cell)
        => $"cell {cell.Number.ToString(CultureInfo.InvariantCulture).PadLeft(2)}/{_notebook!.Cells.Count}";

    private static string Seconds(double seconds) => seconds.ToString(seconds < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + " s";

    private static string Short(string text) => text.Length <= LongestLabel ? text : text[..(LongestLabel - 1)] + "…";
}
