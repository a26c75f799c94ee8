using System.Text.Json;
using System.Text.Json.Serialization;
using Courseware.Kernel.Sessions;

namespace Courseware.Host.Running;

/// <summary>What the process that executes a notebook tells the one that started it: one line of JSON each, on standard output.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(Text), "text")]
[JsonDerivedType(typeof(Shown), "shown")]
[JsonDerivedType(typeof(Result), "result")]
[JsonDerivedType(typeof(Error), "error")]
[JsonDerivedType(typeof(Cleared), "cleared")]
[JsonDerivedType(typeof(Paged), "paged")]
[JsonDerivedType(typeof(Ended), "ended")]
internal abstract record WorkerMessage(int Cell)
{
    // Marks our lines among those that native code may write to the same stream.
    private const string Mark = "\u0002";

    public sealed record Started(int Cell) : WorkerMessage(Cell);

    public sealed record Text(int Cell, string Stream, string Content) : WorkerMessage(Cell);

    public sealed record Shown(int Cell, List<KeyValuePair<string, string>> Bundle, string? Id, bool IsUpdate) : WorkerMessage(Cell);

    public sealed record Result(int Cell, List<KeyValuePair<string, string>> Bundle) : WorkerMessage(Cell);

    public sealed record Error(int Cell, string Name, string Message, IReadOnlyList<string> Trace) : WorkerMessage(Cell);

    public sealed record Cleared(int Cell, bool Wait) : WorkerMessage(Cell);

    public sealed record Paged(int Cell, List<KeyValuePair<string, string>> Bundle) : WorkerMessage(Cell);

    /// <param name="PeakBytes">The most memory that the process has had so far.</param>
    public sealed record Ended(int Cell, CellStatus Status, double Seconds, long PeakBytes) : WorkerMessage(Cell);

    public static WorkerMessage From(int cell, CellOutput output) => output switch
    {
        StreamOutput stream => new Text(cell, stream.Name, stream.Text),
        DisplayOutput display => new Shown(cell, [.. display.Bundle], display.DisplayId, display.IsUpdate),
        ResultOutput result => new Result(cell, [.. result.Bundle]),
        ErrorOutput error => new Error(cell, error.Name, error.Message, error.Trace),
        ClearOutput clear => new Cleared(cell, clear.Wait),
        PageOutput page => new Paged(cell, [.. page.Bundle]),
        _ => throw new ArgumentOutOfRangeException(nameof(output)),
    };

    /// <summary>The output that the message carries; null for the start and end of a cell.</summary>
    public CellOutput? ToOutput() => this switch
    {
        Text text => new StreamOutput(text.Stream, text.Content),
        Shown shown => new DisplayOutput(new Dictionary<string, string>(shown.Bundle), shown.Id, shown.IsUpdate),
        Result result => new ResultOutput(new Dictionary<string, string>(result.Bundle)),
        Error error => new ErrorOutput(error.Name, error.Message, error.Trace),
        Cleared cleared => new ClearOutput(cleared.Wait),
        Paged paged => new PageOutput(new Dictionary<string, string>(paged.Bundle)),
        _ => null,
    };

    public string ToLine() => Mark + JsonSerializer.Serialize(this);

    /// <summary>The message on a line; null when there is none on it.</summary>
    /// <param name="stray">What stands on the line besides: native code need not end its lines, and its text may come between ours.</param>
    public static WorkerMessage? FromLine(string line, out string stray)
    {
        // In our JSON the mark is escaped, so the last one is the message's.
        var at = line.LastIndexOf(Mark, StringComparison.Ordinal);
        stray = at < 0 ? line + "\n" : line[..at];
        if (at < 0)
            return null;
        try
        {
            return JsonSerializer.Deserialize<WorkerMessage>(line.AsSpan(at + Mark.Length));
        }
        catch (JsonException)
        {
            stray = line.Replace(Mark, "", StringComparison.Ordinal) + "\n";
            return null;
        }
    }
}
