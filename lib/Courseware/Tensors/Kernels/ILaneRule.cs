namespace Courseware;

/// <summary>A rule of one input that also sees the bits of its floats; ours only, see <see cref="IFloatLane{V}"/>.</summary>
internal interface ILaneRule
{
    V Apply<V>(V x) where V : struct, ILane<V>, IFloatLane<V>;
}
