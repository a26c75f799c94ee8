using System.Globalization;

namespace Courseware;

/// <summary>Charts in the course's language. Each gives a finished <see cref="Chart"/>: <c>Plot.LearningCurves(…).Show()</c>.</summary>
public static partial class Plot
{
    private static string Say(double value) => value.ToString(Math.Abs(value) >= 100 ? "0" : "0.###", CultureInfo.InvariantCulture).Replace('-', '−');

    private static JsonNumbers Ends(IEnumerable<double> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var v in values)
        {
            if (!double.IsFinite(v)) continue;
            low = Math.Min(low, v);
            high = Math.Max(high, v);
        }
        return new JsonNumbers(low, high);
    }

    private readonly record struct JsonNumbers(double Low, double High);
}
