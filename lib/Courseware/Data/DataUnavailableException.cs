namespace Courseware;

/// <summary>
/// A data set is not available: it is in no folder, cannot be downloaded, and the policy (or the lack of a stand-in) leaves no other way.
/// </summary>
public sealed class DataUnavailableException : Exception
{
    internal DataUnavailableException(string dataset, string reason, string advice)
        : base($"{dataset}: the real data are not available. {reason} {advice}")
        => (Dataset, Reason, Summary, Advice) = (dataset, reason, reason, advice);

    /// <summary>The data set's name.</summary>
    internal string Dataset { get; }

    /// <summary>Every place that was tried, and what came of it.</summary>
    internal string Reason { get; }

    /// <summary>The reason without addresses, paths and what a server said: the same on every run and every machine.</summary>
    internal string Summary { get; init; }

    /// <summary>What to do.</summary>
    internal string Advice { get; }
}
