using System.Globalization;

namespace Courseware;

/// <summary>The check of a setting that must be above 0.</summary>
internal static class Positive
{
    public static double Number(double value, string what)
        => value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), $"{what} must be a positive number; got {value.ToString(CultureInfo.InvariantCulture)}.");
}
