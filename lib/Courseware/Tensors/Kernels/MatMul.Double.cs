using System.Runtime.Intrinsics;

namespace Courseware;

internal static unsafe partial class MatMul
{
    /// <summary>The product in double precision, for hand calculations: same order of the sums, same meaning of the parameters.</summary>
    /// <inheritdoc cref="Run(ReadOnlySpan{float}, int, int, ReadOnlySpan{float}, int, int, Span{float}, int, int, int, bool, ReadOnlySpan{float})"/>
    public static void Run(
        ReadOnlySpan<double> a, int aRowStride, int aColStride,
        ReadOnlySpan<double> b, int bRowStride, int bColStride,
        Span<double> c, int m, int n, int k, bool accumulate = false, ReadOnlySpan<double> bias = default)
    {
        Check(a.Length, aRowStride, aColStride, b.Length, bRowStride, bColStride, c.Length, m, n, k, bias.Length);
        if (m == 0 || n == 0)
            return;
        if (bColStride != 1 || n < Vector256<double>.Count)
        {
            RunReference(a, aRowStride, aColStride, b, bRowStride, bColStride, c, m, n, k, accumulate, bias);
            return;
        }
        fixed (double* pa = a, pb = b, pc = c, pbias = bias)
        {
            for (var i = 0; i < m; i++)
            {
                RunRow(pa + (nint)i * aRowStride, aColStride, pb, bRowStride, pc + (nint)i * n, n, k, accumulate, bias.IsEmpty ? null
                    : pbias);
            }
        }
    }

    /// <summary>The definition in double precision: three plain loops.</summary>
    internal static void RunReference(
        ReadOnlySpan<double> a, int aRowStride, int aColStride,
        ReadOnlySpan<double> b, int bRowStride, int bColStride,
        Span<double> c, int m, int n, int k, bool accumulate, ReadOnlySpan<double> bias)
    {
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = accumulate ? c[i * n + j] : 0;
                for (var l = 0; l < k; l++)
                    sum = Math.FusedMultiplyAdd(a[i * aRowStride + l * aColStride], b[l * bRowStride + j * bColStride], sum);
                c[i * n + j] = bias.IsEmpty ? sum : sum + bias[j];
            }
        }
    }

    private static void RunRow(double* a, nint aStep, double* b, nint bStep, double* c, int n, int k, bool accumulate, double* bias)
    {
        var lanes = Vector256<double>.Count;
        for (var j = 0; j < n; j += 2 * lanes)
        {
            // The last block is moved back over columns that are done already, unless they are the start of the next sums.
            var overlaps = j + 2 * lanes > n;
            if (overlaps && (accumulate || n < 2 * lanes))
            {
                for (; j < n; j++)
                {
                    var sum = accumulate ? c[j] : 0;
                    for (var l = 0; l < k; l++)
                        sum = Math.FusedMultiplyAdd(a[l * aStep], b[l * bStep + j], sum);
                    c[j] = bias == null ? sum : sum + bias[j];
                }
                return;
            }
            var column = overlaps ? n - 2 * lanes : j;
            var c0 = accumulate ? Vector256.Load(c + column) : Vector256<double>.Zero;
            var c1 = accumulate ? Vector256.Load(c + column + lanes) : Vector256<double>.Zero;
            for (var l = 0; l < k; l++)
            {
                var x = Vector256.Create(a[l * aStep]);
                c0 = Vector256.FusedMultiplyAdd(x, Vector256.Load(b + l * bStep + column), c0);
                c1 = Vector256.FusedMultiplyAdd(x, Vector256.Load(b + l * bStep + column + lanes), c1);
            }
            if (bias != null)
            {
                c0 += Vector256.Load(bias + column);
                c1 += Vector256.Load(bias + column + lanes);
            }
            c0.Store(c + column);
            c1.Store(c + column + lanes);
        }
    }
}
