namespace Courseware;

/// <summary>What <see cref="Datasets"/> does when a published data set cannot be had. Set by <see cref="Datasets.Policy"/> or the environment variable COURSEWARE_DATA_POLICY.</summary>
internal enum DataPolicy
{
    /// <summary>The real data; if they cannot be had, a stand-in, and a visible line says so.</summary>
    RealOrStandIn,

    /// <summary>The real data or an error.</summary>
    RealOnly,

    /// <summary>Always the stand-in: no file is read and nothing is downloaded (for tests).</summary>
    StandInOnly,
}
