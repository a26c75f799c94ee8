namespace Courseware;

/// <summary>
/// Stands in for CIFAR-10: a coloured body before a ground. Ground, colour and build of the ten classes overlap (cat and dog, car and
/// truck), so that a small convolutional network is about as far from perfect as on the real pictures.
/// </summary>
internal static class ColourImages
{
    private const int Size = 32;

    // A class: the colour of its background (red, green, blue) and of its body, the body's width and height, and what carries it (legs,
    // wheels or nothing).
    private static readonly (double[] Ground, double[] Body, double Wide, double High, int Under)[] s_classes =
    [
        ([.55, .7, .9], [.8, .8, .85], 22, 5, 0),   // airplane
        ([.5, .5, .5], [.7, .25, .25], 22, 9, 2),   // automobile
        ([.5, .65, .6], [.5, .4, .3], 11, 8, 0),    // bird
        ([.6, .55, .5], [.55, .45, .4], 14, 12, 1), // cat
        ([.4, .5, .3], [.55, .4, .25], 15, 11, 1),  // deer
        ([.6, .55, .45], [.6, .5, .4], 15, 12, 1),  // dog
        ([.4, .45, .3], [.4, .55, .25], 13, 9, 0),  // frog
        ([.5, .55, .35], [.45, .3, .2], 18, 12, 1), // horse
        ([.4, .6, .8], [.65, .6, .6], 22, 8, 0),    // ship
        ([.55, .55, .55], [.65, .5, .35], 22, 14, 2), // truck
    ];

    public static TrainTest Make(CatalogueEntry entry, string why)
    {
        var canvas = new Canvas(Size);
        var grey = new byte[Size * Size];
        return Pictures.Make(entry, why, 5_000, 1_000, 3 * Size * Size, (label, index, pixels) =>
            Draw(canvas, grey, label, index, pixels), CifarLoader.Images);
    }

    private static void Draw(Canvas canvas, byte[] grey, int label, int index, Span<byte> pixels)
    {
        var random = new RandomStream(32, "stand-in", "CIFAR-10", index);
        var kind = s_classes[label];
        canvas.Clear();
        var (x, y) = (16 + 2.5 * random.NextGaussian(), 16 + 2 * random.NextGaussian());
        var (wide, high) = (kind.Wide * (0.8 + 0.4 * random.NextDouble()), kind.High * (0.8 + 0.4 * random.NextDouble()));
        for (var row = 0; row < Size; row++)
        {
            var v = (row + 0.5 - y) / (high / 2);
            if (Math.Abs(v) < 1)
                canvas.Span(row, x - wide / 2 * Math.Sqrt(1 - v * v), x + wide / 2 * Math.Sqrt(1 - v * v), 1);
        }
        for (var side = -1; side <= 1 && kind.Under > 0; side += 2)
        {
            if (kind.Under == 1)
                canvas.Line(x + side * wide * 0.3, y, x + side * wide * 0.33, y + high * 0.9, 2.2);
            else
                canvas.Line(x + side * wide * 0.3, y + high * 0.5, x + side * wide * 0.3, y + high * 0.5, 5, 0.6f);
        }

        if (label is 0 or 8)
            canvas.Line(x, y, x + (label == 0 ? 5 : 0), y - high * 1.6, 2.5);
        canvas.Write(grey, (_, _, ink) => ink);
        Span<double> ground = stackalloc double[3];
        Span<double> body = stackalloc double[3];
        var light = 0.7 + 0.6 * random.NextDouble();
        for (var c = 0; c < 3; c++)
        {
            (ground[c], body[c]) =
                (light * (kind.Ground[c] + 0.16 * random.NextGaussian()), light * (kind.Body[c] + 0.2 * random.NextGaussian()));
        }

        for (var c = 0; c < 3; c++)
        {
            for (var i = 0; i < grey.Length; i++)
            {
                var ink = grey[i] / 255.0;
                var shade = 1.1 - 0.25 * (i / Size) / Size;
                var value = shade * (ground[c] + ink * (body[c] - ground[c])) + 0.16 * (random.NextFloat() - 0.5);
                pixels[c * Size * Size + i] = (byte)Math.Clamp(value * 255 + 0.5, 0, 255);
            }
        }
    }
}
