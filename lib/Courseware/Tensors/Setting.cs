namespace Courseware;

/// <summary>Checks the numbers that a layer, a loss or an optimizer is made with, where they are set.</summary>
internal static class Setting
{
    /// <summary>A number above 0, and below ∞.</summary>
    public static double Positive(double value, string what, string argument = "value")
        => value is > 0 and < double.PositiveInfinity ? value
        : throw new ArgumentOutOfRangeException(argument, FormattableString.Invariant($"{what} must be a positive number; got {value}."));

    /// <summary>A number from 0 to below ∞.</summary>
    public static double NotNegative(double value, string what, string argument = "value")
        => value is >= 0 and < double.PositiveInfinity ? value
        : throw new ArgumentOutOfRangeException(argument, FormattableString.Invariant($"{what} is 0 or a positive number; got {value}."));

    /// <summary>A share that a running mean keeps: from 0 to below 1.</summary>
    public static double Share(double value, string what) => value is >= 0 and < 1 ? value
        : throw new ArgumentOutOfRangeException(nameof(value),
            FormattableString.Invariant($"{what} is what a running mean keeps, a number from 0 to below 1; got {value}."));

    /// <summary>Any number that is not NaN or ±∞.</summary>
    public static double Finite(double value, string what, string argument = "value") => double.IsFinite(value) ? value
        : throw new ArgumentOutOfRangeException(argument, FormattableString.Invariant($"{what} must be a number; got {value}."));

    /// <summary>How far from 0 and 1 probabilities are kept: from 0 to below ½.</summary>
    public static double Clip(double value, string what) => value is >= 0 and < 0.5 ? value
        : throw new ArgumentOutOfRangeException(nameof(value),
            FormattableString.Invariant($"{what} keeps probabilities away from 0 and 1, a number from 0 to below 0.5; got {value}."));

    /// <summary>Weights of classes: each 0 or more, and one of them more; null for none.</summary>
    public static double[]? Weights(double[]? values, string what)
    {
        if (values is null)
            return null;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is not (>= 0 and < double.PositiveInfinity))
            {
                throw new ArgumentOutOfRangeException(nameof(values),
                    FormattableString.Invariant($"{what} are 0 or positive numbers; number {i} is {values[i]}."));
            }
        }
        return Array.Exists(values, w => w > 0) ? values
            : throw new ArgumentOutOfRangeException(
                nameof(values), $"{what} must have one that is not 0, or nothing is learned; got {(values.Length == 0 ? "none at all" : "zeros alone")}.");
    }
}
