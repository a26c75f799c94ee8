using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Courseware;

/// <summary>
/// Matrix products. C (m × n, rows contiguous) = A (m × k) · B (k × n), with any strides, so that a transpose costs nothing to express.
/// </summary>
/// <remarks>
/// Every element of C is one chain of fused multiply-adds over k in order: c ← 0 (or what C holds), then c ← fma(A(i, k), B(k, j), c) for k
/// = 0, 1, …; a bias is added at the end. All paths (vector widths, tiles, threads) keep to this order, and so give the bits of
/// <see cref="RunReference(ReadOnlySpan{float}, int, int, ReadOnlySpan{float}, int, int, Span{float}, int, int, int, bool, ReadOnlySpan{float})"/>.
/// </remarks>
internal static unsafe partial class MatMul
{
    // Below this many multiplications the plain loop is done before the blocked one has packed its operands.
    private const long TinyWork = 128;

    /// <summary>Floats in the vectors that this machine's products use: 16, 8, 4 or 1.</summary>
    internal static int BestLanes
        => Vector512.IsHardwareAccelerated ? 16
            : Vector256.IsHardwareAccelerated && Fma.IsSupported ? 8
            : Vector128.IsHardwareAccelerated ? 4
            : 1;

    /// <summary>C = A·B (+ C when <paramref name="accumulate"/>) (+ bias).</summary>
    /// <param name="a">A(i, k) at a[i·<paramref name="aRowStride"/> + k·<paramref name="aColStride"/>].</param>
    /// <param name="aRowStride">From one row of A to the next, 0 or more.</param>
    /// <param name="aColStride">From one column of A to the next, 0 or more.</param>
    /// <param name="b">B(k, j) at b[k·<paramref name="bRowStride"/> + j·<paramref name="bColStride"/>].</param>
    /// <param name="bRowStride">From one row of B to the next, 0 or more.</param>
    /// <param name="bColStride">From one column of B to the next, 0 or more.</param>
    /// <param name="c">C(i, j) at c[i·<paramref name="n"/> + j]; must not overlap A or B.</param>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="k">Columns of A, rows of B; with 0 the product is 0.</param>
    /// <param name="accumulate">Start the sums from what C holds instead of from 0.</param>
    /// <param name="bias">Empty, or n values: bias[j] is added to every sum of column j, after the last k.</param>
    /// <exception cref="ArgumentException">A size or stride is negative, or a span is too short for them.</exception>
    public static void Run(
        ReadOnlySpan<float> a, int aRowStride, int aColStride,
        ReadOnlySpan<float> b, int bRowStride, int bColStride,
        Span<float> c, int m, int n, int k, bool accumulate = false, ReadOnlySpan<float> bias = default)
        => Run(BestLanes, a, aRowStride, aColStride, b, bRowStride, bColStride, c, m, n, k, accumulate, bias);

    /// <summary>As the public method, with vectors of <paramref name="lanes"/> floats: 16, 8, 4 or 1.</summary>
    internal static void Run(
        int lanes,
        ReadOnlySpan<float> a, int aRowStride, int aColStride,
        ReadOnlySpan<float> b, int bRowStride, int bColStride,
        Span<float> c, int m, int n, int k, bool accumulate, ReadOnlySpan<float> bias)
    {
        Check(a.Length, aRowStride, aColStride, b.Length, bRowStride, bColStride, c.Length, m, n, k, bias.Length);
        if (m == 0 || n == 0)
            return;
        fixed (float* pa = a, pb = b, pc = c, pbias = bias)
        {
            if ((long)m * n * k <= TinyWork)
            {
                RunTiny(pa, aRowStride, aColStride, pb, bRowStride, bColStride, pc, m, n, k, accumulate, bias.IsEmpty ? null : pbias);
                return;
            }
            var plan = new MatMulPlan
            {
                Rows = m,
                Columns = n,
                Count = k,
                A = pa,
                ARowStep = aRowStride,
                AKStep = aColStride,
                B = pb,
                BKStep = bRowStride,
                BColumnStep = bColStride,
                C = pc,
                CStep = n,
                Accumulate = accumulate,
                ColumnBias = bias.IsEmpty ? null : pbias,
            };
            RunBlocked(lanes, plan);
        }
    }

    /// <summary>The definition: three plain loops. The tests hold every other path to its bits.</summary>
    internal static void RunReference(
        ReadOnlySpan<float> a, int aRowStride, int aColStride,
        ReadOnlySpan<float> b, int bRowStride, int bColStride,
        Span<float> c, int m, int n, int k, bool accumulate, ReadOnlySpan<float> bias)
    {
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = accumulate ? c[i * n + j] : 0;
                for (var l = 0; l < k; l++)
                    sum = MathF.FusedMultiplyAdd(a[i * aRowStride + l * aColStride], b[l * bRowStride + j * bColStride], sum);
                c[i * n + j] = bias.IsEmpty ? sum : sum + bias[j];
            }
        }
    }

    internal static void RunBlocked(int lanes, in MatMulPlan plan)
    {
        switch (lanes)
        {
            case 16:
                MatMulBlocked<MatMulSimd512, Vector512<float>>.Run(plan);
                break;
            case 8:
                MatMulBlocked<MatMulSimd256, Vector256<float>>.Run(plan);
                break;
            case 4:
                MatMulBlocked<MatMulSimd128, Vector128<float>>.Run(plan);
                break;
            default:
                MatMulBlocked<MatMulScalar, float>.Run(plan);
                break;
        }
    }

    private static void RunTiny(
        float* a, nint aRowStride, nint aColStride, float* b, nint bRowStride, nint bColStride, float* c, int m, int n, int k,
        bool accumulate, float* bias)
    {
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = accumulate ? *c : 0;
                var left = a;
                var right = b + j * bColStride;
                for (var l = 0; l < k; l++)
                {
                    sum = MathF.FusedMultiplyAdd(*left, *right, sum);
                    left += aColStride;
                    right += bRowStride;
                }
                *c++ = bias == null ? sum : sum + bias[j];
            }
            a += aRowStride;
        }
    }

    private static void Check(
        int aLength, int aRowStride, int aColStride, int bLength, int bRowStride, int bColStride, int cLength, int m, int n, int k,
        int biasLength)
    {
        if ((m | n | k | aRowStride | aColStride | bRowStride | bColStride) < 0)
        {
            throw new ArgumentException(
                $"A matrix product needs sizes and strides of 0 or more; got m = {m}, n = {n}, k = {k}, A's strides {aRowStride} and {aColStride}, B's {bRowStride} and {bColStride}.");
        }
        if (m == 0 || n == 0)
            return;
        if ((long)m * n > cLength)
            throw new ArgumentException($"C is {m} × {n} and needs {(long)m * n} values; got {cLength}.");
        if (biasLength != 0 && biasLength != n)
            throw new ArgumentException($"The bias needs one value a column, {n} here; got {biasLength}.");
        if (k == 0)
            return;
        if ((m - 1L) * aRowStride + (k - 1L) * aColStride >= aLength)
            throw new ArgumentException($"A is {m} × {k} with strides {aRowStride} and {aColStride} and does not fit into {aLength} values.");
        if ((k - 1L) * bRowStride + (n - 1L) * bColStride >= bLength)
            throw new ArgumentException($"B is {k} × {n} with strides {bRowStride} and {bColStride} and does not fit into {bLength} values.");
    }
}
