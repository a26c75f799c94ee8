using Xunit;

namespace Courseware.Tests.Tensors.Kernels;

[Collection("WorkerPool")]
public sealed class MatMulTests
{
    // 0 and 1, odd sizes, one off a tile's height and width for every vector, more than one block of k (384) and more than one chunk of
    // columns.
    private static readonly int[] s_sizes = [0, 1, 2, 3, 5, 6, 7, 8, 13, 14, 15, 16, 17, 29, 31, 32, 33, 46, 64, 65, 100, 131];
    private static readonly int[] s_depths = [0, 1, 2, 3, 7, 16, 33, 64, 100, 383, 384, 385, 784, 1201];

    public static TheoryData<int> Lanes => [16, 8, 4, 1];

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Every_vector_width_gives_the_bits_of_the_plain_loop(int lanes)
    {
        var random = new Random(lanes);
        for (var round = 0; round < 220; round++)
            new Product(random, Pick(random, s_sizes), Pick(random, s_sizes), Pick(random, s_depths)).AssertSameBits(lanes);
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Many_columns_are_taken_in_chunks_without_a_change_of_bits(int lanes)
    {
        var random = new Random(lanes);
        for (var round = 0; round < 4; round++)
        {
            new Product(random, 33, 517, 700).AssertSameBits(lanes);
            new Product(random, 517, 33, 700).AssertSameBits(lanes);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Threads_do_not_change_a_bit(int threads)
    {
        var before = WorkerPool.Threads;
        WorkerPool.Threads = threads;
        try
        {
            var random = new Random(threads);
            foreach (var (m, n, k) in new[] { (64, 130, 784), (300, 64, 500), (7, 1100, 600), (1100, 10, 400), (257, 255, 129),
                (3, 700_000, 1), (1, 3000, 900) })
            {
                new Product(random, m, n, k).AssertSameBits(MatMul.BestLanes);
            }
        }
        finally
        {
            WorkerPool.Threads = before;
        }
    }

    [Fact]
    public void Without_terms_the_product_is_the_bias_or_what_C_held()
    {
        var c = new float[] { 1, 2, 3, 4, 5, 6 };
        MatMul.Run([], 0, 1, [], 3, 1, c, 2, 3, 0, accumulate: true, bias: [10, 20, 30]);
        Assert.Equal([11, 22, 33, 14, 25, 36], c);
        MatMul.Run([], 0, 1, [], 3, 1, c, 2, 3, 0);
        Assert.Equal(new float[6], c);
    }

    [Fact]
    public void Values_beyond_the_product_stay_untouched()
    {
        var random = new Random(5);
        foreach (var (m, n, k) in new[] { (13, 37, 50), (37, 13, 50), (100, 70, 400), (1, 5, 2) })
        {
            var a = Values(random, m * k);
            var b = Values(random, k * n);
            var c = Enumerable.Repeat(-7f, m * n + 64).ToArray();
            MatMul.Run(a, k, 1, b, n, 1, c, m, n, k);
            Assert.All(c.Skip(m * n), value => Assert.Equal(-7f, value));
        }
    }

    [Fact]
    public void A_span_too_short_is_refused_with_the_sizes()
    {
        var error = Assert.Throws<ArgumentException>(() => MatMul.Run(new float[11], 4, 1, new float[8], 2, 1, new float[6], 3, 2, 4));
        Assert.Contains("A is 3 × 4 with strides 4 and 1 and does not fit into 11 values", error.Message, StringComparison.Ordinal);
        Assert.Contains("B is 4 × 2",
            Assert.Throws<ArgumentException>(() => MatMul.Run(new float[12], 4, 1, new float[7], 2, 1, new float[6], 3, 2, 4)).Message,
            StringComparison.Ordinal);
        Assert.Contains("C is 3 × 2",
            Assert.Throws<ArgumentException>(() => MatMul.Run(new float[12], 4, 1, new float[8], 2, 1, new float[5], 3, 2, 4)).Message,
            StringComparison.Ordinal);
        Assert.Contains("bias",
            Assert.Throws<ArgumentException>(() =>
                MatMul.Run(new float[12], 4, 1, new float[8], 2, 1, new float[6], 3, 2, 4, bias: new float[3])).Message,
                StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => MatMul.Run(new float[12], 4, -1, new float[8], 2, 1, new float[6], 3, 2, 4));
    }

    [Fact]
    public void Infinities_and_NaN_pass_through()
    {
        float[] a = [1, float.PositiveInfinity, float.NaN, 0];
        float[] c = new float[4];
        MatMul.Run(a, 1, 1, [2f], 1, 1, c, 4, 1, 1);
        Assert.Equal([2, float.PositiveInfinity, float.NaN, 0], c);
    }

    [Fact]
    public void A_call_allocates_nothing_once_its_buffers_are_there()
    {
        var random = new Random(1);
        var a = Values(random, 64 * 784);
        var b = Values(random, 512 * 784);
        var c = new float[64 * 512];
        void Product() => MatMul.Run(a, 784, 1, b, 1, 784, c, 64, 512, 784);
        for (var i = 0; i < 3; i++)
            Product();
        Assert.Equal(0, Allocations.Of(10, Product));
    }

    [Fact]
    public void Double_precision_gives_the_bits_of_the_plain_loop()
    {
        var random = new Random(3);
        for (var round = 0; round < 200; round++)
        {
            var (m, n, k) = (Pick(random, s_sizes), Pick(random, s_sizes), Pick(random, s_depths) / 4);
            var (aRow, aCol) = random.Next(2) == 0 ? (k, 1) : (1, m);
            var (bRow, bCol) = random.Next(3) != 0 ? (n, 1) : (1, k);
            var a = Doubles(random, m * k);
            var b = Doubles(random, k * n);
            var bias = random.Next(2) == 0 ? [] : Doubles(random, n);
            var accumulate = random.Next(2) == 0;
            var expected = Doubles(random, m * n);
            var actual = (double[])expected.Clone();
            MatMul.RunReference(a, aRow, aCol, b, bRow, bCol, expected, m, n, k, accumulate, bias);
            MatMul.Run(a, aRow, aCol, b, bRow, bCol, actual, m, n, k, accumulate, bias);
            Assert.True(expected.Select(BitConverter.DoubleToInt64Bits)
                .SequenceEqual(actual.Select(BitConverter.DoubleToInt64Bits)), $"{m} × {n} × {k}");
        }
    }

    private static int Pick(Random random, int[] values) => values[random.Next(values.Length)];

    private static float[] Values(Random random, int count)
    {
        var values = new float[count];
        foreach (ref var value in values.AsSpan())
            value = random.NextSingle() * 2 - 1;
        return values;
    }

    private static double[] Doubles(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() * 2 - 1)];

    /// <summary>A random product of the given sizes: strides, bias and accumulation at random.</summary>
    private sealed class Product
    {
        private readonly int _m, _n, _k, _aRow, _aCol, _bRow, _bCol;
        private readonly float[] _a, _b, _bias, _c;
        private readonly bool _accumulate;

        public Product(Random random, int m, int n, int k)
        {
            (_m, _n, _k) = (m, n, k);
            var gap = random.Next(3);
            (_aRow, _aCol) = random.Next(5) switch
            {
                0 or 1 => (k + gap, 1),
                2 or 3 => (1, m + gap),
                _ => (2 * k + 1, 2),
            };
            (_bRow, _bCol) = random.Next(5) switch
            {
                0 or 1 => (n + gap, 1),
                2 or 3 => (1, k + gap),
                _ => (2 * n + 1, 2),
            };
            _a = Values(random, Math.Max(0, (m - 1) * _aRow + (k - 1) * _aCol + 1));
            _b = Values(random, Math.Max(0, (k - 1) * _bRow + (n - 1) * _bCol + 1));
            _c = Values(random, m * n);
            _bias = random.Next(2) == 0 ? [] : Values(random, n);
            _accumulate = random.Next(2) == 0;
        }

        public void AssertSameBits(int lanes)
        {
            var expected = (float[])_c.Clone();
            MatMul.RunReference(_a, _aRow, _aCol, _b, _bRow, _bCol, expected, _m, _n, _k, _accumulate, _bias);
            var actual = (float[])_c.Clone();
            MatMul.Run(lanes, _a, _aRow, _aCol, _b, _bRow, _bCol, actual, _m, _n, _k, _accumulate, _bias);
            for (var i = 0; i < expected.Length; i++)
            {
                if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]))
                {
                    Assert.Fail($"{_m} × {_n} × {_k}, A's strides {_aRow} and {_aCol}, B's {_bRow} and {_bCol}, accumulate {_accumulate}, bias {_bias.Length != 0}, lanes {lanes}: "
                                + $"C({i / _n}, {i % _n}) is {actual[i]:R}, not {expected[i]:R}.");
                }
            }
        }
    }
}
