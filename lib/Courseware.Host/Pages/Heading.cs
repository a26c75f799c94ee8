namespace Courseware.Host.Pages;

/// <summary>A heading of a page.</summary>
/// <param name="Level">1 to 6.</param>
/// <param name="Id">Its anchor, unique on the page.</param>
/// <param name="Html">Its content, without links.</param>
/// <param name="Text">Its plain text.</param>
public sealed record Heading(int Level, string Id, string Html, string Text);
