namespace Courseware;

/// <summary>
/// An optimizer's line: the weight w, its gradient g, and up to three numbers that the rule remembers for each weight. See
/// <see cref="IUnaryRule"/>.
/// </summary>
internal interface IUpdateRule
{
    /// <summary>Changes w, and s, t, u where the rule uses them; a slot without memory reads 0 and is forgotten.</summary>
    void Apply<V>(ref V w, V g, ref V s, ref V t, ref V u) where V : struct, ILane<V>;
}
