namespace Courseware;

/// <summary>No address gave the file; the message lists each and what came of it.</summary>
internal sealed class DownloadException(string message) : Exception(message)
{
    /// <summary>Not even a connection was made.</summary>
    public bool HasNoNetwork { get; init; }

    /// <summary>What came could not be written: the disk is full, or the folder may not be written to.</summary>
    public bool CannotBeWritten { get; init; }
}
