namespace Courseware;

/// <summary>The check of operations that work along a tensor's last axis.</summary>
internal static class LastAxis
{
    /// <summary>The tensor itself, if it has a last axis with at least one element.</summary>
    public static Tensor Of(Tensor x, string what)
        => x.Rank > 0 && x.Shape[^1] > 0 ? x
        : throw new ArgumentException($"{what} works along the last axis, which must have 1 element or more; got {x.Described}.");
}
