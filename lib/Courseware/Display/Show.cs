namespace Courseware;

using Sink = Action<IReadOnlyDictionary<string, string>, string?, bool>;

/// <summary>
/// Shows values now, in the cell that runs; without a notebook, as text on the console. In a cell, <c>value.Show()</c> reads best.
/// </summary>
public static class Show
{
    // Under a new prefix in each process, so that a restarted session never updates what an earlier one left on the page.
    private static readonly string s_prefix = Guid.NewGuid().ToString("N")[..8];
    private static readonly AsyncLocal<Sink?> s_override = new();
    private static int s_count;

    /// <summary>Shows a value. The handle replaces it in place later.</summary>
    public static Shown Value(object? value)
    {
        var id = $"{s_prefix}-{Interlocked.Increment(ref s_count)}";
        Send(MimeBundle.Of(value), id, update: false);
        return new Shown(id);
    }

    public static Shown Html(string markup) => Value(new Html(markup));

    public static Shown Markdown(string source) => Value(new Markdown(source));

    /// <summary>Shows what differs from run to run: a time, a progress line.</summary>
    public static Shown Transient(object? value) => Value(new Transient(value));

    /// <summary>True where a notebook (or a <see cref="RecordingDisplay"/>) takes the output, false on a bare console.</summary>
    internal static bool HasNotebook => Current is not null;

    internal static Sink? Current => s_override.Value ?? AppContext.GetData("notebook.display") as Sink;

    /// <summary>Sends output of this flow of control elsewhere; null ends that.</summary>
    internal static void Redirect(Sink? sink) => s_override.Value = sink;

    internal static void Send(IReadOnlyDictionary<string, string> bundle, string id, bool update)
    {
        if (Current is { } sink) sink(bundle, id, update);
        else if (bundle.TryGetValue(MimeTypes.Plain, out var text)) Console.Out.WriteLine(text);
    }
}
