namespace Courseware;

/// <summary>
/// A face as numbers, drawn at random: its landmarks and outlines in pixels of the picture, x to the right and y down, and how light its
/// parts are.
/// </summary>
/// <remarks>
/// A head is made of points in space (unit: half the face's width; x to the right, y down, z towards the viewer), turned by yaw, pitch and
/// roll, projected, scaled and moved. "Left" is left in the picture.
/// </remarks>
internal sealed class Face
{
    /// <summary>Where the parts are among the 76 landmarks.</summary>
    public static readonly Range Jaw = 0..17, LeftBrow = 17..22, RightBrow = 22..27, NoseBridge = 27..31, NoseBase = 31..40,
        LeftEye = 40..48, RightEye = 48..56, OuterLip = 56..68, InnerLip = 68..76;

    /// <summary>How many landmarks the contours have.</summary>
    public const int ContourPoints = 76;

    private readonly Func<double, double, double, (double X, double Y)> _project;

    /// <summary>Draws a face.</summary>
    /// <param name="random">Where its shape, pose and light come from.</param>
    /// <param name="size">Pixels in a row and in a column of the picture; all landmarks lie inside, at least one pixel of 32 from its
    /// edge.</param>
    public Face(RandomStream random, int size)
    {
        double Between(double low, double high) => low + (high - low) * random.NextDouble();

        // Shape.
        var (eyeX, eyeY, eyeWidth, eyeHeight) = (Between(0.40, 0.50), Between(-0.12, 0.02), Between(0.16, 0.22), Between(0.06, 0.11));
        var (chin, narrow) = (Between(1.15, 1.45), Between(0.05, 0.30));
        var (browY, browWidth, arch, tilt) = (eyeY - Between(0.20, 0.32), Between(0.22, 0.30), Between(0.02, 0.08), Between(-0.06, 0.06));
        var (tip, wing) = (Between(0.30, 0.46), Between(0.14, 0.22));
        var (mouthY, mouthWidth, lip, open, smile) =
            (Between(0.66, 0.80), Between(0.28, 0.42), Between(0.06, 0.10), Math.Max(0, Between(-0.10, 0.16)), Between(-0.06, 0.10));
        var (forehead, hair) = (Between(0.80, 1.00), Between(1.12, 1.30));

        // Light.
        Background = Between(0.05, 0.95);
        BackgroundSlope = (Between(-0.25, 0.25), Between(-0.25, 0.25));
        Skin = Between(0.40, 0.85);
        HairTone = Between(0.02, 0.45);
        BrowTone = Skin * Between(0.25, 0.60);
        LipTone = Skin * Between(0.50, 0.75);
        NoseTone = Skin * Between(0.60, 0.80);
        EyeTone = Math.Min(1, Skin + Between(0.10, 0.25));
        Light = (Between(-0.25, 0.25), Between(-0.15, 0.15));

        // Points in space: z tells how far a part stands out.
        var points = new List<(double X, double Y, double Z)>();
        foreach (var t in Steps(17))
        {
            var (c, s) = (Cos(1 - t), Sin(1 - t));
            points.Add((c * (1 - narrow * s), eyeY + (chin - eyeY) * s, -0.10 + 0.30 * s));
        }
        foreach (var side in (double[])[-1, 1])
        {
            foreach (var t in Steps(5))
            {
                var u = 2 * t - 1; // −1 at the brow's left end, 1 at its right end
                points.Add((side * eyeX + browWidth * u, browY - arch * (1 - u * u) - side * tilt * u, 0.35));
            }
        }

        foreach (var t in Steps(4))
            points.Add((0, eyeY + 0.02 + (tip - eyeY - 0.02) * t, 0.42 + 0.38 * t));
        foreach (var t in Steps(9))
            points.Add((wing * Cos(1 - t), tip + 0.02 + 0.10 * Sin(1 - t), 0.48 + 0.17 * Sin(1 - t)));
        foreach (var side in (double[])[-1, 1])
        {
            foreach (var a in Ring(8))
                points.Add((side * eyeX + eyeWidth * Cos(a), eyeY - eyeHeight * Sin(a), 0.32));
        }

        foreach (var a in Ring(12))
            points.Add((mouthWidth * Cos(a), mouthY - (lip + open / 2) * Sin(a) - smile * Cos(a) * Cos(a), 0.50 - 0.12 * Cos(a) * Cos(a)));
        foreach (var a in Ring(8))
            points.Add((0.78 * mouthWidth * Cos(a), mouthY - open / 2 * Sin(a) - 0.61 * smile * Cos(a) * Cos(a), 0.49));

        // Pose: yaw, pitch, roll, then scale and place.
        var (yaw, pitch, roll) = (Between(-0.14, 0.14), Between(-0.06, 0.06), Math.Clamp(0.065 * random.NextGaussian(), -0.13, 0.13));
        (double X, double Y) Turn(double x, double y, double z)
        {
            (x, z) = (x * Cos(yaw) + z * Sin(yaw), z * Cos(yaw) - x * Sin(yaw));
            y = y * Cos(pitch) - z * Sin(pitch);
            return (x * Cos(roll) - y * Sin(roll), x * Sin(roll) + y * Cos(roll));
        }
        var turned = points.ConvertAll(p => Turn(p.X, p.Y, p.Z));
        var (left, right, top, bottom) = (turned.Min(p => p.X), turned.Max(p => p.X), turned.Min(p => p.Y), turned.Max(p => p.Y));
        var room = size * 30 / 32.0;
        var scale = Math.Min(size * Between(0.33, 0.42), room / Math.Max(right - left, bottom - top));
        var (x0, y0) = (size / 32.0 - scale * left + (room - scale * (right - left)) * random.NextDouble(),
            size / 32.0 - scale * top + (room - scale * (bottom - top)) * random.NextDouble());
        _project = (x, y, z) => Turn(x, y, z) is var p ? (x0 + scale * p.X, y0 + scale * p.Y) : default;

        Contours = [.. points.Select(p => _project(p.X, p.Y, p.Z))];
        Five = [_project(-eyeX, eyeY, 0.32), _project(eyeX, eyeY, 0.32), Contours[NoseBridge][^1], Contours[OuterLip][0],
            Contours[OuterLip][6]];
        Outline = [.. Contours[Jaw], .. Steps(13).Skip(1).SkipLast(1).Select(t => _project(Cos(t), eyeY - forehead * Sin(t), -0.10))];
        Hair = [.. Steps(13)
            .Select(t => _project(hair * Cos(t), eyeY - hair * forehead * Sin(t), -0.40)), _project(-hair, eyeY + 0.35, -0.40),
            _project(hair, eyeY + 0.35, -0.40)];
        Neck = [_project(-0.5, 0.7, -0.5), _project(0.5, 0.7, -0.5), _project(0.55, 4, -0.5), _project(-0.55, 4, -0.5)];
        Irises = [.. ((double[])[-1, 1]).Select(side => Ring(8)
            .Select(a => _project(side * eyeX + 0.55 * eyeWidth * Cos(a), eyeY - 0.9 * eyeHeight * Sin(a), 0.32)).ToArray())];
        Centre = _project(0, 0.3, 0);
        HalfWidth = scale;
    }

