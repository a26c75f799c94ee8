using System.Globalization;

namespace Courseware;

/// <summary>
/// Is one figure larger than another, seed by seed? Pairs share a seed, so what the seed does to both cancels, and the difference is known
/// better than either mean.
/// </summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Plain])]
public sealed class PairedDifference
{
    private readonly Spread _spread;

    private PairedDifference(double[] differences) => _spread = Spread.Of(differences);

    /// <summary>first − second, seed by seed.</summary>
    public IReadOnlyList<double> Differences => _spread.Values;

    public int Count => _spread.Count;

    public double Mean => _spread.Mean;

    /// <summary>Standard error of <see cref="Mean"/>; NaN for one seed.</summary>
    public double StandardError => _spread.StandardError;

    /// <summary>The first is larger by more than two standard errors. Never true for one seed: it has no spread.</summary>
    public bool IsPositive => Mean > 2 * StandardError;

    /// <summary>The first is smaller by more than two standard errors.</summary>
    public bool IsNegative => -Mean > 2 * StandardError;

    /// <summary>Neither: the spread over seeds is larger than the effect, or there is one seed.</summary>
    public bool IsUndecided => !IsPositive && !IsNegative;

    /// <summary>
    /// For a claim "the first is larger": true if <see cref="IsPositive"/>, false if <see cref="IsNegative"/>, null if neither.
    /// </summary>
    public bool? Decides => IsPositive ? true : IsNegative ? false : null;

    /// <param name="first">One figure a seed.</param>
    /// <param name="second">The other's, with the same seeds in the same order.</param>
    public static PairedDifference Of(IEnumerable<double> first, IEnumerable<double> second)
    {
        double[] a = [.. first], b = [.. second];
        Inputs.SameCount(nameof(PairedDifference), a.Length, b.Length, nameof(first), nameof(second));
        return new([.. a.Zip(b, (x, y) => x - y)]);
    }

    /// <summary>"+0.0123 ± 0.0041 (5 seeds)".</summary>
    public override string ToString() => ToString("F4");

    /// <inheritdoc cref="ToString()"/>
    public string ToString(string format) => (Mean >= 0 ? "+" : "−") + (Count == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(Mean).ToString(format, CultureInfo.InvariantCulture)} (one seed)")
        : string.Create(
            CultureInfo.InvariantCulture, $"{Math.Abs(Mean).ToString(format, CultureInfo.InvariantCulture)} ± {StandardError.ToString(format, CultureInfo.InvariantCulture)} ({Count} seeds)"));
}
