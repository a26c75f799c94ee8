using System.Runtime.InteropServices;

namespace Courseware.Tensors.Kernels;

/// <summary>
/// Sums with one fixed order of additions: sixteen lanes, blocks of 1,024 terms added up in double, one fixed tree at the end.
/// The bits depend on the numbers alone, not on the processor.
/// </summary>
internal static class Reduce
{
    private const int Lanes = 16;
    private const int Block = 64 * Lanes;

    /// <summary>Σ a.</summary>
    public static double Sum(ReadOnlySpan<float> a) => Sum(default(Identity), a);

    /// <summary>Σ a.</summary>
    public static double Sum(ReadOnlySpan<double> a) => Sum(default(Identity), a);

    /// <summary>Σ rule(a).</summary>
    public static double Sum<TRule>(in TRule rule, ReadOnlySpan<float> a)
        where TRule : struct, IUnaryRule
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i += Block)
            sum += SumBlock(rule, a.Slice(i, Math.Min(Block, a.Length - i)));
        return sum;
    }

    /// <summary>Σ rule(a).</summary>
    public static double Sum<TRule>(in TRule rule, ReadOnlySpan<double> a)
        where TRule : struct, IUnaryRule
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += rule.Apply(new LaneF64(a[i])).Value;
        return sum;
    }

    private static double SumBlock<TRule>(TRule rule, ReadOnlySpan<float> a)
        where TRule : struct, IUnaryRule
    {
        ref var pa = ref MemoryMarshal.GetReference(a);
        Lane16 sums = 0;
        var i = 0;
        for (; i <= a.Length - Lanes; i += Lanes)
            sums += rule.Apply(Lane16.Load(ref pa, (nuint)i));
        Span<float> lanes = stackalloc float[Lanes];
        Lane16.Store(sums, ref MemoryMarshal.GetReference(lanes), 0);
        for (; i < a.Length; i++)
            lanes[i % Lanes] += rule.Apply(new LaneF32(a[i])).Value;
        return Tree(lanes);
    }

    /// <summary>Σ rule(a, b).</summary>
    public static double Sum<TRule>(in TRule rule, ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        where TRule : struct, IBinaryRule
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i += Block)
            sum += SumBlock(rule, a.Slice(i, Math.Min(Block, a.Length - i)), b.Slice(i, Math.Min(Block, a.Length - i)));
        return sum;
    }

    /// <summary>Σ rule(a, b).</summary>
    public static double Sum<TRule>(in TRule rule, ReadOnlySpan<double> a, ReadOnlySpan<double> b)
        where TRule : struct, IBinaryRule
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += rule.Apply(new LaneF64(a[i]), new LaneF64(b[i])).Value;
        return sum;
    }

    private static double SumBlock<TRule>(TRule rule, ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        where TRule : struct, IBinaryRule
    {
        ref var pa = ref MemoryMarshal.GetReference(a);
        ref var pb = ref MemoryMarshal.GetReference(b);
        Lane16 sums = 0;
        var i = 0;
        for (; i <= a.Length - Lanes; i += Lanes)
            sums += rule.Apply(Lane16.Load(ref pa, (nuint)i), Lane16.Load(ref pb, (nuint)i));
        Span<float> lanes = stackalloc float[Lanes];
        Lane16.Store(sums, ref MemoryMarshal.GetReference(lanes), 0);
        for (; i < a.Length; i++)
            lanes[i % Lanes] += rule.Apply(new LaneF32(a[i]), new LaneF32(b[i])).Value;
        return Tree(lanes);
    }

    /// <summary>The sum of each column of a matrix, rows in order; added to <paramref name="sums"/> if asked to.</summary>
    public static void ColumnSums(ReadOnlySpan<float> matrix, Span<float> sums, bool add)
    {
        if (!add)
            sums.Clear();
        for (var i = 0; i < matrix.Length; i += sums.Length)
            Elementwise.MapAdd(default(Identity), matrix.Slice(i, sums.Length), sums);
    }

    /// <summary>The sum of each column of a matrix, rows in order; added to <paramref name="sums"/> if asked to.</summary>
    public static void ColumnSums(ReadOnlySpan<double> matrix, Span<double> sums, bool add)
    {
        if (!add)
            sums.Clear();
        for (var i = 0; i < matrix.Length; i += sums.Length)
            Elementwise.MapAdd(default(Identity), matrix.Slice(i, sums.Length), sums);
    }

    private static double Tree(ReadOnlySpan<float> x)
        => (((double)x[0] + x[8]) + ((double)x[4] + x[12])) + (((double)x[2] + x[10]) + ((double)x[6] + x[14]))
         + ((((double)x[1] + x[9]) + ((double)x[5] + x[13])) + (((double)x[3] + x[11]) + ((double)x[7] + x[15])));

    private readonly struct Identity : IUnaryRule
    {
        public V Apply<V>(V a) where V : struct, ILane<V> => a;
    }
}
