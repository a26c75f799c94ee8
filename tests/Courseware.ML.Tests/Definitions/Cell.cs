using System.Globalization;

namespace Courseware.ML.Tests.Definitions;

/// <summary>A value as the table shows it.</summary>
internal static class Cell
{
    public const string None = "–";

    public const string Error = "an error";

    public static string Of(double value)
        => double.IsNaN(value) ? "NaN" : double.IsPositiveInfinity(value) ? "∞" : double.IsNegativeInfinity(value) ? "−∞"
        : Math.Round(value, 4) switch
        {
            0 => "0",
            var rounded =>
            rounded.ToString("0.####", CultureInfo.InvariantCulture).Replace('-', '−')
        };

    public static string Of(bool answer) => answer ? "yes" : "no";

    /// <summary>The value, or that it was refused.</summary>
    public static string Of(Func<double> value)
    {
        try
        {
            return Of(value());
        }
        catch (Exception refused) when (refused is ArgumentException or InvalidOperationException or DataFileException)
        {
            return Error;
        }
    }
}
