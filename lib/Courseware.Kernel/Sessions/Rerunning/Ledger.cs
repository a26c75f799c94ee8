
namespace Courseware.Kernel.Sessions;

/// <summary>Keeps track of what each cell's last run used and left, and finds what is no longer what a new session would give.</summary>
/// <remarks>
/// A cell is stale if it began with something else than it would find now, were the cells run in the order of their last runs in a new
/// session. What was declared only later (its cell was run again since) counts as the cells above it make it now: so a change that is
/// undone is none. What a stale cell left is stale too, and so are the cells that used it.
/// </remarks>
internal sealed class Ledger(NameTable names, CellBook book, SubmissionChain values)
{
    // Of a key: which variable that is, whatever its value.
    private const string Place = "#";
    // Of a type's key: its static members.
    private const string Static = " static";
    // Of a function's name: which overloads of it a cell declares.
    private const string Overloads = "#overloads of ";

    private readonly Dictionary<string, VariableState> _states = new(StringComparer.Ordinal);
    private HashSet<CellRecord> _stale = [];
    private HashSet<string> _staleKeys = new(StringComparer.Ordinal);
    private int _runs;

    /// <summary>The cells that are stale now.</summary>
    public IReadOnlySet<CellRecord> Stale => _stale;

    /// <summary>Whether a name holds a value that a new session would not give.</summary>
    public bool IsStale(LiveDeclaration live)
        => live.Stuck is not null || live.IsOrphan || _staleKeys.Contains(live.Key) || _staleKeys.Contains(live.Key + Static);

    /// <summary>Why a stale cell is stale, as the end of a sentence about it.</summary>
    public string Why(CellRecord cell) => cell.IsBroken ? "no longer compiles: what it declared is of its last run." : Reason(cell);

    /// <summary>Why a variable has no value; null where it has one.</summary>
    public string? NoValue(LiveDeclaration live) => _states.GetValueOrDefault(live.Key)?.NoValue;

    /// <summary>What a cell uses of other cells.</summary>
    public Closure Uses(CellShape shape, IReadOnlySet<string> askedFirst) =>
        Closure.Of(shape, askedFirst, names, values, live => _states.GetValueOrDefault(live.Key) is { } state
            ? state.Functions.Select(book.Of).OfType<CellRecord>() : []);

