namespace Courseware;

/// <summary>
/// Stands in for the mobile prices: 2,000 phones with the real columns' ranges, unscaled. The price follows memory above all, then battery
/// and screen, almost linearly; 500 phones in each price range.
/// </summary>
internal static class Phones
{
    private const int Rows = 2000;

    // Least and greatest value of each column; a span of 1 is a yes or no.
    private static readonly (double Low, double High)[] s_ranges =
    [
        (501, 1998), (0, 1), (0.5, 3), (0, 1), (0, 19), (0, 1), (2, 64), (0.1, 1), (80, 200), (1, 8),
        (0, 20), (0, 1960), (500, 1998), (256, 3998), (5, 19), (0, 18), (2, 20), (0, 1), (0, 1), (0, 1),
    ];

    public static Dataset Make(CatalogueEntry entry, string why)
    {
        var width = s_ranges.Length;
        var random = new RandomStream(2000, "stand-in", "mobile prices");
        var (features, worth) = (new float[Rows * width], new double[Rows]);
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < width; j++)
            {
                var (low, high) = s_ranges[j];
                var value = low + (high - low) * random.NextDouble();
                features[i * width + j] = (float)(high - low > 3 || high - low == 1 ? Math.Round(value) : Math.Round(value * 10) / 10);
            }
            worth[i] = 3.1 * Part(i, 13) + 0.75 * Part(i, 0) + 0.45 * Part(i, 11) + 0.45 * Part(i, 12) + 0.05 * random.NextGaussian();
        }
        var labels = new int[Rows];
        var order = Enumerable.Range(0, Rows).OrderBy(i => worth[i]).ThenBy(i => i).ToArray();
        for (var rank = 0; rank < Rows; rank++)
            labels[order[rank]] = rank * 4 / Rows;
        using var hash = new ContentHash();
        return new(entry.Name, features, [width], labels, classNames: [.. entry.Classes], featureNames: [.. entry.Columns],
            provenance: Provenances.StandIn(entry, hash.Add(features).Add(labels).Finish(), Rows, why));

        double Part(int row, int column)
            => (features[row * width + column] - s_ranges[column].Low) / (s_ranges[column].High - s_ranges[column].Low);
    }
}
