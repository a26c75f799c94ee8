using System.Globalization;

namespace Courseware;

/// <summary>Numbers as a student writes them: six significant digits, powers of ten written out, a true minus sign.</summary>
internal static class NumberText
{
    public static string Tex(double value) => Text(value, @" \cdot 10^{", "}", "-", @"\infty", @"\mathrm{NaN}");

    public static string Plain(double value) => Text(value, "e", "", "−", "∞", "NaN");

    /// <summary>1/n, where a constant is that and no decimal: \tfrac{1}{3}; null else.</summary>
    public static (string Tex, string Plain)? Share(double value)
    {
        if (!(value is > 0 and < 1))
            return null;
        var n = (long)Math.Round(1 / value);
        if (n > 100_000 || 1.0 / n != value || value.ToString("R", CultureInfo.InvariantCulture).Length <= 4 && n is not (2 or 4))
            return null;
        return ($@"\tfrac{{1}}{{{n}}}", $"1/{n}");
    }

    private static string Text(double value, string power, string close, string minus, string infinity, string nan)
    {
        if (double.IsNaN(value))
            return nan;
        var sign = double.IsNegative(value) && value != 0 ? minus : "";
        var size = Math.Abs(value);
        if (double.IsInfinity(value))
            return sign + infinity;
        if (size != 0 && (size < 1e-4 || size >= 1e7))
        {
            var parts = size.ToString("0.#####E+0", CultureInfo.InvariantCulture).Split('E');
            var exponent = parts[1].TrimStart('+').Replace("-", minus == "-" ? "-" : "−", StringComparison.Ordinal);
            return parts[0] == "1" && close.Length > 0 ? $"{sign}10^{{{exponent}}}" : $"{sign}{parts[0]}{power}{exponent}{close}";
        }
        return sign + decimal.Parse(size.ToString("G6", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture)
            .ToString("0.##########", CultureInfo.InvariantCulture);
    }
}
