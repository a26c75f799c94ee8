using Xunit;

namespace Courseware.Tests.Tensors.Kernels;

public sealed class LaneTests
{
    public static TheoryData<int> Functions => [.. Enumerable.Range(0, FunctionRule.Names.Length)];

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_has_the_same_bits_in_vectors_of_4_8_and_16_as_alone(int function)
    {
        var x = TestFloats.Mixed(20_011);
        var alone = TestFloats.Bits(InWidth<LaneF32>(function, x));

        Assert.Equal(alone, TestFloats.Bits(InWidth<Lane4>(function, x)));
        Assert.Equal(alone, TestFloats.Bits(InWidth<Lane8>(function, x)));
        Assert.Equal(alone, TestFloats.Bits(InWidth<Lane16>(function, x)));
    }

    [Fact]
    public void Arithmetic_has_the_same_bits_in_every_width()
    {
        var a = TestFloats.Mixed(5_003, 1);
        var b = TestFloats.Mixed(5_003, 2);
        var alone = TestFloats.Bits(InWidth<LaneF32>(a, b));

        Assert.Equal(alone, TestFloats.Bits(InWidth<Lane4>(a, b)));
        Assert.Equal(alone, TestFloats.Bits(InWidth<Lane8>(a, b)));
        Assert.Equal(alone, TestFloats.Bits(InWidth<Lane16>(a, b)));
    }

    [Fact]
    public void Min_and_max_give_NaN_if_either_is()
    {
        Assert.True(float.IsNaN(LaneF32.Max(float.NaN, 1.0).Value));
        Assert.True(float.IsNaN(LaneF32.Max(1.0, float.NaN).Value));
        Assert.True(float.IsNaN(LaneF32.Min(float.NaN, 1.0).Value));
        Assert.True(double.IsNaN(LaneF64.Min(1.0, double.NaN).Value));
    }

    [Fact]
    public void Where_takes_the_other_branch_at_zero_and_at_NaN()
    {
        Assert.Equal(1f, LaneF32.Where(0.1, 1.0, 2.0).Value);
        Assert.Equal(2f, LaneF32.Where(0.0, 1.0, 2.0).Value);
        Assert.Equal(2f, LaneF32.Where(-0.1, 1.0, 2.0).Value);
        Assert.Equal(2f, LaneF32.Where(double.NaN, 1.0, 2.0).Value);
        Assert.Equal(2.0, LaneF64.Where(double.NaN, 1.0, 2.0).Value);
    }

    [Fact]
    public void A_constant_is_rounded_once() => Assert.Equal(0.1f, ((LaneF32)0.1).Value);

    private static unsafe float[] InWidth<V>(int function, float[] x) where V : struct, ILane<V>, IFloatLane<V>
    {
        var y = new float[x.Length];
        fixed (float* px = x, py = y)
        {
            var body = new UnaryBody<FunctionRule>(new FunctionRule(function), px, py);
            LaneLoop.RangeIn<V, UnaryBody<FunctionRule>>(ref body, 0, (nuint)x.Length);
        }

        return y;
    }

    private static unsafe float[] InWidth<V>(float[] a, float[] b) where V : struct, ILane<V>, IFloatLane<V>
    {
        var y = new float[a.Length];
        fixed (float* pa = a, pb = b, py = y)
        {
            var body = new BinaryBody<EveryOperator>(default, pa, pb, py);
            LaneLoop.RangeIn<V, BinaryBody<EveryOperator>>(ref body, 0, (nuint)a.Length);
        }

        return y;
    }

    private readonly struct EveryOperator : IBinaryRule
    {
        public V Apply<V>(V a, V b) where V : struct, ILane<V> =>
            V.Fma(a, b, 0.1) + (a - b) / (1 + V.Abs(b)) - V.Min(a, b) * V.Max(a, -b);
    }
}
