namespace Courseware;

/// <summary>
/// Where the values of contours are written: on each line at the point farthest from other labels and from what is drawn over it.
/// </summary>
internal static class ContourLabels
{
    /// <summary>The least distance of two labels, as a share of the picture's longer side.</summary>
    private const double Apart = 0.07;
    private const double Margin = 0.03;

    /// <param name="z">The values, row by row.</param>
    /// <param name="levels">Those of the lines.</param>
    /// <param name="xs">The columns' places.</param>
    /// <param name="ys">The rows' places.</param>
    /// <param name="drawn">What is drawn over the surface.</param>
    /// <param name="scale">The lengths that count as one, across and up.</param>
    /// <returns>For each level that has room a point on its line.</returns>
    public static IEnumerable<(double Level, double X, double Y)> Place(
        double[][] z, IEnumerable<double> levels, double[] xs, double[] ys,
        IReadOnlyList<(double X, double Y)> drawn, (double X, double Y) scale)
    {
        var taken = new List<(double X, double Y)>();
        foreach (var level in levels)
        {
            var best = (X: 0.0, Y: 0.0, Room: 0.0);
            foreach (var (x, y) in ContourTracer.Regions(z, level, xs, ys).SelectMany(loop => loop).Where(IsInside))
            {
                var fromLabels = taken.Select(t => Distance(t, (x, y))).DefaultIfEmpty(1).Min();
                var room = Math.Min(fromLabels, drawn.Select(d => Distance(d, (x, y))).DefaultIfEmpty(1).Min() + 0.3 * fromLabels);
                if (fromLabels >= Apart && room > best.Room)
                    best = (x, y, room);
            }
            if (best.Room == 0)
                continue;
            taken.Add((best.X, best.Y));
            yield return (level, best.X, best.Y);
        }

        double Distance((double X, double Y) a, (double X, double Y) b)
        {
            var (dx, dy) = ((a.X - b.X) / scale.X, (a.Y - b.Y) / scale.Y);
            return Math.Sqrt(dx * dx + dy * dy);
        }

        // Along the edge of the grid there is no line, and beside it no room.
        bool IsInside((double X, double Y) p) =>
            Math.Min(p.X - xs[0], xs[^1] - p.X) > Margin * scale.X && Math.Min(p.Y - ys[0], ys[^1] - p.Y) > Margin * scale.Y;
    }
}
