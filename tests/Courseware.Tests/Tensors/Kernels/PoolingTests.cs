using Xunit;

namespace Courseware.Tests.Tensors.Kernels;

[Collection("WorkerPool")]
public sealed class PoolingTests
{
    [Fact]
    public void Maxima_and_their_places_are_those_of_the_plain_loop()
    {
        var random = new Random(1);
        for (var round = 0; round < 300; round++)
        {
            var s = RandomShape(random, usual: round % 2 == 0);
            // Few different values, so that ties are the rule, and now and then a NaN or −∞.
            var x = Enumerable.Range(0, (int)s.InputLength)
                .Select(_ => random.Next(40) switch { 0 => float.NaN, 1 => float.NegativeInfinity, var v => v / 8 }).ToArray();
            var y = new float[s.OutputLength];
            var argMax = new int[s.OutputLength];
            Pooling.MaxForward<float>(s, x, y, argMax);
            var at = 0;
            for (var plane = 0; plane < s.Planes; plane++)
            {
                for (var i = 0; i < s.OutHeight; i++)
                {
                    for (var j = 0; j < s.OutWidth; j++, at++)
                    {
                        var best = Window(s, i, j).Aggregate((a, b) => Value(b) > Value(a) || float.IsNaN(Value(b)) ? b : a);
                        Assert.Equal(best, argMax[at]);
                        Assert.Equal(Value(best), y[at]);
                    }
                }

                float Value(int pixel) => x[plane * s.InHeight * s.InWidth + pixel];
            }
        }
    }

    [Fact]
    public void Gradients_of_the_maximum_add_up_where_windows_overlap()
    {
        var s = new PoolingShape(1, 3, 3, 2, 2, 1, 1);
        double[] x = [0, 0, 0, 0, 9, 0, 0, 0, 0];
        var (y, argMax, dx) = (new double[4], new int[4], new double[9]);
        Pooling.MaxForward<double>(s, x, y, argMax);
        Pooling.MaxBackward<double>(s, [1, 2, 3, 4], argMax, dx);
        Assert.Equal([0, 0, 0, 0, 10, 0, 0, 0, 0], dx);
        Pooling.MaxBackward<double>(s, [1, 2, 3, 4], argMax, dx, accumulate: true);
        Assert.Equal(20, dx[4]);
    }

    [Fact]
    public void Gradients_of_the_usual_windows_are_those_of_the_plain_loop()
    {
        var random = new Random(2);
        for (var round = 0; round < 100; round++)
        {
            var s = RandomShape(random, usual: true);
            if (round % 2 == 0)
                s = s with { InHeight = 2 * s.OutHeight, InWidth = 8 * s.OutWidth };
            var x = Enumerable.Range(0, (int)s.InputLength).Select(_ => random.NextSingle()).ToArray();
            var dy = Enumerable.Range(0, (int)s.OutputLength).Select(i => i % 5 == 0 ? -0f : random.NextSingle() - 0.5f).ToArray();
            var (y, argMax, dx) = (new float[dy.Length], new int[dy.Length], Enumerable.Repeat(7f, x.Length).ToArray());
            Pooling.MaxForward<float>(s, x, y, argMax);
            Pooling.MaxBackward<float>(s, dy, argMax, dx);
            var expected = new float[x.Length];
            for (var i = 0; i < dy.Length; i++)
                expected[i / (s.OutHeight * s.OutWidth) * s.InHeight * s.InWidth + argMax[i]] += dy[i];
            Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), dx.Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Fact]
    public void The_average_and_its_gradient_are_adjoint()
    {
        // Σ g·avg(x) = Σ avgᵀ(g)·x for every x and g, which pins the gradient down once the forward pass is right.
        var random = new Random(4);
        for (var round = 0; round < 100; round++)
        {
            var s = RandomShape(random, usual: false);
            var countPadding = round % 2 == 0;
            var x = Enumerable.Range(0, (int)s.InputLength).Select(_ => random.NextDouble() - 0.5).ToArray();
            var g = Enumerable.Range(0, (int)s.OutputLength).Select(_ => random.NextDouble() - 0.5).ToArray();
            var (y, dx) = (new double[g.Length], new double[x.Length]);
            Pooling.AverageForward<double>(s, x, y, countPadding);
            Pooling.AverageBackward<double>(s, g, dx, countPadding);
            Assert.Equal(y.Zip(g, (a, b) => a * b).Sum(), dx.Zip(x, (a, b) => a * b).Sum(), 1e-10);

            var window = Window(s, 0, 0).ToArray();
            Assert.Equal(window.Sum(pixel => x[pixel]) / (countPadding ? s.KernelHeight * s.KernelWidth : window.Length), y[0], 1e-12);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Threads_do_not_change_a_bit(int threads)
    {
        var before = WorkerPool.Threads;
        try
        {
            var s = new PoolingShape(67, 40, 40, 3, 3, 2, 2, 1, 1);
            var random = new Random(5);
            var x = Enumerable.Range(0, (int)s.InputLength).Select(_ => random.NextSingle()).ToArray();
            var results = new List<float[]>();
            foreach (var count in new[] { 1, threads })
            {
                WorkerPool.Threads = count;
                var (y, argMax, dx) = (new float[s.OutputLength], new int[s.OutputLength], new float[s.InputLength]);
                Pooling.MaxForward<float>(s, x, y, argMax);
                Pooling.MaxBackward<float>(s, y, argMax, dx);
                results.Add([.. y, .. dx]);
            }
            Assert.Equal(results[0], results[1]);
        }
        finally
        {
            WorkerPool.Threads = before;
        }
    }

    [Fact]
    public void A_padding_as_large_as_the_window_is_refused()
        => Assert.Contains("smaller than its window", Assert.Throws<ArgumentException>(
            () => Pooling.AverageForward<float>(new PoolingShape(1, 4, 4, 2, 2, 2, 2, 2, 0), new float[16], new float[12])).Message,
            StringComparison.Ordinal);

    private static IEnumerable<int> Window(PoolingShape s, int i, int j)
        => from u in Enumerable.Range(i * s.StrideY - s.PaddingY, s.KernelHeight)
           from v in Enumerable.Range(j * s.StrideX - s.PaddingX, s.KernelWidth)
           where u >= 0 && u < s.InHeight && v >= 0 && v < s.InWidth
           select u * s.InWidth + v;

    private static PoolingShape RandomShape(Random random, bool usual)
    {
        while (true)
        {
            var (kernelY, kernelX) = usual ? (2, 2) : (random.Next(1, 5), random.Next(1, 5));
            var s = usual
                ? new PoolingShape(random.Next(1, 4), random.Next(2, 20), random.Next(2, 40), 2, 2, 2, 2)
                : new PoolingShape(random.Next(1, 4), random.Next(1, 12), random.Next(1, 12), kernelY, kernelX, random.Next(1, 4),
                    random.Next(1, 4), random.Next(kernelY), random.Next(kernelX));
            if (s.OutHeight > 0 && s.OutWidth > 0)
                return s;
        }
    }
}
