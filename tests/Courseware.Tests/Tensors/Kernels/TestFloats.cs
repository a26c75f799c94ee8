namespace Courseware.Tests.Tensors.Kernels;

/// <summary>Inputs for tests of arithmetic: every kind of float, the same on every run.</summary>
internal static class TestFloats
{
    public static readonly float[] Special =
    [
        0f, -0f, 1f, -1f, 0.5f, -0.5f, 2f, -2f, float.Epsilon, -float.Epsilon, 1e-40f, -1e-40f, 1.17549435e-38f, 1e-20f, -1e-20f,
        float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 88.72283f, 88.72284f, -87.33655f,
            -103.97f, -104f,
        1000f, -1000f, 0.625f, 0.62500006f, 0.92f, 4f, 16777216f, 8388608f, -0.99999994f, 0.70710677f, 1.4142135f,
    ];

    /// <summary>The special values, then any bit patterns, then ordinary numbers in ±<paramref name="range"/>.</summary>
    public static float[] Mixed(int count, ulong seed = 1, float range = 10)
    {
        var state = seed * 0x9E3779B97F4A7C15 + 1;
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            state = state * 6364136223846793005 + 1442695040888963407;
            var bits = (uint)(state >> 32);
            values[i] = i < Special.Length ? Special[i]
                : (i & 1) == 0 ? BitConverter.UInt32BitsToSingle(bits)
                : ((int)(bits >> 8) - 8388608) / 8388608f * range;
        }

        return values;
    }

    /// <summary>Ordinary numbers in ±<paramref name="range"/>.</summary>
    public static float[] Ordinary(int count, ulong seed = 1, float range = 3)
    {
        var state = seed * 0x9E3779B97F4A7C15 + 1;
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            state = state * 6364136223846793005 + 1442695040888963407;
            values[i] = ((int)(state >> 40) - 8388608) / 8388608f * range;
        }

        return values;
    }

    /// <summary>Bits with one pattern for all NaNs: a NaN's sign and payload are not fixed.</summary>
    public static int Bits(float x) => float.IsNaN(x) ? 0x7FC00000 : BitConverter.SingleToInt32Bits(x);

    public static int[] Bits(ReadOnlySpan<float> values)
    {
        var bits = new int[values.Length];
        for (var i = 0; i < values.Length; i++)
            bits[i] = Bits(values[i]);
        return bits;
    }
}
