namespace Courseware;

/// <summary>A formula of three numbers, y = f(a, b, c). See <see cref="IUnaryRule"/>.</summary>
internal interface ITernaryRule
{
    /// <summary>f(a, b, c).</summary>
    V Apply<V>(V a, V b, V c) where V : struct, ILane<V>;
}
