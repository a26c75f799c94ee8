using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Courseware.Polyglot;

/// <summary>
/// Connects the library to a .NET Interactive session: what it shows lands in the running cell, updates in place, and a cancelled cell
/// stops training.
/// </summary>
/// <remarks>The library calls it by itself when it finds itself in such a session.</remarks>
public static class InteractiveSession
{
    private const string DisplayName = "notebook.display";
    private const string CancellationName = "notebook.cancellation";

    /// <summary>Connects. Nothing happens where a host has done so, or the second time.</summary>
    public static void Connect()
    {
        if (AppContext.GetData(DisplayName) is null)
        {
            AppContext.SetData(DisplayName, (Action<IReadOnlyDictionary<string, string>, string?, bool>)Display);
            AppContext.SetData(CancellationName, (Func<CancellationToken>)Cancellation);
        }
        if (KernelInvocationContext.Current?.HandlingKernel is CSharpKernel kernel)
            ReferencedLibraries.Follow(kernel);
    }

    // A notebook that names the adapter itself may have a second copy of it, and of Plotly.NET: each has its formatters.
#pragma warning disable CA2255 // Not an application's code; but only the module itself can say that it was loaded.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register() => OfflineCharts.Register();

    private static CancellationToken Cancellation()
    {
        try
        {
            return KernelInvocationContext.Current?.CancellationToken ?? CancellationToken.None;
        }
        catch (ObjectDisposedException)
        {
            // The cell is over, and what it started in the background goes on.
            return CancellationToken.None;
        }
    }

    // Not DisplayedValue: what display(x) returns has another id than the one that was published, so that its updates go nowhere.
    private static void Display(IReadOnlyDictionary<string, string> bundle, string? id, bool isUpdate)
    {
        if (KernelInvocationContext.Current is not { } context)
        {
            if (bundle.TryGetValue(PlainTextFormatter.MimeType, out var text))
                Console.Out.WriteLine(text);
            return;
        }
        var (value, command, forms) = (new SentBundle(bundle), context.Command, Forms(bundle));
        context.Publish(isUpdate && id is not null ? new DisplayedValueUpdated(value, id, command, forms)
            : new DisplayedValueProduced(value, command, forms, id));
    }

    // Its front ends take JSON for text, and one picture is enough.
    private static FormattedValue[] Forms(IReadOnlyDictionary<string, string> bundle)
    {
        var shown = bundle.Where(form => !form.Key.EndsWith("json", StringComparison.Ordinal)).ToDictionary();
        if (shown.ContainsKey(HtmlFormatter.MimeType))
        {
            shown[HtmlFormatter.MimeType] = LiveCharts.HtmlOf(bundle);
            shown.Remove("image/svg+xml");
        }
        return [.. shown.OrderBy(form => form.Key == HtmlFormatter.MimeType ? 0 : 1)
            .Select(form => new FormattedValue(form.Key, form.Value))];
    }
}
