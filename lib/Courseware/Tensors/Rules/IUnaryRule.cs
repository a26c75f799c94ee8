namespace Courseware;

/// <summary>A formula of one number, y = f(x), written once for doubles, floats and vectors of floats.</summary>
/// <remarks>
/// Make the rule a <c>readonly struct</c> and mark <see cref="Apply"/> with <c>[MethodImpl(MethodImplOptions.AggressiveInlining)]</c>:
/// then the loop around it compiles to the formula's own instructions.
/// </remarks>
internal interface IUnaryRule
{
    /// <summary>f(x).</summary>
    V Apply<V>(V x) where V : struct, ILane<V>;
}
