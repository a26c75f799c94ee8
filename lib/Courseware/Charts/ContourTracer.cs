namespace Courseware;

/// <summary>Marching squares: the closed outlines of where a grid is at or above a level.</summary>
internal static class ContourTracer
{
    /// <summary>Loops in the coordinates of <paramref name="xs"/> and <paramref name="ys"/>; to be filled by the even-odd rule.</summary>
    /// <remarks>The grid gets a border below every level, so that each outline closes, along the grid's edge where it must.</remarks>
    public static IReadOnlyList<IReadOnlyList<(double X, double Y)>> Regions(double[][] z, double level, double[] xs, double[] ys)
    {
        var (rows, columns) = (z.Length, z[0].Length);
        bool Inside(int r, int c) => r >= 0 && r < rows && c >= 0 && c < columns && z[r][c] >= level;

        // An edge of the grid is named by its upper or left node, and whether it runs down; from each crossing the outline goes on to one
        // other.
        var next = new Dictionary<(int R, int C, bool Down), (int R, int C, bool Down)>();
        for (var r = -1; r < rows; r++)
        {
            for (var c = -1; c < columns; c++)
            {
                var top = (r, c, false);
                var bottom = (r + 1, c, false);
                var left = (r, c, true);
                var right = (r, c + 1, true);
                var cell = (Inside(r, c) ? 8 : 0) | (Inside(r, c + 1) ? 4 : 0) | (Inside(r + 1, c + 1) ? 2 : 0)
                    | (Inside(r + 1, c) ? 1 : 0);
                // The inside is on the right, going along the outline.
                switch (cell)
                {
                    case 1: next[bottom] = left; break;
                    case 2: next[right] = bottom; break;
                    case 3: next[right] = left; break;
                    case 4: next[top] = right; break;
                    case 5: next[top] = right; next[bottom] = left; break;
                    case 6: next[top] = bottom; break;
                    case 7: next[top] = left; break;
                    case 8: next[left] = top; break;
                    case 9: next[bottom] = top; break;
                    case 10: next[left] = top; next[right] = bottom; break;
                    case 11: next[right] = top; break;
                    case 12: next[left] = right; break;
                    case 13: next[bottom] = right; break;
                    case 14: next[left] = bottom; break;
                }
            }
        }

        var loops = new List<IReadOnlyList<(double, double)>>();
        // In the grid's order, not the dictionary's, so that the same grid always gives the same text.
        foreach (var start in next.Keys.Order().ToArray())
        {
            if (!next.ContainsKey(start)) continue;
            var loop = new List<(double, double)>();
            var edge = start;
            while (next.Remove(edge, out var following))
            {
                var point = Crossing(edge);
                if (loop.Count == 0 || loop[^1] != point) loop.Add(point);
                edge = following;
            }
            if (loop.Count > 2) loops.Add(loop);
        }
        return loops;

        (double, double) Crossing((int R, int C, bool Down) edge)
        {
            var (r0, c0) = (edge.R, edge.C);
            var (r1, c1) = edge.Down ? (r0 + 1, c0) : (r0, c0 + 1);
            bool Real(int r, int c) => r >= 0 && r < rows && c >= 0 && c < columns;
            if (!Real(r0, c0)) return (xs[c1], ys[r1]);
            if (!Real(r1, c1)) return (xs[c0], ys[r0]);
            var t = (level - z[r0][c0]) / (z[r1][c1] - z[r0][c0]);
            if (!double.IsFinite(t)) t = 0.5;
            return (xs[c0] + t * (xs[c1] - xs[c0]), ys[r0] + t * (ys[r1] - ys[r0]));
        }
    }
}
