using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using Courseware.Kernel.Sessions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Text;

namespace Courseware.Host.Running;

using Execute = Func<string, string, Action<string, string>, Action<IReadOnlyDictionary<string, string>, string?, bool>,
    Action<IReadOnlyDictionary<string, string>>, CancellationToken, Task<Exception?>>;

/// <summary>
/// Another C# kernel that executes a notebook's cells in this process: .NET Interactive's, in an adapter that is built on demand. There is
/// no reference to it.
/// </summary>
/// <remarks>
/// The adapter has a public type <c>Courseware.Polyglot.NotebookHost</c>, disposable, made from the notebook's folder, with a method
/// <c>ExecuteAsync(name, code, write, display, result, cancellation)</c> whose parameters are those of <see cref="Execute"/>; it gives
/// null, or what the cell threw.
/// </remarks>
internal sealed class PlugInHost : IDisposable
{
    public const string Name = "interactive";

    private const string TypeName = "Courseware.Polyglot.NotebookHost";

    private readonly IDisposable _host;
    private readonly Execute _execute;
    private readonly Dictionary<string, CellText> _texts = [];

    private PlugInHost(IDisposable host, Execute execute) => (_host, _execute) = (host, execute);

    /// <summary>What to say where there is no adapter.</summary>
    public const string IsMissing =
        "The host 'interactive' is not built: type 'dotnet build lib/Courseware.Polyglot' in the course's folder. The course runs without it: leave out '--host interactive'.";

    /// <summary>The built adapter of the course; null when there is none.</summary>
    public static string? Find(CourseFolder course)
        => Path.Combine(course.Root, "artifacts", "lib", "polyglot", "Courseware.Polyglot.dll") is var path && File.Exists(path)
        ? path : null;

    /// <param name="path">The adapter; what it needs is beside it, or is ours (the compiler).</param>
    /// <param name="folder">The notebook's.</param>
    /// <exception cref="InvalidDataException">It cannot be loaded, or is not of the shape above.</exception>
    public static PlugInHost Load(string path, string folder)
    {
        var beside = Path.GetDirectoryName(Path.GetFullPath(path))!;
        // Not in a context of its own: scripts look for the assemblies that they share with their host in the default one.
        AssemblyLoadContext.Default.Resolving += (context, name) => Resolve(context, name.Name!, beside);
        try
        {
            var type = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(path)).GetType(TypeName, throwOnError: true)!;
            var host = (IDisposable)Activator.CreateInstance(type, folder)!;
            return new PlugInHost(host, type.GetMethod("ExecuteAsync")!.CreateDelegate<Execute>(host));
        }
        catch (Exception problem) when (problem is TargetInvocationException or TypeLoadException or MissingMethodException
            or ArgumentException or InvalidCastException or IOException or BadImageFormatException)
        {
            throw new InvalidDataException($"The adapter {path} cannot be used ({(problem.InnerException ?? problem).Message.Split('\n')[0].Trim()}): type 'dotnet build lib/Courseware.Polyglot' again.", problem);
        }
    }

    public async Task<CellResult> ExecuteAsync(CellSource cell, ICellObserver observer, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var gate = new Lock();
        void Send(CellOutput output)
        {
            lock (gate)
                observer.OnOutput(output);
        }

        _texts[cell.Name] = new CellText(SourceText.From(cell.Code), []);
        var error = await _execute(
            cell.Name,
            cell.Code,
            (stream, text) => Send(new StreamOutput(stream, text)),
            (bundle, id, isUpdate) => Send(new DisplayOutput(bundle, id, isUpdate)),
            bundle => Send(new ResultOutput(bundle)),
            cancellation).ConfigureAwait(false);
        var interrupted = error is not null && cancellation.IsCancellationRequested;
        if (error is not null)
        {
            Send(interrupted ? new ErrorOutput("Interrupted", "The cell was stopped.", ["Interrupted: the cell was stopped."])
                : Describe(error));
        }

        return new CellResult(error is null ? CellStatus.Succeeded : interrupted ? CellStatus.Interrupted
            : CellStatus.Failed, watch.Elapsed);
    }

    // As our own session does it. The compiler has put the notebook's folder before a cell's name.
    private ErrorOutput Describe(Exception error)
    {
        if (error is not CompilationErrorException { Diagnostics: { IsDefaultOrEmpty: false } diagnostics })
            return ErrorText.OfException(error, file => _texts.GetValueOrDefault(Path.GetFileName(file)), symbolsOf: _ => null);
        var errors = diagnostics.RemoveAll(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error);
        return ErrorText.OfDiagnostics(errors.IsEmpty ? diagnostics : errors, ErrorHints.For(errors));
    }

    public void Dispose() => _host.Dispose();

    // The library that the adapter extends is the one that the notebook has loaded; else it is one folder up.
    private static Assembly? Resolve(AssemblyLoadContext context, string name, string folder)
    {
        var file = Path.Combine(folder, name + ".dll");
        if (File.Exists(file))
            return context.LoadFromAssemblyPath(file);
        file = Path.Combine(Path.GetDirectoryName(folder)!, name + ".dll");
        return !File.Exists(file) ? null
            : AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(loaded => loaded.GetName().Name == name)
            ?? context.LoadFromAssemblyPath(file);
    }
}
