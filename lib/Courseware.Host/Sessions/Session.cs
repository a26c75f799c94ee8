using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Courseware.Host.Formatting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Courseware.Host.Sessions;

/// <summary>A running notebook: executes cells one at a time, keeps their variables, and tells an observer of each output while it is produced.</summary>
/// <remarks>The runner, the kernel and the live page use this one class. It changes nothing of the process but what <see cref="HostSinks"/> installs; the current directory is the caller's to set.</remarks>
internal sealed partial class Session : IDisposable
{
    private const int CellStack = 16 << 20;
    private static readonly TimeSpan s_graceToStop = TimeSpan.FromMilliseconds(500);

    private readonly CellCompiler _compiler;
    private readonly SubmissionChain _chain = new();
    private readonly SessionLoadContext _assemblies;
    private readonly Dictionary<string, SourceText> _sources = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _displays;

    public Session(SessionOptions options)
    {
        HostSinks.Install();
        Options = options;
        _compiler = new CellCompiler(options.Folder);
        _compiler.References.Changed = path => Console.Error.WriteLine(
            $"{Path.GetFileName(path)} was rebuilt since this session loaded it. The session keeps the copy that it has: restart it to use the new one.");
        _assemblies = new SessionLoadContext(_compiler.References);
    }

    public SessionOptions Options { get; }

    /// <summary>How values look, as the cells have said.</summary>
    public FormatterRegistry Formatters { get; } = new();

    /// <summary>Runs one cell to its end. Cells wait for each other.</summary>
    /// <param name="cancellation">Stops compilation and pending awaits; code that runs is asked through <c>notebook.cancellation</c>.</param>
    public async Task<CellResult> ExecuteAsync(CellSource cell, ICellObserver observer, CancellationToken cancellation = default)
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            var watch = Stopwatch.StartNew();
            var context = new CellContext(this, observer, cancellation);
            var status = await OnThreadOfItsOwn(() => ToEndAsync(context, () => ExecuteAsync(cell, context))).ConfigureAwait(false);
            context.Flush();
            return new CellResult(status, watch.Elapsed);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>What an exception looks like to the reader of a cell.</summary>
    public ErrorOutput Describe(Exception exception) => ErrorText.OfException(exception, Source);

    /// <summary>A display id that no other value of the session has; the same in every run.</summary>
    public string NewDisplayId() => "display-" + Interlocked.Increment(ref _displays).ToString(CultureInfo.InvariantCulture);

    public void Dispose()
    {
        CellContext.Forget(this);
        _turn.Dispose();
    }

    private async Task ExecuteAsync(CellSource cell, CellContext context)
    {
        var compiled = _compiler.Compile(cell, context.Cancellation);
        if (!compiled.Succeeded)
        {
            context.Send(Describe(compiled));
            return;
        }
        context.Cancellation.ThrowIfCancellationRequested();
        var value = compiled.HasCode ? await RunAsync(compiled, context.Cancellation).ConfigureAwait(false) : Accept(compiled);
        if (value is not null && ValueFormatter.ToBundle(value) is { Count: > 0 } bundle)
            context.Send(new ResultOutput(bundle));
    }

    private static async Task<CellStatus> ToEndAsync(CellContext context, Func<Task> body)
    {
        context.Enter();
        try
        {
            await body().ConfigureAwait(false);
            return context.HasError ? CellStatus.Failed : CellStatus.Succeeded;
        }
        catch (OperationCanceledException) when (context.Cancellation.IsCancellationRequested)
        {
            context.Send(new ErrorOutput("Interrupted", "The cell was stopped.", ["Interrupted: the cell was stopped. Variables that it had set by then keep their values."]));
            return CellStatus.Interrupted;
        }
        catch (Exception exception)
        {
            context.Send(context.Session.Describe(exception));
            return CellStatus.Failed;
        }
    }

    private ErrorOutput Describe(CompiledCell cell)
    {
        // Without the library every line after its #r is an error too; only the cause is worth reading.
        var files = cell.Errors.Where(error => error.Id == "CS0006").ToImmutableArray();
        return ErrorText.OfDiagnostics(files.IsEmpty ? cell.Errors : files, MissingLibrary.Advice(cell, _compiler.References));
    }

    private object? Accept(CompiledCell cell)
    {
        _compiler.Accept(cell);
        return null;
    }

    private async Task<object?> RunAsync(CompiledCell cell, CancellationToken cancellation, bool keep = true)
    {
        var factory = Load(cell, cancellation);
        if (keep)
        {
            _chain.ReleaseShadowed(cell);
            _compiler.Accept(cell);
        }
        try
        {
            var running = factory(_chain.Next());
            if (!running.IsCompleted && cancellation.CanBeCanceled)
                await StopWaitingWhenCancelled(running, cancellation).ConfigureAwait(false);
            return await running.ConfigureAwait(false);
        }
        finally
        {
            // After an exception too: what the cell had declared by then is there to look at.
            if (keep)
                _chain.Keep(cell);
            else
                _chain.Drop();
        }
    }

    // A pending await cannot be stopped, but the session need not wait for it.
    private static async Task StopWaitingWhenCancelled(Task running, CancellationToken cancellation)
    {
        await running.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (running.IsCompleted)
            return;
        await running.WaitAsync(s_graceToStop, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!running.IsCompleted)
            cancellation.ThrowIfCancellationRequested();
    }

    private Func<object?[], Task<object?>> Load(CompiledCell cell, CancellationToken cancellation)
    {
        foreach (var tree in cell.Compilation.SyntaxTrees)
            _sources[tree.FilePath] = tree.GetText(cancellation);

        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = cell.Compilation.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb), cancellationToken: cancellation);
        if (!emitted.Success)
            throw new InvalidOperationException(string.Join('\n', emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(ErrorText.OneLine)));
        image.Position = symbols.Position = 0;
        var assembly = _assemblies.LoadFromStream(image, symbols);

        var entry = cell.Compilation.GetEntryPoint(cancellation)!;
        var method = assembly.GetType(entry.ContainingType.MetadataName, throwOnError: true)!
            .GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        return method.CreateDelegate<Func<object?[], Task<object?>>>();
    }

    private SourceText? Source(string path) => _sources.GetValueOrDefault(path);

    // Its own, because a cell may block for minutes, recurse deeply, and one day has to be interrupted.
    private static Task<CellStatus> OnThreadOfItsOwn(Func<Task<CellStatus>> body)
    {
        var done = new TaskCompletionSource<CellStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => body().ContinueWith(done.SetFromTask, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default), CellStack)
        {
            IsBackground = true,
            Name = "cell",
        };
        thread.Start();
        return done.Task;
    }
}
