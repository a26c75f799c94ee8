namespace Courseware;

/// <summary>A data file is not what it should be. The file is left as it is: neither used in part nor deleted.</summary>
public sealed class DataFileException : Exception
{
    /// <param name="path">The file.</param>
    /// <param name="expected">What it should be: "a gzip file of 60,000 × 28 × 28 bytes".</param>
    /// <param name="found">What it is: "the end of the file after 1,000 bytes".</param>
    /// <param name="advice">What to do.</param>
    /// <param name="inner">The error underneath, if there is one.</param>
    internal DataFileException(string path, string expected, string found, string? advice = null, Exception? inner = null)
        : base($"{path}: expected {expected}, found {found}. {advice ?? DefaultAdvice}", inner)
        => (Path, Expected, Found, Advice) = (path, expected, found, advice ?? DefaultAdvice);

    private const string DefaultAdvice =
        "The file was left as it is; replace it by a fresh copy, or move it away so that the next run downloads one.";

    /// <summary>The file's path.</summary>
    internal string Path { get; }

    /// <summary>What the file should be.</summary>
    internal string Expected { get; }

    /// <summary>What was found instead.</summary>
    internal string Found { get; }

    /// <summary>What to do.</summary>
    internal string Advice { get; }
}
