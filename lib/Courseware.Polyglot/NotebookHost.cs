using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Courseware.Polyglot;

/// <summary>
/// Executes a notebook's cells in .NET Interactive's own C# kernel, in this process. <c>courseware run --host interactive</c> finds it by
/// its name.
/// </summary>
public sealed class NotebookHost : IDisposable
{
    private static readonly ConcurrentDictionary<Type, MethodInfo?> s_bundleMethods = new();

    // Its options are its own affair, but it has no other place for a cell's name and for lines in a stack trace: where a version keeps
    // them elsewhere, errors have none.
    private static readonly FieldInfo? s_options =
        typeof(CSharpKernel).GetField("_scriptOptions", BindingFlags.Instance | BindingFlags.NonPublic) is { } field
        && field.FieldType == typeof(ScriptOptions) ? field : null;

    private readonly CSharpKernel _csharp;
    private readonly CompositeKernel _kernel;
    private readonly IDisposable _subscription;
    private volatile Cell? _cell;

    /// <param name="folder">The notebook's; <c>#r</c> and <c>#load</c> are relative to it. It becomes the current one.</param>
    public NotebookHost(string folder)
    {
        Directory.SetCurrentDirectory(folder);
        _csharp = new CSharpKernel().UseKernelHelpers().UseValueSharing();
        ReferencedLibraries.Follow(_csharp);
        _kernel = new CompositeKernel { _csharp };
        _kernel.DefaultKernelName = _csharp.Name;
        _subscription = _kernel.KernelEvents.Subscribe(new Listener(Receive));
    }

    /// <summary>Which .NET Interactive runs the cells.</summary>
    public static string Version =>
        typeof(KernelEvent).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? typeof(KernelEvent).Assembly.GetName().Version!.ToString();

    /// <summary>Executes one cell.</summary>
    /// <param name="name">What errors call it.</param>
    /// <param name="code">Its text.</param>
    /// <param name="write">Console text: "stdout" or "stderr", and the text.</param>
    /// <param name="display">A value shown: its forms, its display id, and whether it replaces what stood there.</param>
    /// <param name="result">The forms of the last expression's value.</param>
    /// <param name="cancellation">Ends the cell where it awaits or where the library polls; a loop that does neither goes on.</param>
    /// <returns>Null if the cell ran; else what it threw, or the compiler's <see cref="CompilationErrorException"/>.</returns>
    public async Task<Exception?> ExecuteAsync(
        string name,
        string code,
        Action<string, string> write,
        Action<IReadOnlyDictionary<string, string>, string?, bool> display,
        Action<IReadOnlyDictionary<string, string>> result,
        CancellationToken cancellation)
    {
        var cell = _cell = new Cell(write, display, result);
        s_options?.SetValue(_csharp, ((ScriptOptions)s_options.GetValue(_csharp)!).WithFilePath(name).WithFileEncoding(Encoding.UTF8)
            .WithEmitDebugInformation(true));
        try
        {
            await _kernel.SendAsync(new SubmitCode(code), cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The same as a cell that noticed by itself.
        }
        return cancellation.IsCancellationRequested ? new OperationCanceledException(cancellation) : cell.Error;
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _kernel.Dispose();
    }

    private void Receive(KernelEvent received)
    {
        if (_cell is not { } cell)
            return;
        switch (received)
        {
            case StandardOutputValueProduced output:
                cell.Write("stdout", Plain(output));
                break;
            case StandardErrorValueProduced output:
                cell.Write("stderr", Plain(output));
                break;
            case ReturnValueProduced returned:
                if (Forms(returned) is { Count: > 0 } forms)
                    cell.Result(forms);
                break;
            case DisplayedValueUpdated updated:
                cell.Display(Forms(updated), updated.ValueId, true);
                break;
            case DisplayEvent shown:
                cell.Display(Forms(shown), shown.ValueId, false);
                break;
            case CommandFailed failed:
                cell.Error ??= Problem(failed);
                break;
        }
    }

    private static string Plain(DisplayEvent output)
        => string.Concat(output.FormattedValues.Where(form => form.MimeType == PlainTextFormatter.MimeType).Select(form => form.Value));

    // The value's own forms, claims and the like among them, are more than .NET Interactive has asked for.
    private static IReadOnlyDictionary<string, string> Forms(DisplayEvent shown)
    {
        if (shown.Value is { } value && s_bundleMethods.GetOrAdd(value.GetType(), BundleMethod) is { } method)
            return (IReadOnlyDictionary<string, string>)method.Invoke(value, null)!;
        var forms = new Dictionary<string, string>();
        foreach (var form in shown.FormattedValues)
            forms[form.MimeType] = form.Value;
        // A page has little use for HTML alone.
        if (!forms.ContainsKey(PlainTextFormatter.MimeType) && shown.Value is { } other)
        {
            forms[PlainTextFormatter.MimeType] = other is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture)
                : other.ToDisplayString(PlainTextFormatter.MimeType);
        }

        return forms;
    }

    private static MethodInfo? BundleMethod(Type type) =>
        type.GetMethod("ToMimeBundle", BindingFlags.Public | BindingFlags.Instance, Type.EmptyTypes) is { } method
        && typeof(IReadOnlyDictionary<string, string>).IsAssignableFrom(method.ReturnType) ? method : null;

    private static Exception Problem(CommandFailed failed) => failed.Exception switch
    {
        null => new KernelException(failed.Message),
        CodeSubmissionCompilationErrorException { InnerException: CompilationErrorException errors } => errors,
        var thrown => thrown,
    };

    private sealed class Cell(Action<string, string> write, Action<IReadOnlyDictionary<string, string>, string?, bool> display,
        Action<IReadOnlyDictionary<string, string>> result)
    {
        public Action<string, string> Write => write;

        public Action<IReadOnlyDictionary<string, string>, string?, bool> Display => display;

        public Action<IReadOnlyDictionary<string, string>> Result => result;

        public Exception? Error { get; set; }
    }

    /// <summary>What .NET Interactive itself says, about a magic command for example.</summary>
    private sealed class KernelException(string message) : Exception(message);

    private sealed class Listener(Action<KernelEvent> receive) : IObserver<KernelEvent>
    {
        public void OnNext(KernelEvent value) => receive(value);

        public void OnError(Exception error)
        {
        }

        public void OnCompleted()
        {
        }
    }
}
