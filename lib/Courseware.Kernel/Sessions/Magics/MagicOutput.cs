namespace Courseware.Kernel.Sessions;

/// <summary>What a cell's line for the host puts out beside its C#.</summary>
internal abstract record MagicOutput;

/// <summary>Text that the cell holds: Markdown, HTML.</summary>
internal sealed record MagicContent(string MimeType, string Content) : MagicOutput;

/// <summary>The session's variables as they are when the line's turn comes.</summary>
/// <param name="IsDetailed">With their types and values.</param>
internal sealed record MagicVariables(bool IsDetailed) : MagicOutput;

/// <summary>What is no longer what a new session would give, as it is when the line's turn comes.</summary>
internal sealed record MagicStale : MagicOutput;

/// <summary>The cells that are stale when the line's turn comes, run again.</summary>
internal sealed record MagicRerun : MagicOutput;
