namespace Courseware;

/// <summary>One picture of the drawn faces: the face, what is in front of it, and its pixels.</summary>
/// <remarks>Face, occluder and noise have random streams of their own: the same face can be drawn with and without the others.</remarks>
internal sealed class FaceDrawing
{
    private readonly int _size;
    private readonly RandomStream _noise;

    /// <param name="size">Pixels in a row and in a column.</param>
    /// <param name="part">"train" or "test": faces of their own.</param>
    /// <param name="number">Which face of that part.</param>
    /// <param name="occlusion">The share of faces with something in front of them.</param>
    /// <param name="seed">Same seed, same faces.</param>
    public FaceDrawing(int size, string part, int number, double occlusion, long seed)
    {
        _size = size;
        Face = new Face(new RandomStream(seed, "faces", part, number), size);
        var random = new RandomStream(seed, "faces, occluder", part, number);
        if (random.NextDouble() < occlusion)
            Occluder = Courseware.Occluder.Over(Face, random, size);
        _noise = new RandomStream(seed, "faces, noise", part, number);
    }

    public Face Face { get; }

    /// <summary>What is in front of the face; null for nothing.</summary>
    public Occluder? Occluder { get; }

    /// <summary>Whether a landmark can be seen: nothing is in front of it.</summary>
    public bool Shows((double X, double Y) landmark) => Occluder?.Hides(landmark) != true;

    /// <summary>The pixels, row by row, 0 black to 255 white.</summary>
    /// <param name="canvas">Of this size; what it holds is painted over.</param>
    /// <param name="pixels">size × size.</param>
    /// <param name="noiseLevel">Standard deviation of the noise on each pixel, white being 1.</param>
    public void Paint(Canvas canvas, Span<byte> pixels, double noiseLevel)
    {
        var unit = _size / 32.0;
        canvas.Shade((x, y, _) =>
            (float)(Face.Background + Face.BackgroundSlope.X * (x / (double)_size - 0.5)
                + Face.BackgroundSlope.Y * (y / (double)_size - 0.5)));
        canvas.Fill(Face.Hair, (float)Face.HairTone);
        canvas.Fill(Face.Neck, (float)(0.8 * Face.Skin));
        canvas.Fill(Face.Outline, (float)Face.Skin);
        canvas.Stroke(Part(Face.NoseBridge), 0.7 * unit, (float)(0.5 * (Face.NoseTone + Face.Skin)));
        canvas.Stroke(Part(Face.NoseBase), 0.8 * unit, (float)Face.NoseTone);
        canvas.Fill(Part(Face.LeftEye), (float)Face.EyeTone);
        canvas.Fill(Part(Face.RightEye), (float)Face.EyeTone);
        foreach (var iris in Face.Irises)
            canvas.Fill(iris, 0.05f);
        canvas.Stroke(Part(Face.LeftBrow), 0.9 * unit, (float)Face.BrowTone);
        canvas.Stroke(Part(Face.RightBrow), 0.9 * unit, (float)Face.BrowTone);
        canvas.Fill(Part(Face.OuterLip), (float)Face.LipTone);
        canvas.Fill(Part(Face.InnerLip), (float)(0.3 * Face.Skin));
        canvas.Shade((x, y, tone) =>
            tone * (float)(1 + Face.Light.X * (x + 0.5 - Face.Centre.X) / Face.HalfWidth
                + Face.Light.Y * (y + 0.5 - Face.Centre.Y) / Face.HalfWidth));
        if (Occluder is { } front)
            canvas.Fill(front.Corners, (float)front.Tone);
        canvas.Write(pixels, (_, _, tone) => tone + (float)(noiseLevel * _noise.NextGaussian()));
    }

    private ReadOnlySpan<(double X, double Y)> Part(Range part) => Face.Contours.AsSpan()[part];
}
