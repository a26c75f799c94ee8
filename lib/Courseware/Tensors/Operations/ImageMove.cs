namespace Courseware;

/// <summary>
/// Where each pixel of a changed image comes from: undo the shift, then the rotation, then the mirror, about the middle of the image.
/// </summary>
/// <remarks>
/// With u = x − Right − middle and v = y − Down − middle: fromX = Mirror·(Cos·u + Sin·v) + middle, fromY = Cos·v − Sin·u + middle.
/// </remarks>
internal readonly record struct ImageMove(double Sin, double Cos, double Right, double Down, double Mirror)
{
    /// <summary>
    /// Moves an image of shape (channels, height, width) in place; a pixel that comes from outside is <paramref name="outside"/>.
    /// </summary>
    public void Apply(Span<float> image, int channels, int height, int width, float outside)
        => ImageSampling.Run(image, image, channels, height, width, this, outside);
}