    /// <summary>The 76 landmarks.</summary>
    public (double X, double Y)[] Contours { get; }

    /// <summary>The five landmarks: left eye, right eye, tip of the nose, left and right corner of the mouth.</summary>
    public (double X, double Y)[] Five { get; }

    /// <summary>Closed outlines that are no landmarks: jaw and forehead, hair, neck, the two irises.</summary>
    public (double X, double Y)[] Outline { get; }

    public (double X, double Y)[] Hair { get; }

    public (double X, double Y)[] Neck { get; }

    public (double X, double Y)[][] Irises { get; }

    /// <summary>The middle of the face.</summary>
    public (double X, double Y) Centre { get; }

    /// <summary>Half the width of the head, in pixels.</summary>
    public double HalfWidth { get; }

    public double Background { get; }

    /// <summary>By how much the background gets lighter from one edge to the other, across and down.</summary>
    public (double X, double Y) BackgroundSlope { get; }

    /// <summary>By how much the face gets lighter from its middle to its edge.</summary>
    public (double X, double Y) Light { get; }

    public double Skin { get; }

    public double HairTone { get; }

    public double BrowTone { get; }

    public double LipTone { get; }

    public double NoseTone { get; }

    public double EyeTone { get; }

    /// <summary>0 to 1 in so many points.</summary>
    private static IEnumerable<double> Steps(int points) => Enumerable.Range(0, points).Select(k => k / (points - 1.0));

    /// <summary>Once around, in half turns: from the left over the top.</summary>
    private static IEnumerable<double> Ring(int points) => Enumerable.Range(0, points).Select(k => 1 - 2.0 * k / points);

    // Angles are in half turns.
    private static double Cos(double halfTurns) => Elementary.Cos(Math.PI * halfTurns);

    private static double Sin(double halfTurns) => Elementary.Sin(Math.PI * halfTurns);
}
