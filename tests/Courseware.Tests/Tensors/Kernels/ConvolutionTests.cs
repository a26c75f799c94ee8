using Xunit;

namespace Courseware.Tests.Tensors.Kernels;

[Collection("WorkerPool")]
public sealed class ConvolutionTests
{
    public static TheoryData<int> Lanes => [16, 8, 4, 1];

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Every_vector_width_gives_the_bits_of_the_plain_loops(int lanes)
    {
        var random = new Random(lanes);
        for (var round = 0; round < 120; round++)
            AssertSameBits(lanes, RandomShape(random), random);
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Images_of_whole_vectors_give_the_bits_of_the_plain_loops(int lanes)
    {
        var random = new Random(lanes);
        AssertSameBits(lanes, new ConvolutionShape(2, 3, 32, 32, 17, 3, 3, 1, 1, 1, 1), random);
        AssertSameBits(lanes, new ConvolutionShape(1, 45, 16, 16, 15, 3, 3, 1, 1, 1, 1), random);
        AssertSameBits(lanes, new ConvolutionShape(3, 2, 5, 16, 7, 1, 1), random);
        AssertSameBits(lanes, new ConvolutionShape(2, 3, 33, 33, 5, 3, 3, 2, 2, 1, 1), random);
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
            AssertSameBits(MatMul.BestLanes, new ConvolutionShape(13, 8, 16, 16, 32, 3, 3, 1, 1, 1, 1), random);
            AssertSameBits(MatMul.BestLanes, new ConvolutionShape(1, 16, 28, 28, 40, 5, 5, 1, 1, 2, 2), random);
            AssertSameBits(MatMul.BestLanes, new ConvolutionShape(2, 16, 29, 31, 40, 3, 3, 2, 2, 1, 1), random);
        }
        finally
        {
            WorkerPool.Threads = before;
        }
    }

    [Fact]
    public void The_gradients_are_those_of_the_forward_pass()
    {
        // With L = Σ g·y, dL/dx and dL/dw by central differences; L is linear in each, so the differences are exact but for rounding.
        var random = new Random(7);
        for (var round = 0; round < 12; round++)
        {
            var s = RandomShape(random);
            if (s.InputLength + s.WeightLength > 700)
                continue;
            var x = Doubles(random, s.InputLength);
            var w = Doubles(random, s.WeightLength);
            var bias = Doubles(random, s.OutChannels);
            var g = Doubles(random, s.OutputLength);
            var (dx, dw, db) = (new double[x.Length], new double[w.Length], new double[bias.Length]);
            Convolution.BackwardInput(s, g, w, dx);
            Convolution.BackwardWeight(s, x, g, dw);
            Convolution.BackwardBias(s, g, db);
            AssertGradient(s, x, w, bias, g, x, dx);
            AssertGradient(s, x, w, bias, g, w, dw);
            AssertGradient(s, x, w, bias, g, bias, db);
        }
    }

    [Fact]
    public void A_call_allocates_nothing_once_its_buffers_are_there()
    {
        var random = new Random(2);
        var s = new ConvolutionShape(4, 8, 16, 16, 16, 3, 3, 1, 1, 1, 1);
        var (x, w, bias, y) =
            (Values(random, s.InputLength), Values(random, s.WeightLength), Values(random, s.OutChannels), Values(random, s.OutputLength));
        void Step()
        {
            Convolution.Forward(s, x, w, bias, y);
            Convolution.BackwardInput(s, y, w, x);
            Convolution.BackwardWeight(s, x, y, w);
            Convolution.BackwardBias(s, y, bias);
        }

        Step();
        Step();
        Assert.Equal(0, Allocations.Of(1, Step));
    }

