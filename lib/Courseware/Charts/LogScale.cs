namespace Courseware;

/// <summary>Positions on a log axis; the same bits on every machine, which <c>Math.Log10</c> does not promise.</summary>
internal static class LogScale
{
    private const double Ln10 = 2.302585092994045684;

    /// <summary>log₁₀ of a positive value; exact at whole powers of ten.</summary>
    public static double Of(double value)
    {
        var log = Elementary.Log(value) / Ln10;
        var whole = Math.Round(log);
        return Math.Abs(log - whole) < 1e-9 && Ticks.PowerOfTen((int)whole) == value ? whole : log;
    }

    /// <summary>10 to any power.</summary>
    public static double Inverse(double log) => Elementary.Exp(log * Ln10);
}
