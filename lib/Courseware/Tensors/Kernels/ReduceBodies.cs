using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Courseware;

/// <summary>The terms of a sum: those of <c>V.Count</c> neighbouring places; column is the place of the first one in its row.</summary>
internal interface ITerms
{
    V Value<V>(nuint i, nuint column) where V : struct, ILane<V>, IFloatLane<V>;
}

internal readonly unsafe struct Terms(float* x) : ITerms
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(nuint i, nuint column) where V : struct, ILane<V>, IFloatLane<V> => V.Load(in *x, i);
}

internal readonly unsafe struct UnaryTerms<TRule>(TRule rule, float* x) : ITerms where TRule : struct, IUnaryRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(nuint i, nuint column) where V : struct, ILane<V>, IFloatLane<V> => rule.Apply(V.Load(in *x, i));
}

internal readonly unsafe struct BinaryTerms<TRule>(TRule rule, float* a, float* b) : ITerms where TRule : struct, IBinaryRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(nuint i, nuint column) where V : struct, ILane<V>, IFloatLane<V> => rule.Apply(V.Load(in *a, i), V.Load(in *b, i));
}

internal readonly unsafe struct RowTerms<TRule>(TRule rule, float* matrix, float* row) : ITerms where TRule : struct, IBinaryRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(nuint i, nuint column)
    where V : struct, ILane<V>, IFloatLane<V> => rule.Apply(V.Load(in *matrix, i), V.Load(in *row, column));
}

/// <summary>Sixteen running sums in double, kept as the processor's vectors.</summary>
internal interface ISixteenSums
{
    /// <summary>Adds the term of place i + j to sum j, for j in 0 … 15.</summary>
    void Add<TTerms>(ref TTerms terms, nuint i, nuint column) where TTerms : struct, ITerms;

    /// <summary>Writes the terms of places i … i + count − 1, in vectors of the processor's; count is a multiple of 16.</summary>
    static abstract unsafe void Fill<TTerms>(ref TTerms terms, nuint i, nuint count, float* values) where TTerms : struct, ITerms;

    void Store(Span<double> sums);
}

internal struct SixteenSums512 : ISixteenSums
{
    private Vector512<double> _a, _b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<TTerms>(ref TTerms terms, nuint i, nuint column) where TTerms : struct, ITerms
    {
        var (lower, upper) = Vector512.Widen(terms.Value<Lane16>(i, column).Vector);
        _a += lower;
        _b += upper;
    }

    public static unsafe void Fill<TTerms>(ref TTerms terms, nuint i, nuint count, float* values) where TTerms : struct, ITerms
        => Reduce.Fill<Lane16, TTerms>(ref terms, i, i, count, values);

    public readonly void Store(Span<double> sums)
    {
        _a.CopyTo(sums);
        _b.CopyTo(sums[8..]);
    }
}

internal struct SixteenSums256 : ISixteenSums
{
    private Vector256<double> _a, _b, _c, _d;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<TTerms>(ref TTerms terms, nuint i, nuint column) where TTerms : struct, ITerms
    {
        var (lower, upper) = Vector256.Widen(terms.Value<Lane8>(i, column).Vector);
        _a += lower;
        _b += upper;
        (lower, upper) = Vector256.Widen(terms.Value<Lane8>(i + 8, column + 8).Vector);
        _c += lower;
        _d += upper;
    }

    public static unsafe void Fill<TTerms>(ref TTerms terms, nuint i, nuint count, float* values) where TTerms : struct, ITerms
        => Reduce.Fill<Lane8, TTerms>(ref terms, i, i, count, values);

    public readonly void Store(Span<double> sums)
    {
        _a.CopyTo(sums);
        _b.CopyTo(sums[4..]);
        _c.CopyTo(sums[8..]);
        _d.CopyTo(sums[12..]);
    }
}

internal struct SixteenSums128 : ISixteenSums
{
    private Vector128<double> _a, _b, _c, _d, _e, _f, _g, _h;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<TTerms>(ref TTerms terms, nuint i, nuint column) where TTerms : struct, ITerms
    {
        var (lower, upper) = Vector128.Widen(terms.Value<Lane4>(i, column).Vector);
        _a += lower;
        _b += upper;
        (lower, upper) = Vector128.Widen(terms.Value<Lane4>(i + 4, column + 4).Vector);
        _c += lower;
        _d += upper;
        (lower, upper) = Vector128.Widen(terms.Value<Lane4>(i + 8, column + 8).Vector);
        _e += lower;
        _f += upper;
        (lower, upper) = Vector128.Widen(terms.Value<Lane4>(i + 12, column + 12).Vector);
        _g += lower;
        _h += upper;
    }

    public static unsafe void Fill<TTerms>(ref TTerms terms, nuint i, nuint count, float* values) where TTerms : struct, ITerms
        => Reduce.Fill<Lane4, TTerms>(ref terms, i, i, count, values);

    public readonly void Store(Span<double> sums)
    {
        _a.CopyTo(sums);
        _b.CopyTo(sums[2..]);
        _c.CopyTo(sums[4..]);
        _d.CopyTo(sums[6..]);
        _e.CopyTo(sums[8..]);
        _f.CopyTo(sums[10..]);
        _g.CopyTo(sums[12..]);
        _h.CopyTo(sums[14..]);
    }
}

/// <summary>The plain reference: one number at a time.</summary>
internal struct SixteenSumsScalar : ISixteenSums
{
    private Sums _sums;

    public void Add<TTerms>(ref TTerms terms, nuint i, nuint column) where TTerms : struct, ITerms
    {
        for (nuint j = 0; j < 16; j++)
            _sums[(int)j] += terms.Value<LaneF32>(i + j, column + j).Value;
    }

    public static unsafe void Fill<TTerms>(ref TTerms terms, nuint i, nuint count, float* values) where TTerms : struct, ITerms
        => Reduce.Fill<LaneF32, TTerms>(ref terms, i, i, count, values);

    public readonly void Store(Span<double> sums) => ((ReadOnlySpan<double>)_sums).CopyTo(sums);

    [InlineArray(16)]
    private struct Sums
    {
        private double _first;
    }
}
