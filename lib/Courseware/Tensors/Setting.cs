namespace Courseware;

/// <summary>Checks the numbers that a layer, a loss or an optimizer is made with, where they are set.</summary>
internal static class Setting
{
    /// <summary>A number above 0.</summary>
    public static double Positive(double value, string what, string argument = "value") => value > 0 ? value
        : throw new ArgumentOutOfRangeException(argument, FormattableString.Invariant($"{what} must be a positive number; got {value}."));

    /// <summary>A number from 0 to below ∞.</summary>
    public static double NotNegative(double value, string what, string argument = "value") => value is >= 0 and < double.PositiveInfinity ? value
        : throw new ArgumentOutOfRangeException(argument, FormattableString.Invariant($"{what} is 0 or a positive number; got {value}."));

    /// <summary>A share that a running mean keeps: from 0 to below 1.</summary>
    public static double Share(double value, string what) => value is >= 0 and < 1 ? value
        : throw new ArgumentOutOfRangeException(nameof(value), FormattableString.Invariant($"{what} is what a running mean keeps, a number from 0 to below 1; got {value}."));
}
