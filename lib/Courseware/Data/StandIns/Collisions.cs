namespace Courseware;

/// <summary>
/// Stands in for HIGGS: 28 features of which 21 are plain and 7 are noisy combinations of them, two classes with a curved boundary, and so
/// much noise in the labels that no model does better than about 0.72. A large network has only the noise left to learn: it overfits as on
/// the real data.
/// </summary>
internal static class Collisions
{
    private const int Plain = 21;
    private const int Features = 28;

    // Noise against signal: P(right) = ½ + atan(1/s)/π = 0.72 for Gaussian signal and noise.
    private const double LabelNoise = 1.21;

    public static TrainTest Make(CatalogueEntry entry, string why, int train, int validation)
    {
        var rows = train + validation;
        var (features, labels) = (new float[rows * Features], new int[rows]);
        var random = new RandomStream(280, "stand-in", "HIGGS");
        Span<double> x = stackalloc double[Plain];
        Span<double> terms = stackalloc double[Features - Plain];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < Plain; j++)
                x[j] = random.NextGaussian();
            Terms(x, terms);
            labels[i] = Signal(terms) + LabelNoise * random.NextGaussian() > 0 ? 1 : 0;
            var row = features.AsSpan(i * Features, Features);
            for (var j = 0; j < Plain; j++)
                row[j] = (float)x[j];
            for (var j = Plain; j < Features; j++)
                row[j] = (float)(1 + 0.5 * terms[j - Plain] + 0.5 * random.NextGaussian());
        }
        using var hash = new ContentHash();
        return HiggsLoader.Parts(features, labels, validation, entry,
            Provenances.StandIn(entry, hash.Add(features).Add(labels).Finish(), rows, why));
    }

    /// <summary>What decides between the classes, but for the noise: mean 0, standard deviation 1.</summary>
    internal static double Signal(ReadOnlySpan<double> terms)
    {
        var sum = 0.0;
        foreach (var term in terms)
            sum += term;
        return sum / SignalDeviation;
    }

    /// <summary>Seven terms of mean 0: some a line would find, most not.</summary>
    internal static void Terms(ReadOnlySpan<double> x, Span<double> terms)
    {
        terms[0] = 0.5 * x[0] - 0.4 * x[5];
        terms[1] = 0.8 * x[1] * x[2];
        terms[2] = 0.5 * (x[3] * x[3] - 1);
        terms[3] = 0.7 * x[4] * x[6];
        terms[4] = 0.9 * (Math.Abs(x[7] - x[8]) - 1.1283791670955126);
        terms[5] = 0.6 * x[9] * x[10] * (x[11] > 0 ? 1 : -1);
        terms[6] = 0.4 * (Math.Max(x[12], x[13]) - 0.5641895835477563) + 0.3 * x[14];
    }

    // √ of the sum of the terms' variances: 0.41 + 0.64 + 0.5 + 0.49 + 0.5887 + 0.36 + 0.1991.
    private const double SignalDeviation = 1.7856;
}
