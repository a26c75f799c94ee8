using System.Text.Json;
using System.Text.Json.Serialization;
using Courseware.Kernel.Editing;
using Courseware.Kernel.Sessions;

namespace Courseware.Host.Running;

/// <summary>What the process that holds a notebook's session tells its live page: one line of JSON each, on standard output.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Ready), "ready")]
[JsonDerivedType(typeof(Put), "put")]
[JsonDerivedType(typeof(Ended), "ended")]
[JsonDerivedType(typeof(Asked), "asked")]
[JsonDerivedType(typeof(Changed), "changed")]
[JsonDerivedType(typeof(Completed), "completed")]
[JsonDerivedType(typeof(Inspected), "inspected")]
[JsonDerivedType(typeof(Signed), "signed")]
[JsonDerivedType(typeof(Diagnosed), "diagnosed")]
internal abstract record LiveMessage
{
    // Marks our lines among those that native code may write to the same stream.
    private const string Mark = "\u0002";

    /// <summary>The session can run cells.</summary>
    public sealed record Ready : LiveMessage;

    public sealed record Put(string Cell, CellOutput Output) : LiveMessage;

    public sealed record Ended(string Cell, CellStatus Status, double Seconds, Staleness Staleness) : LiveMessage;

    /// <summary>The cell waits for a line.</summary>
    public sealed record Asked(string Cell, string Prompt, bool IsPassword) : LiveMessage;

    /// <summary>What is stale is not what it was.</summary>
    public sealed record Changed(Staleness Staleness) : LiveMessage;

    public sealed record Completed(int Question, CompletionList Proposals) : LiveMessage;

    /// <param name="Text">Markdown; null when there is nothing to say.</param>
    public sealed record Inspected(int Question, string? Text) : LiveMessage;

    public sealed record Signed(int Question, SignatureHelp? Help) : LiveMessage;

    /// <param name="Problems">Null where nobody can say now: a cell runs.</param>
    public sealed record Diagnosed(int Question, IReadOnlyList<CellProblem>? Problems) : LiveMessage;

    public string ToLine() => Mark + JsonSerializer.Serialize(this);

    /// <summary>The message on a line; null when there is none on it.</summary>
    /// <param name="stray">What else is on the line: native code need not end its lines, and its text may come between ours.</param>
    public static LiveMessage? FromLine(string line, out string stray)
    {
        var at = line.LastIndexOf(Mark, StringComparison.Ordinal);
        stray = at < 0 ? line + "\n" : line[..at];
        if (at < 0)
            return null;
        try
        {
            return JsonSerializer.Deserialize<LiveMessage>(line.AsSpan(at + Mark.Length));
        }
        catch (JsonException)
        {
            stray = line.Replace(Mark, "", StringComparison.Ordinal) + "\n";
            return null;
        }
    }
}
