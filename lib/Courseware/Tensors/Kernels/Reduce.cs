using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Courseware;

/// <summary>
/// Sums with one order of additions whatever the processor: term i goes to running sum i mod 16, in double, and the sixteen sums
/// are folded in halves (8, 4, 2, 1). The bits depend on the numbers alone.
/// </summary>
internal static unsafe partial class Reduce
{
    private const int Lanes = 16;
    private const int TermsAtATime = 256;

    /// <summary>Σ xᵢ.</summary>
    public static double Sum(ReadOnlySpan<float> x)
    {
        fixed (float* px = x)
            return Sum(new Terms(px), x.Length);
    }

    /// <summary>Σ f(xᵢ): each term in float, the sum in double.</summary>
    public static double Sum<TRule>(in TRule rule, ReadOnlySpan<float> x) where TRule : struct, IUnaryRule
    {
        fixed (float* px = x)
            return Sum(new UnaryTerms<TRule>(rule, px), x.Length);
    }

    /// <summary>Σ f(aᵢ, bᵢ): each term in float, the sum in double.</summary>
    public static double Sum<TRule>(in TRule rule, ReadOnlySpan<float> a, ReadOnlySpan<float> b) where TRule : struct, IBinaryRule
    {
        Same(a.Length, b.Length);
        fixed (float* pa = a, pb = b)
            return Sum(new BinaryTerms<TRule>(rule, pa, pb), a.Length);
    }

    /// <summary>The sum of each column of a matrix (rows, columns), rows in order; added to <paramref name="sums"/> if asked to.</summary>
    public static void ColumnSums(ReadOnlySpan<float> matrix, Span<float> sums, bool add = false)
    {
        var rows = Rows(matrix.Length, sums.Length);
        fixed (float* pm = matrix)
            ColumnSums(new Terms(pm), rows, sums, add);
    }

    /// <summary>Σᵣ f(xᵣ꜀) for each column.</summary>
    public static void ColumnSums<TRule>(in TRule rule, ReadOnlySpan<float> matrix, Span<float> sums, bool add = false)
        where TRule : struct, IUnaryRule
    {
        var rows = Rows(matrix.Length, sums.Length);
        fixed (float* pm = matrix)
            ColumnSums(new UnaryTerms<TRule>(rule, pm), rows, sums, add);
    }

    /// <summary>Σᵣ f(aᵣ꜀, bᵣ꜀) for each column; b is a matrix like a, or one row that goes with every row of a.</summary>
    public static void ColumnSums<TRule>(in TRule rule, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> sums, bool add = false)
        where TRule : struct, IBinaryRule
    {
        var rows = Rows(a.Length, sums.Length);
        fixed (float* pa = a, pb = b)
        {
            if (b.Length == a.Length)
            {
                ColumnSums(new BinaryTerms<TRule>(rule, pa, pb), rows, sums, add);
            }
            else
            {
                Same(sums.Length, b.Length);
                ColumnSums(new RowTerms<TRule>(rule, pa, pb), rows, sums, add);
            }
        }
    }

    /// <summary>The sum of each row of a matrix (rows, columns) with as many rows as <paramref name="sums"/>.</summary>
    public static void RowSums(ReadOnlySpan<float> matrix, Span<float> sums)
    {
        var columns = Rows(matrix.Length, sums.Length);
        for (var row = 0; row < sums.Length; row++)
            sums[row] = (float)Sum(matrix.Slice(row * columns, columns));
    }

    internal static double Sum<TTerms>(TTerms terms, int count) where TTerms : struct, ITerms
    {
        Span<double> lanes = stackalloc double[Lanes];
        if (Vector512.IsHardwareAccelerated)
            LaneSums<SixteenSums512, TTerms>(ref terms, (nuint)count, lanes);
        else if (Vector256.IsHardwareAccelerated)
            LaneSums<SixteenSums256, TTerms>(ref terms, (nuint)count, lanes);
        else if (Vector128.IsHardwareAccelerated)
            LaneSums<SixteenSums128, TTerms>(ref terms, (nuint)count, lanes);
        else
            LaneSums<SixteenSumsScalar, TTerms>(ref terms, (nuint)count, lanes);
        return Fold(lanes);
    }

    // Never inlined, for the same reason as the loops of LaneLoop.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void LaneSums<TSums, TTerms>(ref TTerms terms, nuint count, Span<double> lanes)
        where TSums : struct, ISixteenSums
        where TTerms : struct, ITerms
    {
        var local = terms;
        var sums = default(TSums);
        nuint i = 0;
        if (typeof(TTerms) == typeof(Terms))
        {
            for (; i + Lanes <= count; i += Lanes)
                sums.Add(ref local, i, i);
        }
        else
        {
            // The terms apart from the sums: both in one loop are more than the compiler inlines, and then each operation of a rule is a
            // call.
            var values = stackalloc float[TermsAtATime];
            while (i + Lanes <= count)
            {
                var part = Math.Min(TermsAtATime, (count - i) / Lanes * Lanes);
                TSums.Fill(ref local, i, part, values);
                var written = new Terms(values);
                for (nuint j = 0; j < part; j += Lanes)
                    sums.Add(ref written, j, j);
                i += part;
            }
        }
        sums.Store(lanes);
        AddEnd(ref local, i, i, (int)(count - i), lanes);
    }

