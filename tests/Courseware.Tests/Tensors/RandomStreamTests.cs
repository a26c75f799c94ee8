using Xunit;

namespace Courseware.Tests.Tensors;

public sealed class RandomStreamTests
{
    // The known answers that come with the authors' own code (Random123, kat_vectors).
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x299f31d0a4093822UL, 0x0370734413198a2eUL, 0x85a308d3243f6a88UL, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Philox_gives_the_published_words(ulong key, ulong counterHigh, ulong counterLow, uint w0, uint w1, uint w2, uint w3)
    {
        var words = new uint[4];
        Philox.Block(key, counterHigh, counterLow, words);
        Assert.Equal([w0, w1, w2, w3], words);
    }

    [Fact]
    public void Filling_gives_the_words_that_single_draws_give()
    {
        foreach (var (start, count) in new[] { (0, 0), (0, 1), (1, 2), (3, 1), (2, 100), (0, 1000), (5, 333), (4, 4), (3, 70_001),
            (0, 65_536) })
        {
            var single = new RandomStream(7, "test", "a/b", 3);
            var filled = new RandomStream(7, "test", "a/b", 3);
            for (var i = 0; i < start; i++)
                Assert.Equal(single.NextUInt(), filled.NextUInt());
            var words = new uint[count];
            filled.FillBits(words);
            foreach (var word in words)
                Assert.Equal(single.NextUInt(), word);
            Assert.Equal(single.NextUInt(), filled.NextUInt());
        }
    }

    [Fact]
    public void A_word_depends_on_its_place_alone()
    {
        var stream = new RandomStream(7, "test");
        var all = new uint[1000];
        stream.FillBitsAt(0, all);
        var part = new uint[401];
        stream.FillBitsAt(299, part);
        Assert.Equal(all[299..700], part);
    }

    [Fact]
    public void Vectors_give_the_uniform_and_normal_numbers_that_one_at_a_time_gives()
    {
        var (uniform, normal) = (new float[777], new float[777]);
        new RandomStream(1, "t").FillUniform(uniform, -2, 3);
        new RandomStream(1, "t").FillGaussian(normal, 1, 2);
        var (one, two) = (new RandomStream(1, "t"), new RandomStream(1, "t"));
        var single = new float[1];
        for (var i = 0; i < 777; i++)
        {
            one.FillUniform(single, -2, 3);
            Assert.Equal(uniform[i], single[0]);
            two.FillGaussian(single, 1, 2);
            Assert.Equal(normal[i], single[0]);
        }
    }

    [Fact]
    public void Seed_purpose_path_and_step_each_give_another_stream()
    {
        RandomStream[] streams =
        [
            new(1, "dropout", "a", 0), new(2, "dropout", "a", 0), new(1, "shuffle", "a", 0), new(1, "dropout", "b", 0),
                new(1, "dropout", "a", 1),
            new(1, "dropouta", "", 0), new(-1, "dropout", "a", 0),
        ];
        Assert.Equal(streams.Length, streams.Select(s => s.NextULong()).Distinct().Count());
    }

    [Fact]
    public void Moving_to_a_step_is_a_new_stream_of_that_step()
    {
        var stream = new RandomStream(1, "dropout", "a");
        stream.NextUInt();
        stream.MoveTo(5);
        Assert.Equal(new RandomStream(1, "dropout", "a", 5).NextULong(), stream.NextULong());
    }

    [Fact]
    public void Whole_numbers_are_in_range_and_equally_likely()
    {
        var stream = new RandomStream(1, "whole");
        var counts = new int[6];
        for (var i = 0; i < 60_000; i++)
            counts[stream.Next(6)]++;
        Assert.All(counts, c => Assert.InRange(c, 9_600, 10_400));
        Assert.Equal(0, stream.Next(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Next(0));

        // A range that does not divide 2³²: plain scaling would hit the lower third twice as often as rejection allows.
        const int Range = 3 << 29;
        var low = 0;
        for (var i = 0; i < 30_000; i++)
            low += stream.Next(Range) < Range / 3 ? 1 : 0;
        Assert.InRange(low, 9_600, 10_400);
    }

    [Fact]
    public void A_permutation_has_each_number_once_and_every_order_comes()
    {
        var stream = new RandomStream(1, "order");
        Assert.Equal(Enumerable.Range(0, 100), stream.Permutation(100).Order());
        Assert.Empty(stream.Permutation(0));

        var orders = new Dictionary<string, int>();
        for (var i = 0; i < 6_000; i++)
        {
            var order = string.Join(",", stream.Permutation(3));
            orders[order] = orders.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(6, orders.Count);
        Assert.All(orders.Values, c => Assert.InRange(c, 880, 1120));
    }

    [Fact]
    public void Uniform_numbers_stay_in_their_range_and_fill_it()
    {
        var values = new float[100_000];
        new RandomStream(3, "u").FillUniform(values);
        Assert.All(values, v => Assert.InRange(v, 0f, 0.99999994f));
        Assert.InRange(values.Average(), 0.497, 0.503);
        Assert.InRange(values.Count(v => v < 0.1f), 9_600, 10_400);

        var stream = new RandomStream(3, "d");
        for (var i = 0; i < 1000; i++)
        {
            Assert.InRange(stream.NextFloat(), 0f, 0.99999994f);
            Assert.InRange(stream.NextDouble(), 0.0, 0.9999999999999999);
        }
    }

    [Fact]
    public void Normal_numbers_have_the_bell_s_moments_and_tails()
    {
        var values = new float[400_000];
        new RandomStream(3, "n").FillGaussian(values);
        Bell(values.Select(v => (double)v).ToArray());
        var stream = new RandomStream(3, "n");
        Bell(Enumerable.Range(0, 100_000).Select(_ => stream.NextGaussian()).ToArray());

        static void Bell(double[] values)
        {
            var n = (double)values.Length;
            var tolerance = 5 / Math.Sqrt(n);
            Assert.InRange(values.Average(), -tolerance, tolerance);
            Assert.InRange(values.Sum(v => v * v) / n, 1 - 2 * tolerance, 1 + 2 * tolerance);
            Assert.InRange(values.Sum(v => v * v * v * v) / n, 3 - 10 * tolerance, 3 + 10 * tolerance);
            // Φ(−1) = 0.158655, Φ(−3) = 0.00134990
            Assert.InRange(values.Count(v => v < -1) / n, 0.158655 - tolerance, 0.158655 + tolerance);
            Assert.InRange(values.Count(v => v > 3) / n, 0.00134990 - tolerance / 10, 0.00134990 + tolerance / 10);
        }
    }

    // Bits with position p in the half of 2³¹: z = Φ⁻¹((p + ½)/2³²), to 50 digits by mpmath.
    [Theory]
    [InlineData(0u, 6.3379577545537895)]
    [InlineData(1u, 6.166429517819751)]
    [InlineData(1000u, 5.0398511259687115)]
    [InlineData(10_000_000u, 2.82987542868536)]
    [InlineData(536_870_912u, 1.1503493798104831)]
    [InlineData(2_000_000_000u, 0.0861809490044897)]
    [InlineData(2_147_483_647u, 2.918099372916623e-10)]
    public void The_normal_quantile_is_accurate_into_the_tail(uint position, double size)
    {
        var z = LaneFunctions.NormalQuantile(new LaneF32(BitConverter.UInt32BitsToSingle(position))).Value;
        Assert.Equal(size, z, size * 1e-6);
        var negative = LaneFunctions.NormalQuantile(new LaneF32(BitConverter.UInt32BitsToSingle(position | 0x80000000))).Value;
        Assert.Equal(-z, negative);
    }
}
