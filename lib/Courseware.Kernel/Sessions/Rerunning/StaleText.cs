using Courseware.Kernel.Formatting;

namespace Courseware.Kernel.Sessions;

/// <summary>How cells and names are said to the reader.</summary>
internal static class StaleText
{
    private const string Cell = "cell ";

    /// <summary>The name of what a key stands for.</summary>
    public static string NameOf(string key)
    {
        var end = key.AsSpan().IndexOfAny("(`#");
        return end < 0 ? key : key[..end];
    }

    /// <summary>"`a`, `b` and `c`"</summary>
    public static string Names(IReadOnlyList<string> names)
        => WordList.Of(names.Distinct(StringComparer.Ordinal).Select(name => $"`{name}`"), "and");

    /// <summary>"cell 3", "cells 3 and 5"</summary>
    public static string Cells(IReadOnlyList<CellRecord> cells)
    {
        var numbered = cells.Where(cell => cell.Name.StartsWith(Cell, StringComparison.Ordinal)).Select(cell => cell.Name[Cell.Length..])
            .ToList();
        if (numbered.Count != cells.Count || numbered.Count == 1)
            return WordList.Of(cells.Select(cell => cell.Name), "and");
        return "cells " + WordList.Of(numbered.OrderBy(number => number.Length).ThenBy(number => number, StringComparer.Ordinal), "and");
    }

    public static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>
    /// What the reader is told under a cell: that what it changed others were computed with. Null when there is nothing to tell.
    /// </summary>
    /// <param name="stale">The cells that are stale since.</param>
    public static string? Changed(RunNote note, IReadOnlyList<CellRecord> stale)
    {
        if (stale.Count == 0)
            return null;
        var asked = stale.SelectMany(cell => cell.Run!.Inputs.Keys).ToHashSet(StringComparer.Ordinal);
        var changed = note.Run.Outputs.Keys.Where(key => asked.Contains(key)
            && stale.Any(cell => cell.Run!.Inputs.TryGetValue(key, out var print) && print != note.Run.Outputs[key]))
            .Concat(note.Gone.Where(key => asked.Contains(key) && note.Cell.Shape.Names.Contains(NameOf(key)))).Select(NameOf)
            .Distinct(StringComparer.Ordinal).ToList();
        var were = stale.Count == 1 ? "was" : "were";
        var again = $"`#!rerun` runs {(stale.Count == 1 ? "it" : "them")} again.";
        if (changed.Count > 0)
            return $"{Names(changed)} changed: {Cells(stale)} {were} computed with the earlier {(changed.Count == 1 ? "one" : "ones")}. {again}";
        var gone = note.Gone.Where(asked.Contains).Select(NameOf).Distinct(StringComparer.Ordinal).ToList();
        return gone.Count > 0
            ? $"{Names(gone)} {(gone.Count == 1 ? "is" : "are")} no longer declared: {Cells(stale)} {were} computed with {(gone.Count == 1 ? "it" : "them")}."
            : $"{Capital(Cells(stale))} {were} computed with what this cell has changed. {again}";
    }

    /// <summary>What the reader is told under a cell that used what is stale.</summary>
    /// <param name="used">What it used that is stale.</param>
    /// <param name="causes">The names whose change is why.</param>
    /// <param name="broken">The cells that no longer compile and that they come from.</param>
    /// <param name="again">The cells to run again.</param>
    public static string Used(IReadOnlyList<LiveDeclaration> used, IReadOnlyList<string> causes, IReadOnlyList<CellRecord> broken,
        IReadOnlyList<CellRecord> again)
    {
        var stuck = used.Where(live => live.Stuck is not null).ToList();
        var orphans = used.Where(live => live.Stuck is null && live.IsOrphan).Select(live => live.Name).Distinct(StringComparer.Ordinal)
            .ToList();
        var old = used.Where(live => live.Stuck is null && !live.IsOrphan).Select(live => live.Name).Distinct(StringComparer.Ordinal)
            .ToList();
        var sentences = new List<string>();
        if (old.Count > 0)
        {
            var how = causes.Count > 0 ? $"computed with {(causes.Count == 1 ? "an earlier" : "earlier")} {Names(causes)}"
                : broken.Count > 0
                ? $"computed before the last change of {Cells(broken)}, which {(broken.Count == 1 ? "does" : "do")} not compile"
                : "changed more often than the cells say";
            sentences.Add($"This cell uses {Names(old)}, which {(old.Count == 1 ? "was" : "were")} {how}."
                + (again.Count > 0 && broken.Count == 0 ? $" `#!rerun` runs {Cells(again)} again." : ""));
        }
        if (orphans.Count > 0)
            sentences.Add($"This cell uses {Names(orphans)}, which no cell declares any more.");
        if (stuck.Count > 0)
            sentences.Add($"This cell uses {Names([.. stuck.Select(live => live.Name)])}, which no longer {(stuck.Count == 1 ? "compiles and runs" : "compile and run")} as before: {stuck[0].Stuck}.");
        return string.Join(' ', sentences);
    }

    /// <summary>What the reader is told under a cell that used what is not yet as the cells above it make it.</summary>
    public static string Unfinished(IReadOnlyList<(string Name, IReadOnlyList<CellRecord> Cells)> unfinished)
        => string.Join(' ', unfinished.DistinctBy(one => one.Name).Select(one =>
        $"`{one.Name}` was made anew: {Cells(one.Cells)}, which {(one.Cells.Count == 1 ? "changes" : "change")} it, {(one.Cells.Count == 1 ? "has" : "have")} not run since.")) + " `#!rerun` runs what is needed.";

    /// <summary>What the reader is told under a cell that declares a type, and whose code could not yet use what cells have a using
    /// for.</summary>
    public static string TooLate(RunNote note)
        => $"This cell used the earlier {Names(note.TooLate)}: what it declares reaches {(note.TooLate.Count == 1 ? "that" : "these")} only after its run. `#!rerun` runs it again.";

    /// <summary>Functions and types that no longer compile.</summary>
    public static string Stuck(IReadOnlyList<(LiveDeclaration Live, string Reason)> stuck) => string.Join('\n', stuck.Select(one =>
        $"`{one.Live.Name}` of {one.Live.Cell.Name} no longer compiles, so the earlier one goes on running: {one.Reason}."));

    /// <summary>Functions that other cells declare with other parameters, and that a call may mean as well.</summary>
    public static string Beside(IReadOnlyList<LiveDeclaration> others)
        => string.Join('\n', others.GroupBy(live => live.Name, StringComparer.Ordinal).Select(same =>
        $"{Names([same.Key])} with other parameters is still there, from {Cells([.. same.Select(live => live.Cell).Distinct()])}: "
        + "a call means the one that its arguments fit best. To have this one alone, delete the other."));

    /// <summary>The answer to <c>#!stale</c>.</summary>
    public static Dictionary<string, string> List(IReadOnlyList<string> lines) => lines.Count == 0
        ? new() { [MimeTypes.Plain] = "Nothing is stale." }
        : new() { [MimeTypes.Markdown] = string.Concat(lines.Select(line => $"- {line}\n")), [MimeTypes.Plain] = string.Join('\n', lines) };
}
