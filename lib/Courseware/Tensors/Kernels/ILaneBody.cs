namespace Courseware;

/// <summary>What a loop over floats does at one place: read, compute, write <c>V.Count</c> neighbours.</summary>
internal interface ILaneBody
{
    void Step<V>(nuint i) where V : struct, ILane<V>, IFloatLane<V>;
}
