namespace Courseware;

/// <summary>
/// A small grey picture on which stand-ins and faces are drawn, anti-aliased. Coordinates: x to the right and y down, in pixels.
/// </summary>
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
        {
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
    }

    /// <summary>
    /// One row of pixels from <paramref name="x0"/> to <paramref name="x1"/>, covered in part at the ends; replaces what is there.
    /// </summary>
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

    /// <summary>The inside of a closed outline, anti-aliased; replaces what is there.</summary>
    /// <param name="corners">In order; the last is joined to the first.</param>
    /// <param name="tone">How light it is.</param>
    public void Fill(ReadOnlySpan<(double X, double Y)> corners, float tone)
    {
        const int lines = 4; // scan lines in a row of pixels
        var crossings = new double[corners.Length];
        var cover = new double[size];
        var (least, greatest) = (corners[0].Y, corners[0].Y);
        foreach (var corner in corners)
            (least, greatest) = (Math.Min(least, corner.Y), Math.Max(greatest, corner.Y));
        if (greatest < 0 || least >= size)
            return;
        for (var y = Row(least); y <= Row(greatest); y++)
        {
            Array.Clear(cover);
            for (var line = 0; line < lines; line++)
            {
                // Where the outline crosses this line; between an odd crossing and the next is inside.
                var (at, count, last) = (y + (line + 0.5) / lines, 0, corners[^1]);
                foreach (var corner in corners)
                {
                    if (corner.Y <= at != last.Y <= at)
                        crossings[count++] = last.X + (at - last.Y) / (corner.Y - last.Y) * (corner.X - last.X);
                    last = corner;
                }
                Array.Sort(crossings, 0, count);
                for (var k = 0; k + 1 < count; k += 2)
                {
                    for (var x = Row(crossings[k]); x <= Row(crossings[k + 1]); x++)
                        cover[x] += Math.Clamp(Math.Min(crossings[k + 1], x + 1) - Math.Max(crossings[k], x), 0, 1) / lines;
                }
            }
            for (var x = 0; x < size; x++)
                _ink[y * size + x] += (float)cover[x] * (tone - _ink[y * size + x]);
        }
    }

    /// <summary>A line through points, <paramref name="thickness"/> pixels wide; replaces what is there.</summary>
    public void Stroke(ReadOnlySpan<(double X, double Y)> path, double thickness, float tone)
    {
        var reach = thickness / 2 + 1;
        var (left, right, top, bottom) = (path[0].X, path[0].X, path[0].Y, path[0].Y);
        foreach (var point in path)
        {
            (left, right, top, bottom) =
                (Math.Min(left, point.X), Math.Max(right, point.X), Math.Min(top, point.Y), Math.Max(bottom, point.Y));
        }

        for (var y = Row(top - reach); y <= Row(bottom + reach); y++)
        {
            for (var x = Row(left - reach); x <= Row(right + reach); x++)
            {
                var nearest = double.PositiveInfinity;
                for (var k = 1; k < path.Length; k++)
                    nearest = Math.Min(nearest, Distance(x + 0.5, y + 0.5, path[k - 1], path[k]));
                var cover = Math.Clamp(thickness / 2 + 0.5 - nearest, 0, Math.Min(1, thickness));
                if (cover > 0)
                    _ink[y * size + x] += (float)cover * (tone - _ink[y * size + x]);
            }
        }
    }

    /// <summary>Replaces the tone of each pixel: change(x, y, tone).</summary>
    public void Shade(Func<int, int, float, float> change)
    {
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
                _ink[y * size + x] = change(x, y, _ink[y * size + x]);
        }
    }

    /// <summary>The picture as bytes, with <paramref name="change"/> applied to each pixel's ink (0 … 1) first.</summary>
    public void Write(Span<byte> pixels, Func<int, int, float, float> change)
    {
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
                pixels[y * size + x] = (byte)Math.Clamp(change(x, y, _ink[y * size + x]) * 255f + 0.5f, 0, 255);
        }
    }

    // From a point to the line between two others.
    private static double Distance(double x, double y, (double X, double Y) a, (double X, double Y) b)
    {
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var t = Math.Clamp(((x - a.X) * dx + (y - a.Y) * dy) / Math.Max(dx * dx + dy * dy, 1e-9), 0, 1);
        var (ex, ey) = (x - a.X - t * dx, y - a.Y - t * dy);
        return Math.Sqrt(ex * ex + ey * ey);
    }

    private void Max(int x, int y, float tone) => _ink[y * size + x] = Math.Max(_ink[y * size + x], tone);

    private int Row(double at) => Math.Clamp((int)Math.Floor(at), 0, size - 1);
}
