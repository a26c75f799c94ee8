using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>A formula of four numbers: a formula of three, added to what was there.</summary>
internal interface IQuaternaryRule
{
    V Apply<V>(V a, V b, V c, V d) where V : struct, ILane<V>;
}

internal readonly unsafe struct UnaryBody<TRule>(TRule rule, float* x, float* y) : ILaneBody where TRule : struct, IUnaryRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<V>(nuint i) where V : struct, ILane<V>, IFloatLane<V> =>
        V.Store(rule.Apply(V.Load(in *x, i)), ref *y, i);
}

internal readonly unsafe struct BinaryBody<TRule>(TRule rule, float* a, float* b, float* y) : ILaneBody where TRule : struct, IBinaryRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<V>(nuint i) where V : struct, ILane<V>, IFloatLane<V> =>
        V.Store(rule.Apply(V.Load(in *a, i), V.Load(in *b, i)), ref *y, i);
}

internal readonly unsafe struct TernaryBody<TRule>(TRule rule, float* a, float* b, float* c, float* y) : ILaneBody
    where TRule : struct, ITernaryRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<V>(nuint i) where V : struct, ILane<V>, IFloatLane<V> =>
        V.Store(rule.Apply(V.Load(in *a, i), V.Load(in *b, i), V.Load(in *c, i)), ref *y, i);
}

internal readonly unsafe struct QuaternaryBody<TRule>(TRule rule, float* a, float* b, float* c, float* d, float* y) : ILaneBody
    where TRule : struct, IQuaternaryRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<V>(nuint i) where V : struct, ILane<V>, IFloatLane<V> =>
        V.Store(rule.Apply(V.Load(in *a, i), V.Load(in *b, i), V.Load(in *c, i), V.Load(in *d, i)), ref *y, i);
}

/// <summary>An optimizer's step; a slot without memory is a null pointer.</summary>
internal readonly unsafe struct UpdateBody<TRule>(TRule rule, float* w, float* g, float* s, float* t, float* u) : ILaneBody
    where TRule : struct, IUpdateRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<V>(nuint i) where V : struct, ILane<V>, IFloatLane<V>
    {
        var weight = V.Load(in *w, i);
        var sValue = s != null ? V.Load(in *s, i) : default;
        var tValue = t != null ? V.Load(in *t, i) : default;
        var uValue = u != null ? V.Load(in *u, i) : default;
        rule.Apply(ref weight, V.Load(in *g, i), ref sValue, ref tValue, ref uValue);
        V.Store(weight, ref *w, i);
        if (s != null)
            V.Store(sValue, ref *s, i);
        if (t != null)
            V.Store(tValue, ref *t, i);
        if (u != null)
            V.Store(uValue, ref *u, i);
    }
}

/// <summary>A rule that sees the bits, in place.</summary>
internal readonly unsafe struct BitsBody<TRule>(TRule rule, float* values) : ILaneBody where TRule : struct, ILaneRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<V>(nuint i) where V : struct, ILane<V>, IFloatLane<V> =>
        V.Store(rule.Apply(V.Load(in *values, i)), ref *values, i);
}

/// <summary>y + f(x).</summary>
internal readonly struct AddedUnary<TRule>(TRule rule) : IBinaryRule where TRule : struct, IUnaryRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x, V y) where V : struct, ILane<V> => y + rule.Apply(x);
}

/// <summary>y + f(a, b).</summary>
internal readonly struct AddedBinary<TRule>(TRule rule) : ITernaryRule where TRule : struct, IBinaryRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b, V y) where V : struct, ILane<V> => y + rule.Apply(a, b);
}

/// <summary>y + f(a, b, c).</summary>
internal readonly struct AddedTernary<TRule>(TRule rule) : IQuaternaryRule where TRule : struct, ITernaryRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b, V c, V y) where V : struct, ILane<V> => y + rule.Apply(a, b, c);
}

/// <summary>f(·, b) with one b for a whole row.</summary>
internal readonly struct BoundSecond<TRule>(TRule rule, double b) : IUnaryRule where TRule : struct, IBinaryRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a) where V : struct, ILane<V> => rule.Apply(a, (V)b);
}

/// <summary>f(·, b, c) with one b and c for a whole row.</summary>
internal readonly struct BoundSecondAndThird<TRule>(TRule rule, double b, double c) : IUnaryRule where TRule : struct, ITernaryRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a) where V : struct, ILane<V> => rule.Apply(a, (V)b, (V)c);
}
