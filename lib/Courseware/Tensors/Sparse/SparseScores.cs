using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Courseware;

/// <summary>
/// Linear scores of sparse rows in double precision, and their gradient: each element is one chain of fused multiply-adds in the order of a
/// row's entries (of the rows, for the gradient), whatever the vectors.
/// </summary>
internal static unsafe class SparseScores
{
    private const int Lanes = 4;
    private const int VectorsOfBlock = 6;

    /// <summary>
    /// Z ← Z + X·W for the rows <paramref name="from"/> … of X, as many as Z has: W is (columns, outputs), Z (rows, outputs), both
    /// row-major.
    /// </summary>
    public static void AddProduct(SparseRows x, int from, ReadOnlySpan<double> weights, int outputs, Span<double> z)
    {
        var count = z.Length / Math.Max(1, outputs);
        if (outputs < 1 || z.Length != (long)count * outputs || from < 0 || count > x.Count - from
            || weights.Length != (long)x.Width * outputs)
        {
            throw new ArgumentException(
                $"{x.Width} columns and {outputs} outputs need {(long)x.Width * outputs} weights and {outputs} scores for each of at most {x.Count - from} rows; "
                + $"got {weights.Length} and {z.Length}.");
        }
        fixed (int* starts = x.Starts, ends = x.Ends, columns = x.Columns)
        fixed (float* values = x.Values)
        fixed (double* w = weights, pz = z)
        {
            if (outputs < Lanes)
            {
                for (var i = 0; i < count; i++)
                    AddScalars(columns, values, starts[from + i], ends[from + i], w, outputs, pz + (nint)i * outputs);
                return;
            }
            // Block by block, so that the part of the weights in use stays in the second-level cache.
            foreach (var (first, vectors) in new Blocks(outputs))
            {
                for (var i = 0; i < count; i++)
                    AddBlock(columns, values, starts[from + i], ends[from + i], w, outputs, first, vectors, pz + (nint)i * outputs);
            }
        }
    }

    /// <summary>G = Xᵀ·Z: Z is (rows, outputs), G (columns, outputs), both row-major.</summary>
    public static void Gradient(SparseColumns x, ReadOnlySpan<double> z, int outputs, Span<double> gradient)
    {
        if (outputs < 1 || z.Length != (long)x.Count * outputs || gradient.Length != (long)x.Width * outputs)
        {
            throw new ArgumentException(
                $"{x.Count} rows of {x.Width} columns and {outputs} outputs need {(long)x.Count * outputs} scores and a gradient of {(long)x.Width * outputs} numbers; "
                + $"got {z.Length} and {gradient.Length}.");
        }
        fixed (int* starts = x.Starts, rows = x.Rows)
        fixed (float* values = x.Values)
        fixed (double* pz = z, pg = gradient)
        {
            gradient.Clear();
            if (outputs < Lanes)
            {
                for (var column = 0; column < x.Width; column++)
                    AddScalars(rows, values, starts[column], starts[column + 1], pz, outputs, pg + (nint)column * outputs);
                return;
            }
            foreach (var (first, vectors) in new Blocks(outputs))
            {
                for (var column = 0; column < x.Width; column++)
                    AddBlock(rows, values, starts[column], starts[column + 1], pz, outputs, first, vectors, pg + (nint)column * outputs);
            }
        }
    }

    private static void AddScalars(int* places, float* values, int start, int end, double* vectors, int outputs, double* sums)
    {
        for (var entry = start; entry < end; entry++)
        {
            var own = vectors + (nint)places[entry] * outputs;
            for (var j = 0; j < outputs; j++)
                sums[j] = Math.FusedMultiplyAdd(values[entry], own[j], sums[j]);
        }
    }

    /// <summary>
    /// Up to six vectors of outputs, whose sums stay in registers while the entries run: sums += value · the vector at the entry's place.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddBlock(int* places, float* values, int start, int end, double* vectors, int outputs, int from, int count,
        double* z)
    {
        // A last vector that would reach beyond the outputs is moved back over its neighbour: both compute the same numbers. A vector that
        // the block does not have repeats the first.
        var (o0, o1, o2, o3, o4, o5) = Offsets(outputs, from, count);
        var (z0, z1, z2) = (Vector256.Load(z + o0), Vector256.Load(z + o1), Vector256.Load(z + o2));
        var (z3, z4, z5) = (Vector256.Load(z + o3), Vector256.Load(z + o4), Vector256.Load(z + o5));
        if (count > 3)
        {
            for (var entry = start; entry < end; entry++)
            {
                var w = vectors + (nint)places[entry] * outputs;
                var x = Vector256.WidenLower(Vector256.Create(values[entry]));
                z0 = Vector256.FusedMultiplyAdd(x, Vector256.Load(w + o0), z0);
                z1 = Vector256.FusedMultiplyAdd(x, Vector256.Load(w + o1), z1);
                z2 = Vector256.FusedMultiplyAdd(x, Vector256.Load(w + o2), z2);
                z3 = Vector256.FusedMultiplyAdd(x, Vector256.Load(w + o3), z3);
                z4 = Vector256.FusedMultiplyAdd(x, Vector256.Load(w + o4), z4);
                z5 = Vector256.FusedMultiplyAdd(x, Vector256.Load(w + o5), z5);
            }
            z3.Store(z + o3);
            z4.Store(z + o4);
            z5.Store(z + o5);
        }
        else
        {
            for (var entry = start; entry < end; entry++)
            {
                var w = vectors + (nint)places[entry] * outputs;
                var x = Vector256.WidenLower(Vector256.Create(values[entry]));
                z0 = Vector256.FusedMultiplyAdd(x, Vector256.Load(w + o0), z0);
                z1 = Vector256.FusedMultiplyAdd(x, Vector256.Load(w + o1), z1);
                z2 = Vector256.FusedMultiplyAdd(x, Vector256.Load(w + o2), z2);
            }
        }
        z0.Store(z + o0);
        z1.Store(z + o1);
        z2.Store(z + o2);
    }

    private static (int O0, int O1, int O2, int O3, int O4, int O5) Offsets(int outputs, int from, int count)
    {
        return (Of(0), Of(1), Of(2), Of(3), Of(4), Of(5));

        int Of(int vector) => Math.Min((from + (vector < count ? vector : 0)) * Lanes, outputs - Lanes);
    }

    /// <summary>
    /// The vectors of the outputs in blocks of nearly equal size, so that a last vector is with the one that it overlaps.
    /// </summary>
    private struct Blocks(int outputs)
    {
        private readonly int _vectors = (outputs + Lanes - 1) / Lanes;
        private int _block = -1;

        public readonly Blocks GetEnumerator() => this;

        private readonly int Count => (_vectors + VectorsOfBlock - 1) / VectorsOfBlock;

        public readonly (int From, int Count) Current => (Start(_block), Start(_block + 1) - Start(_block));

        public bool MoveNext() => ++_block < Count;

        private readonly int Start(int block) => _vectors * block / Count;
    }
}
