namespace Courseware;

/// <summary>A data set cannot be had: it is in no folder, cannot be downloaded, and the policy (or the lack of a stand-in) leaves no other way.</summary>
public sealed class DataUnavailableException(string dataset, string reason, string advice)
    : Exception($"{dataset}: the real data cannot be had. {reason} {advice}")
{
    /// <summary>The data set's name.</summary>
    public string Dataset { get; } = dataset;

    /// <summary>Every place that was tried, and what came of it.</summary>
    public string Reason { get; } = reason;

    /// <summary>The reason without addresses, paths and what a server said: the same on every run and every machine.</summary>
    public string Summary { get; init; } = reason;

    /// <summary>What to do.</summary>
    public string Advice { get; } = advice;
}
