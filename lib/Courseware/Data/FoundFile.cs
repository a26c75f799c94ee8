namespace Courseware;

/// <summary>A data file that is there.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Place">Where that is, in words that are the same on every machine: "the folder COURSEWARE_DATA".</param>
internal sealed record FoundFile(string Path, string Place);
