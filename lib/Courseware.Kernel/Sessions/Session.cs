using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Courseware.Kernel.Formatting;
using Courseware.Kernel.Packages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// A running notebook: executes cells one at a time, keeps their variables, and tells an observer of each output while it is produced.
/// </summary>
/// <remarks>
/// The runner, the kernel and the live page use this one class. It changes nothing of the process but what <see cref="ProcessHooks"/>
/// installs; the current directory is the caller's to set.
/// </remarks>
internal sealed partial class Session : IDisposable
{
    // Only what is used of it is memory. Ten thousand calls take a megabyte; an exception that each of them catches and throws again, as
    // List.Sort does, needs the rest.
    private const int CellStack = 256 << 20;
    private const int IdleLooks = 3;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(4);

    private readonly CellCompiler _compiler;
    private readonly SubmissionChain _chain = new();
    private readonly Ledger _ledger;
    private readonly SessionLoadContext _assemblies;
    // Read by whatever thread has an exception to report.
    private readonly ConcurrentDictionary<string, CellText> _sources = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Assembly, byte[]> _symbols = [];
    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _displays;

    public Session(SessionOptions options)
    {
        ProcessHooks.Install();
        Options = options;
        _compiler = new CellCompiler(options.Folder, options.WholeUpTo);
        _compiler.References.Changed = path => Console.Error.WriteLine(
            $"{Path.GetFileName(path)} was rebuilt since this session loaded it. The session keeps the copy that it has: restart it to use the new one.");
        _assemblies = new SessionLoadContext(_compiler.References);
        _ledger = new Ledger(_compiler.Names, _compiler.Book, _chain);
    }

    public SessionOptions Options { get; }

    /// <summary>How long the code of one value may take to show it.</summary>
    public TimeSpan DisplayTimeLimit { get; init; } = Formatting.DisplayTimeLimit.Default;

    /// <summary>
    /// Called when a cell ends the process, after the last word of it: what was sent has to leave the process before that is gone.
    /// </summary>
    public Action? Ending { get; init; }

    /// <summary>How values look, as the cells have said.</summary>
    public FormatterRegistry Formatters { get; } = new();

    /// <summary>What a cell that is being written is looked at with; see <see cref="CellCompiler.Draft"/>.</summary>
    internal CellCompiler Compiler => _compiler;

    /// <summary>The cells of which some console text still waits for more to be sent with.</summary>
    internal ConcurrentDictionary<CellContext, bool> Unsent { get; } = [];

    /// <summary>Runs one cell to its end. Cells wait for each other.</summary>
    /// <param name="cancellation">
    /// Stops the cell: at its next check point, in a wait, at an <c>await</c>, or where a library polls <c>notebook.cancellation</c>. The
    /// session is idle when the task ends, and the variables are kept. Code that does none of these cannot be stopped; after two seconds
    /// the reader is told.
    /// </param>
    public async Task<CellResult> ExecuteAsync(CellSource cell, ICellObserver observer, CancellationToken cancellation = default)
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            var watch = Stopwatch.StartNew();
            var context = new CellContext(this, observer);
            var status = await InContextAsync(context, () => CompileAndRunAsync(cell, context), cancellation).ConfigureAwait(false);
            return new CellResult(status, watch.Elapsed);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The variables with their declared types and present values. Not while a cell runs.</summary>
    public IReadOnlyList<(string Name, Type Type, object? Value)> Variables() => _chain.Variables();

    /// <summary>What an exception looks like to the reader of a cell.</summary>
    public ErrorOutput Describe(Exception exception)
        => ErrorText.OfException(exception, _sources.GetValueOrDefault, _symbols.GetValueOrDefault);