    /// <summary>Writes terms in vectors of one width. Never inlined: a rule in several widths is more than the compiler inlines into one method.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Fill<V, TTerms>(ref TTerms terms, nuint from, nuint column, nuint count, float* values)
        where V : struct, ILane<V>, IFloatLane<V>
        where TTerms : struct, ITerms
    {
        var local = terms;
        for (nuint i = 0; i < count; i += (nuint)V.Count)
            V.Store(local.Value<V>(from + i, column + i), ref *values, i);
    }

    internal static double Fold(Span<double> lanes)
    {
        for (var width = Lanes / 2; width > 0; width /= 2)
        {
            for (var j = 0; j < width; j++)
                lanes[j] += lanes[j + width];
        }

        return lanes[0];
    }

    /// <summary>
    /// Fewer than sixteen terms, each to its own running sum; a rule is dear, so they too are computed in vectors where possible.
    /// </summary>
    private static void AddEnd<TTerms>(ref TTerms terms, nuint i, nuint column, int count, Span<double> lanes) where TTerms : struct, ITerms
    {
        if (count == 0)
            return;
        var values = stackalloc float[Lanes];
        var first = 0;
        if (Vector512.IsHardwareAccelerated && Math.Min(i, column) + (nuint)count >= Lanes)
        {
            // One vector that ends where the terms end: what it computes before them is not used.
            first = Lanes - count;
            Fill<Lane16, TTerms>(ref terms, i - (nuint)first, column - (nuint)first, Lanes, values);
        }
        else
        {
            var whole = Vector256.IsHardwareAccelerated ? count & 8 : 0;
            if (whole > 0)
                Fill<Lane8, TTerms>(ref terms, i, column, 8, values);
            if (Vector128.IsHardwareAccelerated && count - whole >= 4)
            {
                var part = (nuint)(count - whole) & ~3u;
                Fill<Lane4, TTerms>(ref terms, i + (nuint)whole, column + (nuint)whole, part, values + whole);
                whole += (int)part;
            }
            Fill<LaneF32, TTerms>(ref terms, i + (nuint)whole, column + (nuint)whole, (nuint)(count - whole), values + whole);
        }
        for (var j = 0; j < count; j++)
            lanes[j] += values[first + j];
    }

    private static void ColumnSums<TTerms>(TTerms terms, int rows, Span<float> sums, bool add) where TTerms : struct, ITerms
    {
        if (rows == 0)
        {
            if (!add)
                sums.Clear();
            return;
        }

        fixed (float* ps = sums)
        {
            // Sixteen columns at a time; each column is one thread's.
            var body = new ColumnBody<TTerms>(terms, rows, sums.Length, ps, add);
            var panels = (sums.Length + Lanes - 1) / Lanes;
            WorkerPool.For(panels, Math.Max(1, LaneLoop.Grain / (Lanes * rows)), ref body);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void PanelSums<TSums, TTerms>(ref TTerms terms, int rows, nuint columns, nuint first, Span<double> lanes)
        where TSums : struct, ISixteenSums
        where TTerms : struct, ITerms
    {
        var local = terms;
        if (first + Lanes <= columns)
        {
            var sums = default(TSums);
            for (var row = 0; row < rows; row++)
                sums.Add(ref local, (nuint)row * columns + first, first);
            sums.Store(lanes);
            return;
        }

        lanes.Clear();
        for (var row = 0; row < rows; row++)
            AddEnd(ref local, (nuint)row * columns + first, first, (int)(columns - first), lanes);
    }

    private struct ColumnBody<TTerms>(TTerms terms, int rows, int columns, float* sums, bool add) : IParallelBody
        where TTerms : struct, ITerms
    {
        private TTerms _terms = terms;

        public void Run(int from, int toExclusive)
        {
            Span<double> lanes = stackalloc double[Lanes];
            for (var panel = from; panel < toExclusive; panel++)
            {
                var first = panel * Lanes;
                if (Vector512.IsHardwareAccelerated)
                    PanelSums<SixteenSums512, TTerms>(ref _terms, rows, (nuint)columns, (nuint)first, lanes);
                else if (Vector256.IsHardwareAccelerated)
                    PanelSums<SixteenSums256, TTerms>(ref _terms, rows, (nuint)columns, (nuint)first, lanes);
                else if (Vector128.IsHardwareAccelerated)
                    PanelSums<SixteenSums128, TTerms>(ref _terms, rows, (nuint)columns, (nuint)first, lanes);
                else
                    PanelSums<SixteenSumsScalar, TTerms>(ref _terms, rows, (nuint)columns, (nuint)first, lanes);

                for (var j = 0; j < Math.Min(Lanes, columns - first); j++)
                    sums[first + j] = add ? sums[first + j] + (float)lanes[j] : (float)lanes[j];
            }
        }
    }

    private static int Rows(int matrix, int vector)
    {
        if (vector == 0 ? matrix != 0 : matrix % vector != 0)
            throw new ArgumentException($"A matrix with {vector} columns (or rows) has a multiple of {vector} elements; this one has {matrix}. Check the shapes.");
        return vector == 0 ? 0 : matrix / vector;
    }

    private static void Same(int length, int other)
    {
        if (other != length)
            throw new ArgumentException($"Terms of two spans need equal lengths; the first has {length}, the second {other}. Check the shapes.");
    }
}
