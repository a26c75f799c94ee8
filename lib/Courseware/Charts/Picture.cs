namespace Courseware;

/// <summary>A small picture of an image grid.</summary>
/// <param name="Pixels">Grey: height × width values. Colour: height × width × 3 (red, green, blue for each pixel). 0 is black, 1 is white;
/// values outside are cut.</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Truth">Its true label.</param>
/// <param name="Predicted">The label that a model gave it; where it differs, the picture is marked ✗.</param>
public sealed record Picture(IReadOnlyList<float> Pixels, int Width, int Height, string? Truth = null, string? Predicted = null)
{
    /// <summary>
    /// Points on it, such as landmarks: X from 0 (left edge) to 1 (right edge), Y from 0 (top edge) to 1 (bottom edge). Series of one name,
    /// on whichever pictures, are one entry of the legend.
    /// </summary>
    public IReadOnlyList<Series> Marks { get; init; } = [];

    /// <summary>True if there is a prediction and it is not the truth.</summary>
    internal bool IsWrong => Predicted is not null && Truth is not null && Predicted != Truth;

    internal bool IsColour => Pixels.Count == 3 * Width * Height;

    internal void Check()
    {
        if (Pixels.Count != Width * Height && !IsColour)
            throw new ArgumentException($"A picture of {Width}×{Height} has {Width * Height} grey values or {3 * Width * Height} colour values, not {Pixels.Count}.");
        foreach (var marks in Marks)
            marks.Check();
    }
}
