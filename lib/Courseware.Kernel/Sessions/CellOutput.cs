using System.Text.Json.Serialization;

namespace Courseware.Kernel.Sessions;

/// <summary>Something that a cell put out, in the order in which it did. The kinds are Jupyter's.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(StreamOutput), "stream")]
[JsonDerivedType(typeof(DisplayOutput), "display")]
[JsonDerivedType(typeof(ResultOutput), "result")]
[JsonDerivedType(typeof(ErrorOutput), "error")]
[JsonDerivedType(typeof(ClearOutput), "clear")]
[JsonDerivedType(typeof(PageOutput), "page")]
internal abstract record CellOutput;

/// <summary>Text written to the console; <paramref name="Name"/> is "stdout" or "stderr".</summary>
internal sealed record StreamOutput(string Name, string Text) : CellOutput;

/// <summary>A value shown, or, with <paramref name="IsUpdate"/>, the new look of the one shown before under the same id.</summary>
/// <param name="Bundle">MIME type → text, best first; JSON types hold JSON text. Claims, data and fingerprints travel here as extra
/// types.</param>
internal sealed record DisplayOutput(IReadOnlyDictionary<string, string> Bundle, string? DisplayId, bool IsUpdate) : CellOutput;

/// <summary>The value of the cell's last expression.</summary>
internal sealed record ResultOutput(IReadOnlyDictionary<string, string> Bundle) : CellOutput;

/// <summary>
/// Why the cell failed. <paramref name="Trace"/> is the whole text for the reader, <paramref name="Message"/> its first sentence.
/// </summary>
internal sealed record ErrorOutput(string Name, string Message, IReadOnlyList<string> Trace) : CellOutput;

/// <summary>
/// What the cell has put out so far is to go; with <paramref name="Wait"/> only when the next output comes, so that a picture changes
/// without flicker.
/// </summary>
internal sealed record ClearOutput(bool Wait) : CellOutput;

/// <summary>Something to read beside the notebook: a front end that has a pager shows it there, and none keeps it.</summary>
internal sealed record PageOutput(IReadOnlyDictionary<string, string> Bundle) : CellOutput;
