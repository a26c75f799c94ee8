namespace Courseware;

/// <summary>A turned rectangle in front of a face: what lies in it is hidden.</summary>
/// <param name="X">Its middle, in pixels.</param>
/// <param name="Y">Its middle, in pixels.</param>
/// <param name="HalfLength">Half its length, in pixels.</param>
/// <param name="HalfWidth">Half its width, in pixels.</param>
/// <param name="Direction">The unit vector along its length.</param>
/// <param name="Tone">How light it is, 0 to 1.</param>
internal readonly record struct Occluder(double X, double Y, double HalfLength, double HalfWidth, (double X, double Y) Direction,
    double Tone)
{
    /// <summary>Its four corners, in order.</summary>
    public (double X, double Y)[] Corners => [Corner(-1, -1), Corner(1, -1), Corner(1, 1), Corner(-1, 1)];

    /// <summary>Draws one whose middle is somewhere over the face's landmarks.</summary>
    public static Occluder Over(Face face, RandomStream random, int size)
    {
        double Between(double low, double high) => low + (high - low) * random.NextDouble();
        var turn = Math.PI * random.NextDouble();
        return new(
            Between(face.Contours.Min(p => p.X), face.Contours.Max(p => p.X)),
            Between(face.Contours.Min(p => p.Y), face.Contours.Max(p => p.Y)),
            size * Between(0.12, 0.28), size * Between(0.08, 0.18), (Elementary.Cos(turn), Elementary.Sin(turn)), random.NextDouble());
    }

    /// <summary>Whether a point lies in it, edge included.</summary>
    public bool Hides((double X, double Y) point)
    {
        var (dx, dy) = (point.X - X, point.Y - Y);
        return Math.Abs(dx * Direction.X + dy * Direction.Y) <= HalfLength && Math.Abs(dy * Direction.X - dx * Direction.Y) <= HalfWidth;
    }

    private (double X, double Y) Corner(int along, int across)
        => (X + along * HalfLength * Direction.X - across * HalfWidth * Direction.Y,
            Y + along * HalfLength * Direction.Y + across * HalfWidth * Direction.X);
}
