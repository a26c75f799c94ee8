using System.Globalization;

namespace Courseware;

/// <summary>Where an axis is marked, and what is written there: steps of 1, 2 or 5 times a power of ten; decades on a log axis.</summary>
internal static class Ticks
{
    /// <summary>10 to a whole power, correctly rounded.</summary>
    public static double PowerOfTen(int exponent) => double.Parse(string.Create(CultureInfo.InvariantCulture, $"1e{exponent}"), CultureInfo.InvariantCulture);

    /// <summary>At most so many round values within [low, high], with their labels.</summary>
    public static IReadOnlyList<(double Value, string Label)> Linear(double low, double high, int most)
    {
        if (!(high > low)) return [(low, Number(low))];
        var (multiple, exponent) = Step(high - low, Math.Max(2, most));
        var step = multiple * PowerOfTen(exponent);
        var first = (long)Math.Ceiling(low / step - 1e-9);
        var last = (long)Math.Floor(high / step + 1e-9);
        var ticks = new List<(double, string)>();
        for (var i = first; i <= last; i++)
        {
            // One rounding only, so that 3 · 0.1 is 0.3.
            var value = exponent >= 0 ? (double)i * multiple * PowerOfTen(exponent) : i * multiple / PowerOfTen(-exponent);
            ticks.Add((value, Label(value, exponent)));
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

    /// <summary>Decades within [10^low, 10^high]; with fewer than three of them, also their twos and fives.</summary>
    public static (IReadOnlyList<(double Value, string Label)> Major, IReadOnlyList<double> Minor) Log(double low, double high)
    {
        var major = new List<(double, string)>();
        var minor = new List<double>();
        var from = (int)Math.Floor(low);
        var to = (int)Math.Ceiling(high);
        var fine = high - low < 1.3;
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
        return (major, minor);
    }

    /// <summary>A number as a reader writes it: thousands apart, a true minus sign, powers of ten only where zeros would run on.</summary>
    public static string Number(double value)
    {
        if (value == 0) return "0";
        var size = Math.Abs(value);
        if (size is >= 1e7 or < 1e-4)
        {
            var text = value.ToString("0.###e0", CultureInfo.InvariantCulture);
            var at = text.IndexOf('e', StringComparison.Ordinal);
            var mantissa = text[..at];
            var power = "10" + Superscript(text[(at + 1)..]);
            return Minus(mantissa == "1" ? power : $"{mantissa}·{power}");
        }
        return Minus(value.ToString(size >= 10000 ? "#,0.####" : "0.######", CultureInfo.InvariantCulture));
    }

    private static string Label(double value, int exponent)
    {
        if (value == 0) return "0";
        if (exponent < -5 || Math.Abs(value) >= 1e7) return Number(value);
        var decimals = Math.Max(0, -exponent);
        return Minus(value.ToString((Math.Abs(value) >= 10000 ? "N" : "F") + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
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
