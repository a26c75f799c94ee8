namespace Courseware;

/// <summary>A small grey picture on which the stand-ins draw, anti-aliased. Coordinates: x to the right and y down, in pixels.</summary>
internal sealed class Canvas(int size)
{
    private readonly float[] _ink = new float[size * size];

    public void Clear() => Array.Clear(_ink);

    /// <summary>A line of <paramref name="thickness"/> pixels with round ends.</summary>
    public void Line(double x0, double y0, double x1, double y1, double thickness, float tone = 1)
    {
        var reach = thickness / 2 + 1;
        var (top, bottom) = (Row(Math.Min(y0, y1) - reach), Row(Math.Max(y0, y1) + reach));
        var (left, right) = (Row(Math.Min(x0, x1) - reach), Row(Math.Max(x0, x1) + reach));
        var (dx, dy) = (x1 - x0, y1 - y0);
        var square = Math.Max(dx * dx + dy * dy, 1e-9);
        for (var y = top; y <= bottom; y++)
            for (var x = left; x <= right; x++)
            {
                var (px, py) = (x + 0.5 - x0, y + 0.5 - y0);
                var t = Math.Clamp((px * dx + py * dy) / square, 0, 1);
                var (ex, ey) = (px - t * dx, py - t * dy);
                var cover = thickness / 2 + 0.5 - Math.Sqrt(ex * ex + ey * ey);
                if (cover > 0)
                    Max(x, y, tone * (float)Math.Min(1, cover));
            }
    }

    /// <summary>One row of pixels from <paramref name="x0"/> to <paramref name="x1"/>, covered in part at the ends; replaces what is there.</summary>
    public void Span(int y, double x0, double x1, float tone)
    {
        if ((uint)y >= (uint)size)
            return;
        for (var x = Row(x0); x <= Row(x1); x++)
        {
            var cover = (float)Math.Clamp(Math.Min(x1, x + 1) - Math.Max(x0, x), 0, 1);
            ref var pixel = ref _ink[y * size + x];
            pixel += cover * (tone - pixel);
        }
    }

    /// <summary>The picture as bytes, with <paramref name="change"/> applied to each pixel's ink (0 … 1) first.</summary>
    public void Write(Span<byte> pixels, Func<int, int, float, float> change)
    {
        for (var y = 0; y < size; y++)
            for (var x = 0; x < size; x++)
                pixels[y * size + x] = (byte)Math.Clamp(change(x, y, _ink[y * size + x]) * 255f + 0.5f, 0, 255);
    }

    private void Max(int x, int y, float tone) => _ink[y * size + x] = Math.Max(_ink[y * size + x], tone);

    private int Row(double at) => Math.Clamp((int)Math.Floor(at), 0, size - 1);
}
