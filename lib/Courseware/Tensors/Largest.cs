namespace Courseware;

/// <summary>Where the largest of some numbers is: the class that scores name.</summary>
internal static class Largest
{
    /// <summary>The first place of the largest number, at least one number given. NaN is not larger than anything.</summary>
    public static int IndexIn(ReadOnlySpan<float> values)
    {
        var largest = Reduce.Max(values);
        if (!float.IsNaN(largest))
            return values.IndexOf(largest);

        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
                best = i;
        }

        return best;
    }
}
