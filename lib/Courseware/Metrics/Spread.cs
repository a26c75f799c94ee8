using System.Globalization;

namespace Courseware;

/// <summary>Mean and spread of one figure over several seeds.</summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Plain])]
public sealed class Spread
{
    private Spread(double[] values)
    {
        Values = values;
        double sum = 0, squares = 0;
        foreach (double x in values)
            sum += x;
        Mean = sum / values.Length;
        foreach (double x in values)
            squares += (x - Mean) * (x - Mean);
        StandardDeviation = values.Length > 1 ? Math.Sqrt(squares / (values.Length - 1)) : double.NaN;
    }

    public IReadOnlyList<double> Values { get; }

    public int Count => Values.Count;

    public double Mean { get; }

    /// <summary>s, with n − 1; NaN for one value.</summary>
    public double StandardDeviation { get; }

    /// <summary>s / √n: how well the mean is known. NaN for one value.</summary>
    public double StandardError => StandardDeviation / Math.Sqrt(Count);

    public double Minimum => Values.Min();

    public double Maximum => Values.Max();

    /// <param name="values">One figure a seed, all finite.</param>
    public static Spread Of(params IEnumerable<double> values)
    {
        double[] all = [.. values];
        if (all.Length == 0)
            throw new ArgumentException("Spread: a mean over no values is not defined. Pass one value a seed.", nameof(values));
        int bad = Array.FindIndex(all, x => !double.IsFinite(x));
        return bad < 0 ? new(all)
            : throw new ArgumentException(
                Inputs.Text($"Spread: values must be finite; values[{bad}] is {all[bad]:R}. A run that diverged has no place in a mean: report it by itself."), nameof(values));
    }

    /// <summary>"0.7812 ± 0.0021 (5 seeds)": mean and standard error.</summary>
    public override string ToString() => ToString("F4");

    /// <inheritdoc cref="ToString()"/>
    public string ToString(string format) => Count == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{Mean.ToString(format, CultureInfo.InvariantCulture)} (one seed)")
        : string.Create(
            CultureInfo.InvariantCulture, $"{Mean.ToString(format, CultureInfo.InvariantCulture)} ± {StandardError.ToString(format, CultureInfo.InvariantCulture)} ({Count} seeds)");
}
