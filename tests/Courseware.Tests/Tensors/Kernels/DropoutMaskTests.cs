using Xunit;

namespace Courseware.Tests.Tensors.Kernels;

public sealed class DropoutMaskTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(31, false)]
    [InlineData(100_003, false)]
    [InlineData(100_003, true)]
    public void A_mask_keeps_what_its_bits_allow(int length, bool add)
    {
        var random = new RandomStream(1, "test");
        var (bits, x, y) = (new uint[length], new float[length], new float[length]);
        random.FillBits(bits);
        random.FillUniform(x, -1, 1);
        random.FillUniform(y, -1, 1);
        const uint Threshold = 1u << 31;
        var expected = new float[length];
        for (var i = 0; i < length; i++)
        {
            var kept = bits[i] >= Threshold ? x[i] * 1.7f : 0;
            expected[i] = add ? y[i] + kept : kept;
        }

        DropoutMask.Apply(bits, Threshold, 1.7f, x, y, add);

        Assert.Equal(expected, y);
    }
}
