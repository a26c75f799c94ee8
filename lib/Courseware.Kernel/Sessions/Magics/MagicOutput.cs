namespace Courseware.Kernel.Sessions;

/// <summary>What a cell's line for the host puts out beside its C#.</summary>
internal abstract record MagicOutput;

/// <summary>Text that the cell holds: Markdown, HTML.</summary>
internal sealed record MagicContent(string MimeType, string Content) : MagicOutput;

/// <summary>The session's variables as they are when the line's turn comes.</summary>
/// <param name="IsDetailed">With their types and values.</param>
internal sealed record MagicVariables(bool IsDetailed) : MagicOutput;