    /// <summary>Takes note of what a cell is about to use.</summary>
    /// <param name="number">Of the submission that its code was compiled in.</param>
    public RunNote Begin(CellRecord cell, int number)
    {
        var closure = Uses(cell.Shape, cell.AskedFirst);
        var run = new CellRun(++_runs);
        foreach (var live in closure.Inputs)
        {
            // One that the cell declares again is not there yet.
            run.Inputs[live.Key] = !live.Declaration.HoldsValue ? PrintOf(live) : values.ObjectOf(live.Number) is null ? State(live).Print
                : Look(live).Print;
            if (live.Statics is { } statics)
                run.Inputs[live.Key + Static] = statics.Now.Content;
            // One more of them may be what a call means.
            if (live.Declaration.Kind == DeclarationKind.Method && !live.IsOrphan)
                run.Inputs.TryAdd(OverloadsKey(live.Name, live.Cell), PrintOf(live.Cell.Shape, live.Name));
        }
        // What was compiled only after it, with what it declares, its code does not call: it calls the earlier one.
        var tooLate = closure.Inputs.Where(live => live.Number > number && !live.Declaration.HoldsValue).ToList();
        foreach (var live in tooLate)
            run.Inputs[live.Key] = Print.Of(run.Inputs[live.Key], Print.Of(nameof(tooLate)));
        foreach (var live in closure.Later)
            run.Inputs[live.Key + Place] = (UInt128)live.Number;
        // What only it has done more than once it knows.
        var stale = closure.Inputs.Where(live => IsStale(live) && _producers.GetValueOrDefault(live.Key) != cell
            && _producers.GetValueOrDefault(live.Key + Static) != cell);
        return new RunNote(cell, run, closure, [.. stale.OrderBy(live => live.Name, StringComparer.Ordinal)], cell.Run is not null)
        {
            TooLate = [.. tooLate.Select(live => live.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Unfinished = [.. run.Inputs.Keys.Select(key => (StaleText.NameOf(key), Missing(cell, int.MaxValue, key)))
                .Where(pair => pair.Item2.Count > 0)],
            Repeated = cell.Run is null ? []
                : [.. run.Inputs.Where(input => cell.Run.Outputs.ContainsKey(input.Key) && LastOther(cell, input.Key) is { } other
                    && other.Run!.Outputs[input.Key] != input.Value)
                .Select(input => StaleText.NameOf(input.Key))],
            Gone = cell.Run is null ? []
                : [.. cell.Run.Made.Where(key => !cell.Shape.Declarations.Any(declaration => declaration.Key == key))],
        };
    }

    /// <summary>Takes note of what it left.</summary>
    /// <param name="done">The first of its members that may not have come to its end; all did where it is
    /// <see cref="int.MaxValue"/>.</param>
    /// <param name="ending">How it ended, for what has no value then: "failed".</param>
    /// <returns>The cells that became stale by it.</returns>
    public IReadOnlyList<CellRecord> End(RunNote note, int done, string ending)
    {
        var (cell, run) = (note.Cell, note.Run);
        var origin = Origin(cell, run);
        foreach (var declaration in cell.Shape.Declarations)
        {
            // What it goes on from is changed, not made.
            if (!cell.AskedFirst.Contains(declaration.Name))
                run.Made.Add(declaration.Key);
            var live = names.Named(declaration.Name).FirstOrDefault(live => live.Key == declaration.Key);
            if (live is null)
                continue;
            if (!declaration.HoldsValue)
            {
                run.Outputs[live.Key] = PrintOf(live);
                if (declaration.Kind == DeclarationKind.Method && run.Made.Add(OverloadsKey(live.Name, cell)))
                    run.Outputs[OverloadsKey(live.Name, cell)] = PrintOf(cell.Shape, live.Name);
                if (live.Statics is { } statics)
                {
                    run.Made.Add(live.Key + Static);
                    run.Outputs[live.Key + Static] = statics.Initial.Content;
                }
                continue;
            }
            var state = State(live);
            state.Origin = Print.Of(origin, Print.Of(live.Key));
            state.NoValue = declaration.Kind == DeclarationKind.Variable && declaration.Member >= done ? $"{cell.Name} {ending}" : null;
            run.Outputs[live.Key] = Look(live).Print;
            run.Made.Add(live.Key + Place);
            run.Outputs[live.Key + Place] = (UInt128)live.Number;
        }
        foreach (var live in note.Closure.Written)
        {
            var state = State(live);
            state.Origin = Print.Of(origin, Print.Of(live.Key));
            state.NoValue = null;
            run.Outputs[live.Key] = Look(live).Print;
        }
        foreach (var live
            in note.Closure.Inputs.Where(live => live.Statics is { } statics && statics.Now.Content != run.Inputs[live.Key + Static]))
        {
            run.Outputs[live.Key + Static] = live.Statics!.Now.Content;
        }

        var changed = false;
        foreach (var live in note.Closure.Inputs.Where(live => live.Declaration.HoldsValue && !run.Outputs.ContainsKey(live.Key)))
            changed |= IsChanged(live, run.Inputs[live.Key]);
        // The same thing may have other names.
        if (changed)
        {
            foreach (var live in names.All.Where(live => live.Declaration.HoldsValue && !run.Outputs.ContainsKey(live.Key)
                && !run.Inputs.ContainsKey(live.Key)).ToList())
            {
                if (_states.TryGetValue(live.Key, out var state))
                    IsChanged(live, state.Print);
            }
        }
        cell.Run = run;
        (cell.IsBroken, cell.BrokenByStale) = (false, null);
        return FindStale(note);

        bool IsChanged(LiveDeclaration live, UInt128 before)
        {
            var state = State(live);
            var content = state.Content;
            if (Look(live).Content == content && state.Print == before)
                return false;
            state.Origin = Print.Of(state.Origin, cell.Shape.Words);
            run.Outputs[live.Key] = state.Print;
            return true;
        }
    }

    /// <summary>Takes note that a cell was changed and does not compile: what it left before is of its earlier words.</summary>
    /// <param name="byStale">Its words, where they use what is stale.</param>
    public void Break(CellRecord cell, string? byStale)
    {
        (cell.IsBroken, cell.BrokenByStale) = (true, byStale);
        FindStale(null);
    }

    /// <summary>Looks for stale cells again, after the notebook has lost some.</summary>
    public void Refresh() => FindStale(null);

    /// <summary>
    /// The cells to run again, in the order of the notebook, so that nothing is stale; those that make again what a stale one has to begin
    /// with included.
    /// </summary>
    public IReadOnlyList<CellRecord> ToRerun()
    {
        var all = _stale.Where(cell => !cell.IsBroken || cell.BrokenByStale is not null).ToHashSet();
        var ran = book.Cells.Where(cell => cell.Run is not null).ToList();
        for (var count = -1; count != all.Count;)
        {
            count = all.Count;
            foreach (var cell in all.ToList())
            {
                foreach (var key in cell.Run!.Inputs.Keys.Where(key => !IsAsExpected(cell, key)))
                    all.UnionWith(ran.Where(other => other.Run!.Outputs.ContainsKey(key)));
                // What it makes again has lost what others did to it.
                all.UnionWith(
                    ran.Where(other => other.Run!.Outputs.Keys.Any(key => cell.Run.Made.Contains(key) && !other.Run.Made.Contains(key))));
            }
        }
        return [.. book.Cells.Where(cell => all.Contains(cell) && (!cell.IsBroken || cell.BrokenByStale is not null)
            && OnlyItsOwn(cell).Count == 0)];
    }

    /// <summary>What is not as a new session would give it, a line for each.</summary>
    public IReadOnlyList<string> Describe()
    {
        var lines = new List<string>();
        foreach (var cell in book.Cells)
        {
            if (cell.IsBroken)
                lines.Add($"{StaleText.Capital(cell.Name)} no longer compiles: what it declared is of its last run.{Unnamed(cell)}");
            else if (_stale.Contains(cell))
                lines.Add($"{StaleText.Capital(cell.Name)} {Reason(cell)}{Unnamed(cell)}");
            else if (cell.Run is not null && Lost(cell) is { Count: > 0 } lost)
                lines.Add($"{StaleText.Capital(cell.Name)} changed {StaleText.Names(lost)}, which {(lost.Count == 1 ? "was" : "were")} made anew since.");
        }
        foreach (var live in names.All.Where(live => live.Stuck is not null))
            lines.Add($"{StaleText.Names([live.Name])} of {live.Cell.Name} still uses what it was compiled with: {live.Stuck}");
        foreach (var live in names.All.Where(live => live.IsOrphan))
            lines.Add($"{StaleText.Names([live.Name])} is no longer declared by any cell.");
        return lines;
    }

    /// <summary>The names whose change is why values are stale; none where a cell has only changed them once too often.</summary>
    public IReadOnlyList<string> Causes(IEnumerable<LiveDeclaration> used)
    {
        var causes = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var cell in Producers(used))
        {
            foreach (var (key, print) in cell.Run!.Inputs)
            {
                if (Expected(cell, key) is not var (found, producer)
                    || (!_stale.Contains(producer) && found != print && !cell.Run.Outputs.ContainsKey(key)))
                {
                    causes.Add(StaleText.NameOf(key));
                }
            }
        }
        return [.. causes];
    }

    /// <summary>The cells that no longer compile and that values come from.</summary>
    public IReadOnlyList<CellRecord> Broken(IEnumerable<LiveDeclaration> used) => [.. Producers(used).Where(cell => cell.IsBroken)];

    // The cells that have left these values, and those that left the stale ones that they used.
    private HashSet<CellRecord> Producers(IEnumerable<LiveDeclaration> used)
    {
        var seen = new HashSet<CellRecord>();
        var open = new Stack<CellRecord>(
            used.Select(live => _producers.GetValueOrDefault(_staleKeys.Contains(live.Key) ? live.Key : live.Key + Static))
            .OfType<CellRecord>());
        while (open.TryPop(out var cell))
        {
            if (!seen.Add(cell))
                continue;
            foreach (var key in cell.Run!.Inputs.Keys)
            {
                if (Expected(cell, key) is var (_, producer) && _stale.Contains(producer))
                    open.Push(producer);
            }
        }
        return seen;
    }

    // What a stale cell has left though its words do not name it: a function or a handler of another cell has set it.
    private string Unnamed(CellRecord cell)
    {
        var unnamed = cell.Run is null ? [] : cell.Run.Outputs.Keys.Where(key => _producers.GetValueOrDefault(key) == cell)
            .Select(StaleText.NameOf).Where(name => !cell.Shape.Identifiers.Contains(name)).Distinct(StringComparer.Ordinal).ToList();
        return unnamed.Count == 0 ? "" : $" It also changed {StaleText.Names(unnamed)}.";
    }

    // The keys of what was made again by another cell after this one changed it.
    private List<string> Lost(CellRecord cell) =>
    [
        .. cell.Run!.Outputs.Keys.Where(key => !cell.Run.Made.Contains(key)
            && book.Cells.Any(other => other != cell && other.Run is { } run && run.Order > cell.Run.Order && run.Made.Contains(key)))
            .Select(StaleText.NameOf),
    ];

    private string Reason(CellRecord cell)
    {
        var gone = cell.Run!.Inputs.Keys.Where(key => LastOther(cell, key) is null && !IsDeclared(StaleText.NameOf(key)))
            .Select(StaleText.NameOf).ToList();
        if (gone.Count > 0)
            return $"was computed with {StaleText.Names(gone)}, which no cell declares any more.";
        if (OnlyItsOwn(cell) is { Count: > 0 } ownOnly)
            return $"goes on from its own earlier {StaleText.Names(ownOnly)}: in a new session it has none.";
        var missing = cell.Run.Inputs.Keys.Select(key => (Key: key, Cells: Missing(cell, cell.Run.Order, key)))
            .FirstOrDefault(pair => pair.Cells.Count > 0);
        if (missing.Cells is not null)
            return $"was computed with {StaleText.Names([StaleText.NameOf(missing.Key)])} made anew, before {StaleText.Cells(missing.Cells)} changed it again.";
        var changed = cell.Run.Inputs.Keys
            .Where(key => Expected(cell, key) is not var (print, producer) || _stale.Contains(producer) || producer.IsBroken
                || print != cell.Run.Inputs[key])
            .DistinctBy(StaleText.NameOf, StringComparer.Ordinal).ToList();
        var own = changed.Where(cell.Run.Outputs.ContainsKey).Select(StaleText.NameOf).ToList();
        return own.Count > 0 && own.Count == changed.Count
            ? $"changed {StaleText.Names(own)}, which it or another cell had changed before."
            : $"was computed with {(changed.Count == 1 ? "an earlier" : "earlier")} {StaleText.Names([.. changed.Select(StaleText.NameOf)])}.";
    }

    private bool IsDeclared(string name) => names.Named(name).Any(live => !live.IsOrphan);

    // What it begins with and no other cell makes: to run it again does not make that right.
    private List<string> OnlyItsOwn(CellRecord cell) =>
        [.. cell.Run!.Inputs.Keys.Where(key => cell.Run.Outputs.ContainsKey(key) && !cell.Run.Made.Contains(key)
            && LastOther(cell, key) is null).Select(StaleText.NameOf)];

    private bool IsAsExpected(CellRecord cell, string key)
    {
        // Of each overload the key says the same.
        if (key.Contains(Overloads, StringComparison.Ordinal))
            return true;
        var now = names.All.FirstOrDefault(live => live.Key == key);
        return Missing(cell, cell.Run!.Order, key).Count == 0 && now is not null && !IsStale(now)
            && (!now.Declaration.HoldsValue || Expected(cell, key) is var (print, _) && State(now).Print == print);
    }

    // The cells above one that change what a key stands for, and have not run since it was made again.
    private IReadOnlyList<CellRecord> Missing(CellRecord cell, int order, string key)
    {
        if (!_changers.TryGetValue(key, out var changers))
            return [];
        var maker = book.Cells.Where(other => other.Run is { } run && run.Order < order && run.Made.Contains(key))
            .MaxBy(other => other.Run!.Order);
        return maker is null ? []
            : [.. changers.Where(other => other != cell && other != maker && other.Run!.Order < maker.Run!.Order
                && other.IsBefore(cell))];
    }

    private CellRecord? LastOther(CellRecord cell, string key) =>
        book.Cells.Where(other => other != cell && other.Run?.Outputs.ContainsKey(key) == true).MaxBy(other => other.Run!.Order);

    // What a cell finds under a key, and whose it is, were all run once more in the order of their last runs.
    private (UInt128 Print, CellRecord Producer)? Expected(CellRecord cell, string key)
    {
        var producers = book.Cells.Where(other => other != cell && other.Run?.Outputs.ContainsKey(key) == true)
            .OrderBy(other => other.Run!.Order).ToList();
        return (producers.FindLast(other => other.Run!.Order < cell.Run!.Order) ?? LastOfLater(cell, producers)) is { } producer
            ? (producer.Run!.Outputs[key], producer) : null;
    }

    // What a cell needs and only cells that ran later have left, these have to make first: those above it in the notebook. What cells below
    // it then do to that, it does not see.
    private static CellRecord? LastOfLater(CellRecord cell, List<CellRecord> producers)
        => producers.FindLast(other => other != cell && other.IsBefore(cell)) ?? producers.FindLast(other => other != cell);

    private IReadOnlyList<CellRecord> FindStale(RunNote? note)
    {
        // A new cell that uses nothing stale and changes nothing of others leaves all as it is.
        if (note is { IsAgain: false, StaleInputs.Count: 0 } && _stale.Count == 0
            && note.Run.Outputs.Keys.All(key => note.Run.Made.Contains(key) && _producers.TryAdd(key, note.Cell)))
        {
            return [];
        }

        var stale = book.Cells.Where(cell => cell.IsBroken && cell.Run is not null).ToHashSet();
        var ran = book.Cells.Where(cell => cell.Run is not null).OrderBy(cell => cell.Run!.Order).ToList();
        var all = new Dictionary<string, List<CellRecord>>(StringComparer.Ordinal);
        _changers.Clear();
        foreach (var cell in ran)
        {
            foreach (var key in cell.Run!.Outputs.Keys.Where(key => !cell.Run.Made.Contains(key)))
            {
                if (!_changers.TryGetValue(key, out var changers))
                    _changers[key] = changers = [];
                changers.Add(cell);
            }
            foreach (var key in cell.Run!.Outputs.Keys)
            {
                if (!all.TryGetValue(key, out var producers))
                    all[key] = producers = new List<CellRecord>(1);
                producers.Add(cell);
            }
        }
        var now = new Dictionary<string, CellRecord>(StringComparer.Ordinal);
        for (var count = -1; count != stale.Count;)
        {
            count = stale.Count;
            now.Clear();
            foreach (var cell in ran)
            {
                if (!stale.Contains(cell)
                    && cell.Run!.Inputs.Any(input => Found(cell, input.Key) is not { } producer || stale.Contains(producer)
                        || producer.Run!.Outputs[input.Key] != input.Value
                    || (_changers.Count > 0 && Missing(cell, cell.Run.Order, input.Key).Count > 0)))
                {
                    stale.Add(cell);
                }

                foreach (var key in cell.Run!.Outputs.Keys)
                    now[key] = cell;
            }
        }
        _producers = now;
        _staleKeys = [.. now.Where(pair => stale.Contains(pair.Value)).Select(pair => pair.Key)];
        var more = ran.Where(cell => stale.Contains(cell) && !_stale.Contains(cell) && cell != note?.Cell).ToHashSet();
        _stale = stale;
        return [.. book.Cells.Where(more.Contains)];

        CellRecord? Found(CellRecord cell, string key)
            => now.GetValueOrDefault(key) ?? (all.TryGetValue(key, out var producers) ? LastOfLater(cell, producers) : null);
    }

    // Whose output a key is, of those that ran last.
    private readonly Dictionary<string, List<CellRecord>> _changers = new(StringComparer.Ordinal);

    private Dictionary<string, CellRecord> _producers = new(StringComparer.Ordinal);

    private VariableState State(LiveDeclaration live)
    {
        if (!_states.TryGetValue(live.Key, out var state))
            _states[live.Key] = state = new VariableState();
        return state;
    }

    private VariableState Look(LiveDeclaration live)
    {
        var state = State(live);
        (state.Content, state.Functions) = values.TryRead(live, out var value)
            ? (ValuePrint.Of(value, names.MeaningOf, out var functions), functions) : (default, []);
        return state;
    }

    private static UInt128 PrintOf(LiveDeclaration live)
        => live.Stuck is null ? live.Declaration.Words : Print.Of(live.Declaration.Words, Print.Of(live.Stuck));

    private static string OverloadsKey(string name, CellRecord cell) => $"{name}{Overloads}{cell.Number}";

    private static UInt128 PrintOf(CellShape shape, string name) =>
        Print.Of(string.Join('\n', shape.Declarations.Where(declaration => declaration.Name == name).Select(declaration => declaration.Key)
            .Order(StringComparer.Ordinal)));

    private static UInt128 Origin(CellRecord cell, CellRun run)
    {
        var origin = cell.Shape.Words;
        foreach (var (key, print) in run.Inputs.OrderBy(input => input.Key, StringComparer.Ordinal))
            origin = Print.Of(origin, Print.Of(key), print);
        return origin;
    }
}
