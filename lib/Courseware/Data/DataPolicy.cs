namespace Courseware;

/// <summary>
/// What <see cref="Datasets"/> does when a published data set is not available. Set by <see cref="Datasets.Policy"/> or the environment
/// variable COURSEWARE_DATA_POLICY.
/// </summary>
public enum DataPolicy
{
    /// <summary>The real data; if they are not available, a stand-in, and a visible line says so.</summary>
    RealOrStandIn,

    /// <summary>The real data or an error.</summary>
    RealOnly,

    /// <summary>Always the stand-in: no file is read and nothing is downloaded (for tests).</summary>
    StandInOnly,
}
