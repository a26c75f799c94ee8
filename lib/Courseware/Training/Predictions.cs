namespace Courseware;

/// <summary>Reads classes off a model's outputs.</summary>
internal static class Predictions
{
    /// <summary>
    /// The index of the largest output (the first, if several are equal); for one output, 1 if it is above the threshold, else 0.
    /// </summary>
    public static int Class(ReadOnlySpan<float> outputs, double threshold)
        => outputs.Length == 1 ? (outputs[0] > threshold ? 1 : 0) : Largest.IndexIn(outputs);
}
