namespace Courseware;

/// <summary>Checks the numbers that an optimizer is made with, where they are set.</summary>
internal static class Setting
{
    /// <summary>A share that a running mean keeps: from 0 to below 1.</summary>
    public static double Share(double value, string name) => value is >= 0 and < 1 ? value
        : throw new ArgumentOutOfRangeException(nameof(value), FormattableString.Invariant($"{name} is what a running mean keeps, a number from 0 to below 1; got {value}."));

    /// <summary>A number from 0 to below ∞.</summary>
    public static double NotNegative(double value, string name) => value is >= 0 and < double.PositiveInfinity ? value
        : throw new ArgumentOutOfRangeException(nameof(value), FormattableString.Invariant($"{name} is 0 or a positive number; got {value}."));
}
