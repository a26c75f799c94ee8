using System.Globalization;

namespace Courseware;

/// <summary>Where an axis is marked, and what is written there: steps of 1, 2 or 5 times a power of ten; decades on a log axis.</summary>
internal static class Ticks
{
    private const int ShortMantissa = 4;
    private const int LowestDecade = -323;
    private const int HighestDecade = 308;

    /// <summary>10 to a whole power, correctly rounded.</summary>
    public static double PowerOfTen(int exponent)
        => double.Parse(string.Create(CultureInfo.InvariantCulture, $"1e{exponent}"), CultureInfo.InvariantCulture);

    /// <summary>At most so many round values within [low, high], with their labels.</summary>
    public static IReadOnlyList<(double Value, string Label)> Linear(double low, double high, int most)
    {
        if (!(high > low)) return [(low, Number(low))];
        var (multiple, exponent) = Step(high - low, Math.Max(2, most));
        var step = multiple * PowerOfTen(exponent);
        var first = (long)Math.Ceiling(low / step - 1e-9);
        var last = (long)Math.Floor(high / step + 1e-9);
        var ticks = new List<(double, string)>();
        var digits = Magnitude(Math.Max(Math.Abs(low), Math.Abs(high))) - exponent + 1;
        for (var i = first; i <= last; i++)
        {
            // One rounding only, so that 3 · 0.1 is 0.3.
            var value = exponent >= 0 ? (double)i * multiple * PowerOfTen(exponent) : i * multiple / PowerOfTen(-exponent);
            // Where the axis is no wider than a few of a double's steps, two places may be one number.
            if (ticks.Count == 0 || value > ticks[^1].Item1)
                ticks.Add((value, Label(value, exponent, digits)));
        }
        return ticks;
    }

    /// <summary>The smallest interval between round values that holds the given one.</summary>
    public static (double Low, double High) Outward(double low, double high, int most)
    {
        if (!(high > low)) return (low - 0.5, high + 0.5);
        var (multiple, exponent) = Step(high - low, most);
        var step = multiple * PowerOfTen(exponent);
        return (Math.Floor(low / step + 1e-9) * step, Math.Ceiling(high / step - 1e-9) * step);
    }

    /// <summary>Decades within [10^low, 10^high]; where the axis is short or has one of them at most, also their twos and fives.</summary>
    public static (IReadOnlyList<(double Value, string Label)> Major, IReadOnlyList<double> Minor) Log(double low, double high)
    {
        var major = new List<(double, string)>();
        var minor = new List<double>();
        // A double's own decades: beyond them there is nothing to mark.
        var from = (int)Math.Floor(Math.Clamp(low, LowestDecade, HighestDecade));
        var to = (int)Math.Ceiling(Math.Clamp(high, LowestDecade, HighestDecade));
        // One decade alone on the axis marks no scale.
        var fine = high - low < 1.3 || Math.Floor(high) - Math.Ceiling(low) < 1;
        var skip = Math.Max(1, (int)Math.Ceiling((high - low) / 8));
        for (var exponent = from; exponent <= to; exponent++)
        {
            for (var digit = 1; digit <= 9; digit++)
            {
                var value = exponent >= 0 ? digit * PowerOfTen(exponent) : digit / PowerOfTen(-exponent);
                var position = LogScale.Of(value);
                if (position < low - 1e-9 || position > high + 1e-9) continue;
                if (digit == 1 ? exponent % skip == 0 : fine && digit is 2 or 5 && fine) major.Add((value, Number(value)));
                else if (skip == 1) minor.Add(value);
            }
        }
        // Between two digits of one decade nothing of this is on the axis: round values are.
        return major.Count >= 2 || !(high > low && high - low < 2 && low > LowestDecade && high < HighestDecade) ? (major, minor)
            : (Linear(LogScale.Inverse(low), LogScale.Inverse(high), 5), []);
    }

    /// <summary>A number as a reader writes it: thousands apart, a true minus sign, powers of ten only where zeros would run on.</summary>
    public static string Number(double value)
    {
        if (value == 0) return "0";
        var size = Math.Abs(value);
        return size is >= 1e7 or < 1e-4 ? Scientific(value, ShortMantissa)
            : Minus(value.ToString(size >= 10000 ? "#,0.####" : "0.######", CultureInfo.InvariantCulture));
    }

    private static string Scientific(double value, int digits)
    {
        var text = value.ToString($"0.{new string('#', digits - 1)}e0", CultureInfo.InvariantCulture);
        var at = text.IndexOf('e', StringComparison.Ordinal);
        var mantissa = text[..at];
        var power = "10" + Superscript(text[(at + 1)..]);
        return Minus(mantissa == "1" ? power : $"{mantissa}·{power}");
    }

    // Digits: as many as tell this axis' labels apart, counted from its largest value on.
    private static string Label(double value, int exponent, int digits)
    {
        if (value == 0) return "0";
        var size = Math.Abs(value);
        if (size >= 1e7 && digits <= ShortMantissa || exponent < -5 && digits <= ShortMantissa) return Number(value);
        if (size >= 1e15 || exponent < -15 || size < 1e-4 && exponent < -5) return Scientific(value, Math.Min(digits, 17));
        var decimals = Math.Max(0, -exponent);
        return Minus(
            value.ToString((size >= 10000 ? "N" : "F") + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
    }

    // The power of ten that a number begins with.
    private static int Magnitude(double value)
    {
        var text = value.ToString("e0", CultureInfo.InvariantCulture);
        return value > 0 && double.IsFinite(value)
            ? int.Parse(text.AsSpan(text.IndexOf('e', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture) : 0;
    }

    private static (int Multiple, int Exponent) Step(double span, int most)
    {
        var exponent = -300;
        while (PowerOfTen(exponent + 10) * most < span) exponent += 10;
        while (true)
        {
            foreach (var multiple in (ReadOnlySpan<int>)[1, 2, 5])
                if (multiple * PowerOfTen(exponent) * most >= span) return (multiple, exponent);
            exponent++;
        }
    }

    private static string Minus(string text) => text.Replace('-', '−');

    private static string Superscript(string digits) => string.Concat(digits.Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
}
