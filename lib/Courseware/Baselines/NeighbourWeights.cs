namespace Courseware;

/// <summary>How much each of the k neighbours' votes counts.</summary>
public enum NeighbourWeights
{
    /// <summary>One neighbour, one vote.</summary>
    Uniform,

    /// <summary>Weight 1/distance; neighbours at distance zero take the whole weight.</summary>
    Distance,
}
