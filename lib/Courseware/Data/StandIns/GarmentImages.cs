namespace Courseware;

/// <summary>
/// Stands in for Fashion-MNIST: garments drawn as silhouettes with varying cut, tone and weave. Shirt, T-shirt, pullover and coat overlap,
/// as in the real set; trousers and bags do not.
/// </summary>
internal static class GarmentImages
{
    private const int Size = 28;

    public static TrainTest Make(CatalogueEntry entry, string why)
    {
        var canvas = new Canvas(Size);
        return Pictures.Make(entry, why, 12_000, 2_000, Size * Size, (label, index, pixels) =>
            Draw(canvas, label, index, pixels), IdxImagesLoader.Images);
    }

    private static void Draw(Canvas canvas, int label, int index, Span<byte> pixels)
    {
        var random = new RandomStream(1708, "stand-in", "Fashion-MNIST", index);
        canvas.Clear();
        var tone = 0.3f + 0.65f * random.NextFloat();
        var x = 14 + 0.7 * random.NextGaussian();
        switch (label)
        {
            case 0:
                Top(canvas, random, x, tone, sleeve: 0.25 + 0.2 * random.NextDouble(), hem: 23, wide: 6.2, collar: 0.15,
                front: 0.05); break;
            case 1: Trousers(canvas, random, x, tone); break;
            case 2:
                Top(canvas, random, x, tone, sleeve: 0.75 + 0.25 * random.NextDouble(), hem: 23.5, wide: 6.4, collar: 0.15,
                front: 0.05); break;
            case 3: Dress(canvas, random, x, tone); break;
            case 4:
                Top(canvas, random, x, tone, sleeve: 0.8 + 0.2 * random.NextDouble(), hem: 25.5, wide: 6.6, collar: 0.6,
                front: 0.75); break;
            case 5: Sandal(canvas, random, x, tone); break;
            case 6:
                Top(canvas, random, x, tone, sleeve: 0.3 + 0.65 * random.NextDouble(), hem: 24, wide: 6, collar: 0.6,
                front: 0.35); break;
            case 7: Shoe(canvas, random, x, tone, shaft: 15.5 - 1.5 * random.NextDouble()); break;
            case 8: Bag(canvas, random, x, tone); break;
            default: Shoe(canvas, random, x, tone, shaft: 5 + 5 * random.NextDouble()); break;
        }
        var (weave, wx, wy) = (0.12f * random.NextFloat(), 1 + random.Next(4), 1 + random.Next(4));
        var noise = new RandomStream(1708, "stand-in noise", "Fashion-MNIST", index);
        canvas.Write(pixels, (px, py, ink) =>
            ink * (1 - weave * ((px / wx + py / wy) & 1)) + (ink > 0 ? 0.12f * (noise.NextFloat() - 0.5f) : 0));
    }

    // T-shirt, pullover, coat and shirt differ in degree only: length of the sleeves (0 … 1), hem, width, and how often there is a collar
    // or an open front.
    private static void Top(Canvas canvas, RandomStream random, double x, float tone, double sleeve, double hem, double wide, double collar,
        double front)
    {
        var top = 3.5 + 0.8 * random.NextGaussian();
        hem += 1.1 * random.NextGaussian();
        wide += 0.6 * random.NextGaussian();
        var spread = 3.5 + 1.5 * random.NextDouble();
        var cuff = 5 + sleeve * 15;
        for (var y = (int)top; y < hem; y++)
        {
            var down = y - top;
            var shoulder = Math.Min(wide, 3 + 1.6 * down);
            canvas.Span(y, x - shoulder, x + shoulder, tone);
            if (down > 1.5 && down < cuff)
            {
                var far = wide + Math.Min(spread, 1.2 * (down - 0.5)) + 0.05 * down;
                var near = Math.Max(wide - 1.5, far - 3.6);
                canvas.Span(y, x - far, x - near - 0.4, tone * 0.92f);
                canvas.Span(y, x + near + 0.4, x + far, tone * 0.92f);
            }
        }
        if (random.NextDouble() < collar)
            canvas.Span((int)top, x - 2.2, x + 2.2, tone * 0.5f);
        else
            canvas.Span((int)top, x - 2, x + 2, 0);
        if (random.NextDouble() < front)
        {
            for (var y = (int)top + 1; y < hem; y++)
                canvas.Span(y, x - 0.4, x + 0.4, tone * 0.35f);
        }
    }

