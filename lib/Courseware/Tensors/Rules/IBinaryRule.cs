namespace Courseware;

/// <summary>A formula of two numbers, y = f(a, b). See <see cref="IUnaryRule"/>.</summary>
internal interface IBinaryRule
{
    /// <summary>f(a, b).</summary>
    V Apply<V>(V a, V b) where V : struct, ILane<V>;
}