    /// <summary>A display id that no other value of the session has; the same in every run.</summary>
    public string NewDisplayId() => "display-" + Interlocked.Increment(ref _displays).ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// A variable's value as the last cell left it; false while a cell runs, which may be changing it, and for a name that no cell
    /// declared.
    /// </summary>
    internal bool TryReadVariable(string name, out object? value)
    {
        value = null;
        try
        {
            if (!_turn.Wait(0))
                return false;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
        try
        {
            return _chain.TryRead(name, out value);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        CellContext.Forget(this);
        _turn.Dispose();
    }

    private static async Task<CellStatus> InContextAsync(CellContext context, Func<Task> body, CancellationToken cancellation)
    {
        using var interrupt = cancellation.UnsafeRegister(static context => ((CellContext)context!).Stop(), context);
        try
        {
            return await OnThreadOfItsOwn(() => ToStatusAsync(context, body)).ConfigureAwait(false);
        }
        finally
        {
            StreamCapture.Drain();
            if (context.Session.Options.OwnsProcess)
                ProcessHooks.TakeBackConsole();
            context.HasEnded = true;
            context.Flush(all: true);
            // Also what the work of earlier cells has written by now: whoever hears of the cell's end may end the process.
            foreach (var (other, _) in context.Session.Unsent)
                other.Flush();
        }
    }

    private async Task CompileAndRunAsync(CellSource cell, CellContext context)
    {
        var watch = Stopwatch.StartNew();
        var reruns = cell.Code.Contains("#!rerun", StringComparison.OrdinalIgnoreCase)
            && Magics.Read(cell.Code).Before.Any(output => output is MagicRerun);
        if (reruns)
        {
            // The code after it means what is there then.
            await RerunAsync(context).ConfigureAwait(false);
            if (context.HasError)
                return;
        }
        var ready = FindReady(cell);
        var compiled = ready is null ? _compiler.Compile(cell, RestoreReporter(context), context.Cancellation) : null;
        if (compiled is { Succeeded: false })
        {
            context.Send(DescribeErrors(compiled));
            _compiler.Reject(compiled);
            if (compiled.Record is { Run: not null } broken)
                _ledger.Break(broken, StaleAdvice(compiled) is null ? null : cell.Code);
            return;
        }
        context.ThrowIfStopping();
        var magics = compiled?.Magics ?? Magics.Read(cell.Code);
        await ShowAsync([.. magics.Before.Where(output => output is not MagicRerun)], context).ConfigureAwait(false);
        try
        {
            var value = compiled is null ? await RunAgainAsync(ready!, cell, context).ConfigureAwait(false)
                : await RunCompiledAsync(compiled, context).ConfigureAwait(false);
            // Also where its last statement was the one that gave up: who pressed stop is told that it stopped.
            context.ThrowIfStopping();
            if (value is not null)
                StreamCapture.Drain();
            if (value is not null && Shown(value, context) is { Bundle.Count: > 0 } result)
                context.Send(result);
            await ShowAsync(magics.After, context).ConfigureAwait(false);
        }
        finally
        {
            if (magics.IsTimed)
            {
                context.Send(
                    new DisplayOutput(
                        TransientText($"Wall time: {watch.Elapsed.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture)} ms"),
                        null, false));
            }
        }
    }

    private async Task ShowAsync(IReadOnlyList<MagicOutput> outputs, CellContext context)
    {
        foreach (var output in outputs)
        {
            if (output is MagicRerun)
            {
                await RerunAsync(context).ConfigureAwait(false);
                continue;
            }
            var bundle = output switch
            {
                MagicContent content => new Dictionary<string, string> { [content.MimeType] = content.Content },
                MagicVariables { IsDetailed: var isDetailed } => VariableList.Of(_chain.Variables(), isDetailed, context.Formatting),
                MagicStale => StaleText.List(_ledger.Describe()),
                _ => throw new InvalidOperationException($"Nothing shows a {output.GetType().Name}."),
            };
            context.ThrowIfStopping();
            context.Send(new DisplayOutput(bundle, null, false));
        }
    }

    private static ResultOutput Shown(object? value, CellContext context)
    {
        var bundle = ValueFormatter.ToBundle(value, context.Formatting);
        // The formatter says of a value whose property throws that it does; here it was us who threw.
        context.ThrowIfStopping();
        return new ResultOutput(bundle);
    }

    // One line that follows the restore, and is gone when the notebook is written.
    private static Action<PackageProgress> RestoreReporter(CellContext context)
    {
        var id = $"packages-{Guid.NewGuid():N}";
        var isUpdate = false;
        return progress =>
        {
            context.Send(new DisplayOutput(TransientText(progress.Line), id, isUpdate));
            isUpdate = true;
            if (progress.Note is { } note)
                context.Write("stdout", note + "\n");
        };
    }

    private static Dictionary<string, string> TransientText(string text)
        => new() { [MimeTypes.Plain] = text, [MimeTypes.Transient] = "{}" };

    private static async Task<CellStatus> ToStatusAsync(CellContext context, Func<Task> body)
    {
        context.Enter();
        try
        {
            await body().ConfigureAwait(false);
            return context.HasError ? CellStatus.Failed : CellStatus.Succeeded;
        }
        catch (Exception exception) when (context.IsStopping && (context.HasEndedCall || Interruption.Is(exception)))
        {
            context.Send(new ErrorOutput("Interrupted", "The cell was stopped.",
                ["Interrupted: the cell was stopped. Variables that it had set by then keep their values."]));
            return CellStatus.Interrupted;
        }
        catch (NoValueException exception)
        {
            // The cell itself has done nothing wrong: no place in it, and no name of an exception.
            context.Send(new ErrorOutput("NoValue", exception.Message, [exception.Message]));
            return CellStatus.Failed;
        }
        catch (Exception exception)
        {
            context.Send(context.Session.Describe(exception));
            return CellStatus.Failed;
        }
        finally
        {
            foreach (var text in context.AtEnd.Select(say => say()).OfType<string>())
                Tell(text, context);
        }
    }

    private ErrorOutput DescribeErrors(CompiledCell cell)
    {
        // Without the library every line after its #r is an error too; only the cause is worth reading.
        var files = cell.Errors.Where(error => error.Id == "CS0006").ToImmutableArray();
        return ErrorText.OfDiagnostics(files.IsEmpty ? cell.Errors : files,
            MissingLibrary.Advice(cell, _compiler.References) ?? ErrorHints.For(cell.Errors) ?? _compiler.NeverDeclared(cell)
            ?? StaleAdvice(cell) ?? NameHints.For(cell));
    }

    private async Task<object?> RunCompiledAsync(CompiledCell cell, CellContext context, bool keep = true)
    {
        if (!keep)
        {
            try
            {
                return await ToValueAsync(Link(cell, context.Cancellation)(_chain.Begin(cell)), context).ConfigureAwait(false);
            }
            finally
            {
                _chain.Drop(cell);
            }
        }

        var factory = cell.HasCode ? Link(cell, context.Cancellation) : null;
        context.Earlier = cell.Redeclared?.Earlier.ToDictionary(one => one.Live.Name, one => _chain.TryRead(one.Live, out var value) ? value
            : null, StringComparer.Ordinal) ?? [];
        _chain.ReleaseShadowed(cell);
        var record = _compiler.Accept(cell);
        record.Ready = null;
        foreach (var variable in cell.Redeclared?.Shared.Values.Concat(cell.Redeclared.Kept.Values)
            .Where(live => !record.AskedFirst.Contains(live.Name)) ?? [])
        {
            Reset(variable);
        }

        FollowStatics();
        FollowWithUsings(context);
        if (cell.Stuck.Count > 0)
            Tell(StaleText.Stuck(cell.Stuck), context);
        if (Overloads.Beside(cell, _compiler.Names) is { Count: > 0 } beside)
            Tell(StaleText.Beside(beside), context);
        var objects = _chain.Begin(cell);
        return await NotedAsync(record, cell.Number, context, cell.Redeclared?.AskedTooEarly(cell.Again), factory is null ? null
            : () => factory(objects), () =>
        {
            context.Earlier = new Dictionary<string, object?>();
            _chain.Create(cell.Number);
            if (objects[cell.Number] is { } instance)
                record.Ready = ReadyAgain(cell, instance);
            // After an exception too: what the cell had declared by then is there to look at.
            _chain.Keep(cell);
        }).ConfigureAwait(false);
    }

    private static async Task<object?> ToValueAsync(Task<object?> running, CellContext context)
    {
        if (!running.IsCompleted)
            await LeaveWhenStopped(running, context).ConfigureAwait(false);
        return await running.ConfigureAwait(false);
    }

    // What a stopped cell still awaits may never come. While any thread runs its code, the check points will end that; once none does, the
    // cell is left.
    private static async Task LeaveWhenStopped(Task running, CellContext context)
    {
        await running.WaitAsync(context.Cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (var idle = 0; !running.IsCompleted && idle < IdleLooks; idle = CellThread.In(context).Count == 0 ? idle + 1 : 0)
            await running.WaitAsync(s_look, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!running.IsCompleted)
            context.ThrowIfStopping();
    }

    private Func<object?[], Task<object?>> Link(CompiledCell cell, CancellationToken cancellation)
    {
        foreach (var (path, text) in cell.Texts)
            _sources[path] = text;
        while (_compiler.Delegates.ToLoad.TryDequeue(out var owner))
            Load(owner);
        var assembly = Load(cell.Emitted!);
        _chain.Loaded(cell.Number, assembly);

        var entry = cell.Compilation.GetEntryPoint(cancellation)!;
        var method = assembly.GetType(entry.ContainingType.MetadataName, throwOnError: true)!
            .GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        return method.CreateDelegate<Func<object?[], Task<object?>>>();
    }

    private Assembly Load(EmittedCell emitted)
    {
        using var image = new MemoryStream(emitted.Image);
        using var symbols = new MemoryStream(emitted.Symbols);
        var assembly = _assemblies.LoadFromStream(image, symbols);
        _symbols[assembly] = emitted.Symbols;
        return assembly;
    }

    // Its own, because a cell may block for minutes, recurse deeply, and one day has to be interrupted.
    private static Task<CellStatus> OnThreadOfItsOwn(Func<Task<CellStatus>> body)
    {
        // What waits for the cell goes on here, not on the pool: the cell may have left that without a free thread.
        var done = new TaskCompletionSource<CellStatus>();
        var thread = new Thread(() => body()
            .ContinueWith(done.SetFromTask, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default),
            CellStack)
        {
            IsBackground = true,
            Name = "cell",
        };
        thread.Start();
        return done.Task;
    }
}
