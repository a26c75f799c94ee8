using System.Globalization;

namespace Courseware.Benchmarks;

/// <summary>Case 10: single-precision matrix products of the course's shapes.</summary>
internal static class MatMulShapes
{
    private static readonly (int M, int N, int K)[] s_shapes = [(64, 512, 784), (512, 64, 1000), (64, 2048, 2048), (1024, 1024, 1024)];

    public static void Run(int threads)
    {
        foreach (var (m, n, k) in s_shapes)
        {
            // The three products of a dense layer with m samples, n outputs and k inputs.
            Measure(threads, m, n, k, "Y = X·Wᵀ", RandomValues.Dense(m * k), k, 1, RandomValues.Dense(n * k), 1, k);
            Measure(threads, m, n, k, "A·B", RandomValues.Dense(m * k), k, 1, RandomValues.Dense(k * n), n, 1);
            Measure(threads, m, n, k, "Aᵀ·B", RandomValues.Dense(m * k), 1, m, RandomValues.Dense(k * n), n, 1);
        }
    }

    private static void Measure(int threads, int m, int n, int k, string form, float[] a, int aRow, int aCol, float[] b, int bRow, int bCol)
    {
        var c = new float[m * n];
        var measured = Measurement.Of(() => MatMul.Run(a, aRow, aCol, b, bRow, bCol, c, m, n, k));
        var work = 2.0 * m * n * k / 1e9;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"case\":10,\"shape\":\"{m}x{n}x{k}\",\"form\":\"{form}\",\"threads\":{threads},\"gflops\":{work / measured.MedianSeconds:F1},\"bestGflops\":{work / measured.BestSeconds:F1},\"bytesAllocatedPerCall\":{measured.BytesPerCall:F1}}}"));
    }
}
