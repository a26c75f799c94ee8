using System.Reflection;
using Courseware.Kernel.Formatting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Sessions;

/// <remarks>Cells that are run again: what they make stale, and what the reader hears of it.</remarks>
internal sealed partial class Session
{
    /// <summary>The notebook no longer has these cells. What they declared stays, and counts as stale.</summary>
    /// <param name="cells">Their <see cref="CellSource.Id"/>s.</param>
    public async Task ForgetAsync(IReadOnlyList<string> cells)
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            foreach (var cell in cells.Select(_compiler.Book.Delete).OfType<CellRecord>())
            {
                foreach (var live in _compiler.Names.All.Where(live => live.Cell == cell))
                    live.IsOrphan = true;
            }
            _ledger.Refresh();
        }
        finally
        {
            _turn.Release();
        }
    }

    // Their outputs are this cell's: a front end has none of theirs open any more.
    private async Task RerunAsync(CellContext context)
    {
        var cells = _ledger.ToRerun().Where(cell => !(cell.BrokenByStale ?? cell.Code).Contains("#!rerun", StringComparison.Ordinal))
            .ToList();
        // What stays stale then takes a change of the cells: each is told with its reason.
        if (cells.Count == 0)
        {
            context.Send(
                new DisplayOutput(TransientText(string.Join('\n', _ledger.Describe().DefaultIfEmpty("Nothing is stale."))), null, false));
        }

        foreach (var cell in cells)
        {
            context.ThrowIfStopping();
            Tell($"**{StaleText.Capital(cell.Name)}** again:", context);
            context.Passed = 0;
            await CompileAndRunAsync(new CellSource(cell.Name, cell.BrokenByStale ?? cell.Code, cell.Id), context).ConfigureAwait(false);
            if (context.HasError)
                return;
        }
    }

    // A value of an earlier type does not fit what was declared since.
    private string? StaleAdvice(CompiledCell cell)
    {
        if (cell.Shape is null || _ledger.Stale.Count == 0)
            return null;
        var used = _ledger.Uses(cell.Shape, cell.Redeclared?.AskedFirst ?? new HashSet<string>()).Inputs;
        var stale = used.Where(_ledger.IsStale).OrderBy(live => live.Name, StringComparer.Ordinal).ToList();
        return stale.Count == 0 ? null : StaleText.Used(stale, _ledger.Causes(stale), _ledger.Broken(stale), _ledger.ToRerun());
    }

    // What the types that were compiled just now hold at first.
    private void FollowStatics()
    {
        foreach (var type in _compiler.Names.JustDeclared()
            .Where(live => live.Declaration.Kind == DeclarationKind.Type && StaticState.CanFollow(live.Declaration, _compiler.Names.Has)))
        {
            type.Statics = _chain.TypeOf(type) is { } loaded ? StaticState.Of(loaded, _compiler.Names.MeaningOf) : null;
        }
    }

    // Usings of a type that was declared again, and what depends on them.
    private void FollowWithUsings(CellContext context)
    {
        while (_compiler.CompileUsings(context.Cancellation) is { } usings)
        {
            if (!usings.Succeeded)
            {
                _compiler.RejectUsings(usings);
                continue;
            }
            if (usings.HasCode)
                Link(usings, context.Cancellation);
            _chain.ReleaseShadowed(usings);
            _compiler.AcceptUsings(usings);
            FollowStatics();
            _chain.Begin(usings);
            _chain.Create(usings.Number);
            _chain.Keep(usings);
            if (usings.Stuck.Count > 0)
                Tell(StaleText.Stuck(usings.Stuck), context);
        }
    }

    // As if it were declared for the first time.
    private void Reset(LiveDeclaration live)
    {
        if (live.Declaration.HoldsValue)
            _chain.Reset(live);
        live.Statics?.Restore();
    }

    // Runs a cell's code, and keeps account of what it used and what it left.
    private async Task<object?> NotedAsync(CellRecord record, int number, CellContext context, string? askedTooEarly,
        Func<Task<object?>>? run, Action then)
    {
        var note = _ledger.Begin(record, number);
        context.StaleNames = [.. note.StaleInputs.Select(live => live.Name).Concat(note.Repeated)
            .Concat(note.Unfinished.Select(one => one.Name)).Distinct(StringComparer.Ordinal)];
        var (done, isRefused) = (0, false);
        try
        {
            isRefused = true;
            if (askedTooEarly is not null)
            {
                throw new NoValueException(askedTooEarly,
                    "this cell calls a function that asks for it, and declares it only after that, with another type than before");
            }

            if (Closure.AskedAtOnce(record, _compiler.Names).FirstOrDefault(live => _ledger.NoValue(live) is not null) is { } empty)
                throw new NoValueException(empty.Name, _ledger.NoValue(empty)!);
            isRefused = false;
            var value = run is null ? null : await ToValueAsync(run(), context).ConfigureAwait(false);
            done = int.MaxValue;
            return value;
        }
        finally
        {
            then();
            var stale = _ledger.End(note, done == int.MaxValue ? done : context.Passed, context.IsStopping ? "was interrupted" : "failed");
            // After what the cell has to show, and only if it is still so by then: #!rerun may have run them.
            if (Options.SaysStale)
                context.AtEnd.Add(() => StaleText.Changed(note, [.. stale.Where(_ledger.Stale.Contains)]));
            if (!isRefused && Options.SaysStale)
                NoteStale(note, context);
            if (!isRefused && Options.SaysStale && note.TooLate.Count > 0)
                context.AtEnd.Add(() => _ledger.Stale.Contains(record) ? StaleText.TooLate(note) : null);
        }
    }

    private void NoteStale(RunNote note, CellContext context)
    {
        var names = string.Join(' ', note.StaleInputs.Select(live => live.Key)
            .Concat(note.Unfinished.Select(one => one.Name + " made anew")));
        if (names.Length > 0 && note.Cell.Told != names)
        {
            var text = note.StaleInputs.Count > 0
                ? StaleText.Used(note.StaleInputs, _ledger.Causes(note.StaleInputs), _ledger.Broken(note.StaleInputs), _ledger.ToRerun())
                : StaleText.Unfinished(note.Unfinished);
            context.AtEnd.Add(() => text);
        }
        note.Cell.Told = names;
    }

    private static void Tell(string text, CellContext context)
    {
        var bundle = TransientText(text);
        bundle[MimeTypes.Markdown] = text;
        context.Send(new DisplayOutput(bundle, null, false));
    }

    // What a directive brings in may be another thing by now; and a static variable is set once only.
    private static ReadyCell? ReadyAgain(CompiledCell cell, object instance)
    {
        SubmissionChain.ResetHelpers(instance);
        if (cell.Redeclared is { Earlier.Count: > 0 } || cell.Packages is not null || cell.Compilation.SyntaxTrees.Length > 1
            || cell.Magics.Packages.Count > 0 || cell.Magics.Sources.Count > 0
            || cell.Compilation.SyntaxTrees[0].GetCompilationUnitRoot() is { ContainsDirectives: true } root
            && root.GetReferenceDirectives().Count > 0
            || cell.Compilation.ScriptClass!.GetMembers().OfType<IFieldSymbol>().Any(field => field is { IsStatic: true, IsConst: false }))
        {
            return null;
        }

        var run = instance.GetType().GetMethod("<Initialize>", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        return run is null ? null : new ReadyCell(cell.Number, instance, run.CreateDelegate<Func<Task<object?>>>(instance));
    }

    private CellRecord? FindReady(CellSource cell) =>
        // What an #if leaves out may have changed since.
        !cell.Code.Contains("#if", StringComparison.Ordinal)
            && _compiler.Book.FindUnchanged(cell) is { Ready: { } ready } record && _compiler.Names.LastEverywhere <= ready.Number
            && record.Shape.Identifiers.All(name => _compiler.Names.LastDeclared(name) <= ready.Number) ? record : null;

    // The same code on the same variables: nothing is compiled, and nothing is declared.
    private async Task<object?> RunAgainAsync(CellRecord record, CellSource cell, CellContext context)
    {
        var ready = record.Ready!;
        _compiler.Book.Take(record, cell, record.Shape);
        foreach (var live in record.Shape.Declarations.SelectMany(declaration => _compiler.Names.Named(declaration.Name)
            .Where(live => live.Key == declaration.Key)))
        {
            live.Cell = record;
            live.IsOrphan = false;
            if (!record.AskedFirst.Contains(live.Name))
                Reset(live);
        }
        return await NotedAsync(record, ready.Number, context, null, ready.Run, () => SubmissionChain.ResetHelpers(ready.Instance))
            .ConfigureAwait(false);
    }
}