    [Fact]
    public void An_impossible_shape_or_a_wrong_length_is_refused_with_the_numbers()
    {
        var s = new ConvolutionShape(1, 1, 3, 3, 1, 5, 5);
        Assert.Contains("5 × 5 kernel does not fit into a 3 × 3 input", Refused(s, 9, 25, 1).Message, StringComparison.Ordinal);
        s = new ConvolutionShape(1, 1, 3, 3, 1, 2, 2);
        Assert.Contains("The weights of this convolution has 4 values; got 5", Refused(s, 9, 5, 4).Message, StringComparison.Ordinal);
        Assert.Contains("The output of this convolution has 4 values; got 3", Refused(s, 9, 4, 3).Message, StringComparison.Ordinal);
    }

    private static ArgumentException Refused(ConvolutionShape s, int x, int w, int y)
        => Assert.Throws<ArgumentException>(() => Convolution.Forward(s, new float[x], new float[w], [], new float[y]));

    private static ConvolutionShape RandomShape(Random random)
    {
        while (true)
        {
            var (kernelY, kernelX) = (random.Next(1, 6), random.Next(1, 6));
            var s = new ConvolutionShape(
                random.Next(1, 4), random.Next(1, 20), random.Next(1, 20), random.Next(1, 36), random.Next(1, 20), kernelY, kernelX,
                random.Next(1, 4), random.Next(1, 4), random.Next(0, 4), random.Next(0, 4));
            if (s.OutHeight > 0 && s.OutWidth > 0 && s.Work < 400_000)
                return s;
        }
    }

    private static void AssertSameBits(int lanes, ConvolutionShape s, Random random)
    {
        var (x, w, dy) = (Values(random, s.InputLength), Values(random, s.WeightLength), Values(random, s.OutputLength));
        var bias = random.Next(2) == 0 ? [] : Values(random, s.OutChannels);
        var accumulate = random.Next(2) == 0;

        var (expected, actual) = Twice(s.OutputLength, random);
        ConvolutionReference<float>.Forward(s, x, w, bias, expected);
        Convolution.Forward(lanes, s, x, w, bias, actual);
        AssertSame(expected, actual, $"y, {s}");

        (expected, actual) = Twice(s.InputLength, random);
        ConvolutionReference<float>.BackwardInput(s, dy, w, expected, accumulate);
        Convolution.BackwardInput(lanes, s, dy, w, actual, accumulate);
        AssertSame(expected, actual, $"dx, accumulate {accumulate}, {s}");

        (expected, actual) = Twice(s.WeightLength, random);
        ConvolutionReference<float>.BackwardWeight(s, x, dy, expected, accumulate);
        Convolution.BackwardWeight(lanes, s, x, dy, actual, accumulate);
        AssertSame(expected, actual, $"dw, accumulate {accumulate}, {s}");

        (expected, actual) = Twice(s.OutChannels, random);
        ConvolutionReference<float>.BackwardBias(s, dy, expected, accumulate);
        Convolution.BackwardBias(s, dy, actual, accumulate);
        AssertSame(expected, actual, $"db, accumulate {accumulate}, {s}");
    }

    private static void AssertGradient(ConvolutionShape s, double[] x, double[] w, double[] bias, double[] g, double[] of,
        double[] gradient)
    {
        var y = new double[g.Length];
        double Loss()
        {
            Convolution.Forward(s, x, w, bias, y);
            return y.Zip(g, (a, b) => a * b).Sum();
        }

        for (var i = 0; i < of.Length; i++)
        {
            var value = of[i];
            of[i] = value + 0.5;
            var above = Loss();
            of[i] = value - 0.5;
            var below = Loss();
            of[i] = value;
            Assert.Equal(above - below, gradient[i], 1e-9);
        }
    }

    private static (float[] Expected, float[] Actual) Twice(long count, Random random)
    {
        var values = Values(random, count);
        return (values, (float[])values.Clone());
    }

    private static void AssertSame(float[] expected, float[] actual, string what)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]))
                Assert.Fail($"{what}: value {i} is {actual[i]:R}, not {expected[i]:R}.");
        }
    }

    private static float[] Values(Random random, long count) => [.. Doubles(random, count).Select(value => (float)value)];

    private static double[] Doubles(Random random, long count)
        => [.. Enumerable.Range(0, (int)count).Select(_ => random.NextDouble() * 2 - 1)];
}
