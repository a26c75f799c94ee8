using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using Courseware.Kernel.Sessions;

namespace Courseware.Kernel.Tests.Rerunning;

/// <summary>
/// Runs the cells of a generated notebook again in a random order, with random changes, and compares with what new sessions give.
/// </summary>
internal sealed partial class RerunCheck(int seed, int cells)
{
    private readonly GeneratedNotebook _notebook = new(seed, cells);
    private readonly string?[] _ran = new string?[cells];
    private readonly int[] _order = new int[cells];
    private readonly List<string> _log = [];
    private int _runs;

    /// <summary>How many values were the same in a new session, over all steps.</summary>
    public int Same { get; private set; }

    /// <summary>How many were named as stale.</summary>
    public int Named { get; private set; }

    /// <summary>How many of these were the same all the same.</summary>
    public int Needless { get; private set; }

    /// <param name="every">After how many steps values are compared with those of new sessions.</param>
    /// <returns>Values that are not what a new session gives and were not named; empty where the session told the truth.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(int steps, int every)
    {
        using var session = new Session(new SessionOptions(Environment.CurrentDirectory));
        for (var i = 0; i < cells; i++)
            await ExecuteAsync(session, i);
        for (var step = 1; step <= steps; step++)
        {
            var cell = _notebook.Next(cells);
            if (_notebook.Next(40) == 0)
            {
                await session.ForgetAsync([$"{cell}"]);
                _log.Add($"[{cell}] is deleted");
                _ran[cell] = null;
            }
            else
            {
                if (_notebook.Next(2) == 0)
                    _notebook.Edit(cell);
                await ExecuteAsync(session, cell);
            }
            if (step % every != 0 && step != steps)
                continue;
            if (await CompareAsync(session) is { Count: > 0 } silent)
                return [$"seed {seed}, {cells} cells, step {step} (cell {cell})", .. silent, .. _log];
        }
        await RerunAsync(session);
        return await CompareAsync(session) is { Count: > 0 } afterwards
            ? [$"seed {seed}, {cells} cells, after #!rerun", .. afterwards, .. _log] : [];
    }

    private async Task RerunAsync(Session session)
    {
        var outputs = new Silence();
        await session.ExecuteAsync(new CellSource("rerun", "#!rerun", "rerun"), outputs);
        foreach (Match again in RunAgain().Matches(outputs.Text))
        {
            var cell = int.Parse(again.Groups[1].Value, CultureInfo.InvariantCulture);
            _order[cell] = ++_runs;
            _log.Add($"[{cell}] again");
        }
    }

    private async Task ExecuteAsync(Session session, int cell)
    {
        // What does not compile leaves the cell as it ran last; the notebook has its new words all the same.
        await session.ExecuteAsync(new CellSource($"cell {cell}", _notebook.Cells[cell], $"{cell}"), new Silence());
        _log.Add($"[{cell}] {_notebook.Cells[cell].Replace("\n", "⏎ ", StringComparison.Ordinal)}");
        _ran[cell] = _notebook.Cells[cell];
        _order[cell] = ++_runs;
    }

    private async Task<List<string>> CompareAsync(Session session)
    {
        var named = await NamedAsync(session);
        var now = Values(session);
        var there = Enumerable.Range(0, cells).Where(cell => _ran[cell] is not null).ToList();
        var inPlace = await FreshAsync(there);
        var inTime = default(Dictionary<string, string>);
        var silent = new List<string>();
        foreach (var (name, value) in now)
        {
            var isInPlace = inPlace.GetValueOrDefault(name) == value;
            if (named.Contains(name))
            {
                Named++;
                Needless += isInPlace ? 1 : 0;
            }
            else if (isInPlace)
            {
                Same++;
            }
            else
            {
                // The order of the runs is another one as a rule, and rarely needed.
                inTime ??= await FreshAsync(there.OrderBy(cell => _order[cell]));
                if (inTime.GetValueOrDefault(name) == value)
                    Same++;
                else
                    silent.Add($"{name} is {value}; a new session gives {inPlace.GetValueOrDefault(name) ?? "none"}, in the order of the runs {inTime.GetValueOrDefault(name) ?? "none"}");
            }
        }
        return silent;
    }

    // The names that the session calls stale, and those of the cells that it does.
    private async Task<HashSet<string>> NamedAsync(Session session)
    {
        var outputs = new Silence();
        await session.ExecuteAsync(new CellSource("list", "#!stale", "list"), outputs);
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in outputs.Text.Split('\n'))
        {
            foreach (Match name in Quoted().Matches(line))
                named.Add(name.Groups[1].Value);
            if (CellNumber().Match(line) is { Success: true } cell)
            {
                named.UnionWith(Identifier().Matches(_ran[int.Parse(cell.Groups[1].Value, CultureInfo.InvariantCulture)] ?? "")
                    .Select(match => match.Value));
            }
        }
        return named;
    }

    // What a cell needs and comes later in the order is run just before it.
    private async Task<Dictionary<string, string>> FreshAsync(IEnumerable<int> order)
    {
        using var session = new Session(new SessionOptions(Environment.CurrentDirectory));
        var done = new HashSet<int>();
        foreach (var cell in order)
            await RunAsync(cell);
        return Values(session);

        async Task RunAsync(int cell)
        {
            if (!done.Add(cell))
                return;
            foreach (var needed in Needed().Matches(_ran[cell]!)
                .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
                .Where(needed => needed < cell && _ran[needed] is not null).Distinct())
            {
                await RunAsync(needed);
            }

            await session.ExecuteAsync(new CellSource($"cell {cell}", _ran[cell]!, $"{cell}"), new Silence());
        }
    }

    private static Dictionary<string, string> Values(Session session) =>
        session.Variables().Where(variable => variable.Value is not (null or Delegate))
        .ToDictionary(variable => variable.Name, variable => Text(variable.Value), StringComparer.Ordinal);

    private static string Text(object? value)
        => value is IEnumerable list and not string ? $"[{string.Join(", ", list.Cast<object?>().Select(Text))}]"
        : Submission().Replace(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", "");

    // The number of a cell's assembly, in the name of a type.
    [GeneratedRegex(@"Submission#\d+")]
    private static partial Regex Submission();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^Cell (\d+) ")]
    private static partial Regex CellNumber();

    [GeneratedRegex(@"\*\*Cell (\d+)\*\* again")]
    private static partial Regex RunAgain();

    // Every name ends with the number of the cell that declares it.
    [GeneratedRegex(@"\b[A-Za-z]+(\d+)\b")]
    private static partial Regex Needed();

    [GeneratedRegex(@"[A-Za-z]\w*")]
    private static partial Regex Identifier();

    private sealed class Silence : ICellObserver
    {
        public string Text { get; private set; } = "";

        public void OnOutput(CellOutput output)
        {
            if (output is DisplayOutput display)
                Text += display.Bundle["text/plain"] + "\n";
        }
    }
}
