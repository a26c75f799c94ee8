using System.Text.Json;
using System.Text.Json.Serialization;

namespace Courseware.Host.Running;

/// <summary>What a live page asks of the process that holds a notebook's session: one line of JSON each, on its standard input.</summary>
/// <remarks>
/// A question (<see cref="Complete"/>, <see cref="Inspect"/>, <see cref="Sign"/>, <see cref="Diagnose"/>) is answered at once, while a cell
/// runs too.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Run), "run")]
[JsonDerivedType(typeof(Stop), "stop")]
[JsonDerivedType(typeof(Answer), "answer")]
[JsonDerivedType(typeof(Forget), "forget")]
[JsonDerivedType(typeof(Complete), "complete")]
[JsonDerivedType(typeof(Inspect), "inspect")]
[JsonDerivedType(typeof(Sign), "sign")]
[JsonDerivedType(typeof(Diagnose), "diagnose")]
internal abstract record LiveCommand
{
    /// <param name="Cell">The cell's id.</param>
    /// <param name="Name">What errors call it.</param>
    public sealed record Run(string Cell, string Name, string Code) : LiveCommand;

    public sealed record Stop : LiveCommand;

    /// <summary>What the reader typed where the cell asked; null ends the input.</summary>
    public sealed record Answer(string? Text) : LiveCommand;

    /// <summary>The notebook no longer has these cells.</summary>
    public sealed record Forget(IReadOnlyList<string> Cells) : LiveCommand;

    public sealed record Complete(int Question, string Code, int Position) : LiveCommand;

    public sealed record Inspect(int Question, string Code, int Position) : LiveCommand;

    public sealed record Sign(int Question, string Code, int Position) : LiveCommand;

    public sealed record Diagnose(int Question, string Cell, string Name, string Code) : LiveCommand;

    public string ToLine() => JsonSerializer.Serialize(this);

    public static LiveCommand FromLine(string line) => JsonSerializer.Deserialize<LiveCommand>(line)!;
}
