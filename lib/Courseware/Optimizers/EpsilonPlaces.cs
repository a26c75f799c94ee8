namespace Courseware;

/// <summary>The check of optimizers that have no "epsilon hat" form.</summary>
internal static class EpsilonPlaces
{
    public static EpsilonPlace OutsideOrInside(EpsilonPlace place, string optimizer)
        => place is EpsilonPlace.Outside or EpsilonPlace.Inside ? place
        : throw new NotSupportedException($"{optimizer} has ε outside or inside the root; EpsilonPlace.{place} belongs to Adam.");
}
