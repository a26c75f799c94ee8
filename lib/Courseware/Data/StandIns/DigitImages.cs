namespace Courseware;

/// <summary>
/// Stands in for MNIST: digits drawn as strokes whose corners, slant, size, place and thickness vary; some are hard to tell apart.
/// </summary>
internal static class DigitImages
{
    private const int Size = 28;

    // Strokes of each digit: corners (x, y) in a unit square, y down; null lifts the pen.
    private static readonly double[]?[][] s_digits =
    [
        [[.5, 0], [.85, .15], [.95, .5], [.85, .85], [.5, 1], [.15, .85], [.05, .5], [.15, .15], [.5, 0]],
        [[.3, .2], [.55, 0], [.55, 1]],
        [[.1, .25], [.25, .05], [.6, 0], [.9, .2], [.8, .45], [.1, 1], [.95, 1]],
        [[.1, .1], [.5, 0], [.85, .2], [.75, .4], [.45, .5], [.8, .6], [.9, .8], [.5, 1], [.1, .9]],
        [[.65, 0], [.1, .65], [.9, .65], null, [.65, .35], [.65, 1]],
        [[.85, 0], [.25, 0], [.15, .45], [.6, .4], [.9, .65], [.75, .95], [.4, 1], [.1, .9]],
        [[.75, 0], [.35, .25], [.1, .65], [.25, .95], [.65, 1], [.85, .75], [.65, .5], [.2, .6]],
        [[.1, 0], [.9, 0], [.55, .5], [.4, 1]],
        [[.5, .48], [.2, .3], [.25, .08], [.5, 0], [.75, .08], [.8, .3], [.5, .48], [.12, .7], [.25, .95], [.5, 1], [.75, .95], [.88, .7],
            [.5, .48]],
        [[.85, .35], [.6, .5], [.25, .45], [.15, .2], [.4, 0], [.75, .05], [.85, .35], [.75, .7], [.55, 1]],
    ];

    public static TrainTest Make(CatalogueEntry entry, string why)
    {
        var canvas = new Canvas(Size);
        return Pictures.Make(entry, why, 12_000, 2_000, Size * Size, (label, index, pixels) =>
            Draw(canvas, label, index, pixels), IdxImagesLoader.Images);
    }

    private static void Draw(Canvas canvas, int label, int index, Span<byte> pixels)
    {
        var random = new RandomStream(28, "stand-in", "MNIST", index);
        canvas.Clear();
        var (width, height) = (11 + 5 * random.NextDouble(), 16 + 4 * random.NextDouble());
        var (slant, turn) = (0.25 * random.NextGaussian(), 0.15 * random.NextGaussian());
        var (x, y) = (14 + 1.2 * random.NextGaussian(), 14 + 1.2 * random.NextGaussian());
        var thickness = 1.6 + 1.6 * random.NextDouble();
        var bend = 0.055;
        (double X, double Y)? last = null;
        foreach (var corner in s_digits[label])
        {
            if (corner is null)
            {
                last = null;
                continue;
            }
            var (u, v) = (corner[0] - 0.5 + bend * random.NextGaussian(), corner[1] - 0.5 + bend * random.NextGaussian());
            var here = (X: x + width * (u - slant * v), Y: y + height * (v + turn * u));
            if (last is { } from)
                canvas.Line(from.X, from.Y, here.X, here.Y, thickness);
            last = here;
        }
        canvas.Write(pixels, (_, _, ink) => ink);
    }
}
