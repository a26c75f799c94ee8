using System.Globalization;

namespace Courseware;

/// <summary>Charts in the course's language. Each gives a finished <see cref="Chart"/>: <c>Plot.LearningCurves(…).Show()</c>.</summary>
public static partial class Plot
{
    private static string Say(double value)
        => value.ToString(Math.Abs(value) >= 100 ? "0" : "0.###", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>A range that a caller gave for an axis; null if none was given.</summary>
    /// <exception cref="ArgumentException">It is not from a number to a larger one, or begins at 0 or below on a log axis.</exception>
    private static (double Low, double High)? Checked((double Low, double High)? range, string axis, bool log = false,
        string argument = "range")
    {
        if (range is not { } given) return null;
        if (!(given.Low < given.High && double.IsFinite(given.High - given.Low)))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The axis \"{axis}\" goes from a number to a larger one; got {given.Low} to {given.High}."),
                argument);
        }

        return !log || given.Low > 0 ? given
            : throw new ArgumentException(
                FormattableString.Invariant($"A log axis (\"{axis}\") begins above 0; got {given.Low} to {given.High}. Give a positive lower end, or use a linear axis."), argument);
    }

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
