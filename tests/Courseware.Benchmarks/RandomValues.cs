namespace Courseware.Benchmarks;

/// <summary>Dense values in (−1, 1), the same on every run: no zero that a kernel could profit from.</summary>
internal static class RandomValues
{
    public static float[] Dense(int count)
    {
        var values = new float[count];
        var state = 0x9E3779B97F4A7C15UL;
        for (var i = 0; i < count; i++)
        {
            state = state * 6364136223846793005UL + 1442695040888963407UL;
            values[i] = ((int)(state >> 40) - 8388607.5f) / 8388608f;
        }
        return values;
    }
}
