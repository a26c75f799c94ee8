namespace Courseware;

/// <summary>Reads classes off a model's outputs.</summary>
internal static class Predictions
{
    /// <summary>The index of the largest output (the first, if several are equal); for one output, 1 if it is above the threshold, else 0.</summary>
    public static int Class(ReadOnlySpan<float> outputs, double threshold)
    {
        if (outputs.Length == 1)
            return outputs[0] > threshold ? 1 : 0;
        var largest = Reduce.Max(outputs);
        if (!float.IsNaN(largest))
            return outputs.IndexOf(largest);

        // Not a number is not larger than anything, nor is anything larger than it.
        var best = 0;
        for (var c = 1; c < outputs.Length; c++)
            if (outputs[c] > outputs[best])
                best = c;
        return best;
    }
}
