namespace Courseware;

/// <summary>
/// Thins a long series to what a screen can show: of each narrow column the first, lowest, highest and last point. No peak is lost, and the
/// choice depends on the data alone.
/// </summary>
internal static class Decimation
{
    public static (double[] X, double[] Y) Thin(IReadOnlyList<double> x, IReadOnlyList<double> y, int columns = 220, bool logX = false)
    {
        var n = Math.Min(x.Count, y.Count);
        if (n <= 3 * columns) return ([.. x.Take(n)], [.. y.Take(n)]);
        double Place(int i) => logX ? LogScale.Of(Math.Max(x[i], 1e-300)) : x[i];
        var low = double.PositiveInfinity;
        var high = double.NegativeInfinity;
        var places = new double[n];
        for (var i = 0; i < n; i++)
        {
            places[i] = Place(i);
            low = Math.Min(low, places[i]);
            high = Math.Max(high, places[i]);
        }
        var keep = new SortedSet<int> { 0, n - 1 };
        for (var start = 0; start < n;)
        {
            var column = Column(start);
            var (end, least, most) = (start, start, start);
            while (end < n && Column(end) == column)
            {
                if (double.IsNaN(y[end])) keep.Add(end);
                if (y[end] < y[least] || double.IsNaN(y[least])) least = end;
                if (y[end] > y[most] || double.IsNaN(y[most])) most = end;
                end++;
            }
            keep.Add(least);
            keep.Add(most);
            if (end - start <= 4) for (var i = start; i < end; i++) keep.Add(i);
            start = end;
        }
        return ([.. keep.Select(i => x[i])], [.. keep.Select(i => y[i])]);

        int Column(int i) => high > low ? (int)((places[i] - low) / (high - low) * columns) : 0;
    }
}
