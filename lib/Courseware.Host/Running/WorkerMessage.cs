using System.Text.Json;
using System.Text.Json.Serialization;
using Courseware.Kernel.Sessions;

namespace Courseware.Host.Running;

/// <summary>What the process that executes a notebook tells the one that started it: one line of JSON each, on standard output.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(Put), "put")]
[JsonDerivedType(typeof(Ended), "ended")]
internal abstract record WorkerMessage(int Cell)
{
    // Marks our lines among those that native code may write to the same stream.
    private const string Mark = "\u0002";

    public sealed record Started(int Cell) : WorkerMessage(Cell);

    public sealed record Put(int Cell, CellOutput Output) : WorkerMessage(Cell);

    /// <param name="PeakBytes">The most memory that the process has had so far.</param>
    public sealed record Ended(int Cell, CellStatus Status, double Seconds, long PeakBytes) : WorkerMessage(Cell);

    public string ToLine() => Mark + JsonSerializer.Serialize(this);

    /// <summary>The message on a line; null when there is none on it.</summary>
    /// <param name="stray">What else is on the line: native code need not end its lines, and its text may come between ours.</param>
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