    private static void Trousers(Canvas canvas, RandomStream random, double x, float tone)
    {
        var (wide, gap, flare) = (4 + 0.7 * random.NextGaussian(), 0.5 + 0.5 * random.NextDouble(), 0.06 * random.NextGaussian());
        for (var y = 2; y < 26; y++)
        {
            var half = wide + flare * (y - 8);
            if (y < 8)
            {
                canvas.Span(y, x - half, x + half, tone);
            }
            else
            {
                canvas.Span(y, x - half - 0.03 * y, x - gap * (y - 7) / 9, tone);
                canvas.Span(y, x + gap * (y - 7) / 9, x + half + 0.03 * y, tone);
            }
        }
    }

    private static void Dress(Canvas canvas, RandomStream random, double x, float tone)
    {
        var (waist, skirt) = (2.8 + 0.6 * random.NextGaussian(), 5.5 + 1.5 * random.NextGaussian());
        var sleeves = random.NextDouble() < 0.35;
        for (var y = 2; y < 27; y++)
        {
            var half = y < 11 ? 4 + (waist - 4) * (y - 2) / 9 : waist + (skirt - waist) * (y - 11) / 15;
            canvas.Span(y, x - half, x + half, tone);
            if (sleeves && y is > 3 and < 10)
            {
                canvas.Span(y, x - half - 2.5, x - half - 0.5, tone);
                canvas.Span(y, x + half + 0.5, x + half + 2.5, tone);
            }
        }
    }

    private static void Sandal(Canvas canvas, RandomStream random, double x, float tone)
    {
        var heel = 2 + 3 * random.NextDouble();
        for (var i = 0; i < 3; i++)
            canvas.Span(21 + i, x - 11, x + 11, tone);
        canvas.Line(x + 9, 21, x + 9, 21 + heel, 2.2, tone);
        for (var strap = 0; strap < 3 + random.Next(2); strap++)
        {
            var foot = x - 9 + 5 * strap + random.NextGaussian();
            canvas.Line(foot, 21, foot + 3 + random.NextGaussian(), 13 - strap + random.NextGaussian(), 1.6, tone);
        }
    }

    private static void Shoe(Canvas canvas, RandomStream random, double x, float tone, double shaft)
    {
        var (sole, toe) = (22 + random.NextGaussian(), 15.5 + 0.8 * random.NextGaussian());
        for (var y = (int)shaft; y < sole + 2; y++)
        {
            var front = y < toe ? x + 1.5 - 0.4 * Math.Max(0, toe - y) / 4 : x - 2 - (y - toe) * 1.5;
            canvas.Span(y, Math.Max(x - 11.5, y < toe ? x - 0.5 : front), x + 10, y >= sole ? tone * 0.6f : tone);
        }
        for (var lace = 0; lace < 2; lace++)
            canvas.Line(x - 2, toe + 1 + 2 * lace, x + 2, toe + 0.5 + 2 * lace, 0.8, tone * 0.8f);
    }

    private static void Bag(Canvas canvas, RandomStream random, double x, float tone)
    {
        var (half, top) = (9 + 1.8 * random.NextGaussian(), 11 + 1.5 * random.NextGaussian());
        var bottom = top + 10 + 2 * random.NextGaussian();
        for (var y = (int)top; y < bottom; y++)
            canvas.Span(y, x - half, x + half, y == (int)top + 2 ? tone * 0.6f : tone);
        var (handle, high) = (half * (0.4 + 0.3 * random.NextDouble()), top - 3 - 4 * random.NextDouble());
        canvas.Line(x - handle, top, x - handle * 0.6, high, 1.5, tone);
        canvas.Line(x - handle * 0.6, high, x + handle * 0.6, high, 1.5, tone);
        canvas.Line(x + handle * 0.6, high, x + handle, top, 1.5, tone);
    }
}
