namespace Courseware;

/// <summary>One file of a data set, as its owner publishes it.</summary>
internal sealed record CatalogueFile
{
    /// <summary>The file's name in the data set's folder.</summary>
    public required string Name { get; init; }

    /// <summary>Other names under which the file is passed on; looked for too.</summary>
    public IReadOnlyList<string> AlsoNamed { get; init; } = [];

    /// <summary>Bytes, if known.</summary>
    public long? Size { get; init; }

    /// <summary>SHA-256 of the official file, if known; a download must have it.</summary>
    public string? Sha256 { get; init; }

    /// <summary>MD5 that the owner (or the framework that hosts the file) publishes; compared where no SHA-256 is known.</summary>
    public string? Md5 { get; init; }

    /// <summary>SHA-256 of other files with the same content.</summary>
    public IReadOnlyList<string> AlsoSha256 { get; init; } = [];

    /// <summary>
    /// Of a file of trained weights, for which no checksum is published: how many numbers its tensors hold, all together.
    /// </summary>
    public long? Weights { get; init; }

    /// <summary>Official addresses, tried in order.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Set for a large table of numbers of which a download takes only the first lines.</summary>
    public FileHead? Head { get; init; }

    /// <summary>May be missing: used if it is there, never downloaded.</summary>
    public bool Optional { get; init; }
}
