namespace Courseware;

/// <content>The error function in double precision.</content>
public static partial class Elementary
{
    private const double TwoOverSqrtPi = 1.1283791670955126;
    private const double TwoOverSqrtPiLow = 1.533545961316588e-17;

    // erf(c) and erf′(c) = 2/√π·e^(−c²) at c = 0.5, 0.75, … 6.
    private static ReadOnlySpan<double> ErfAtKnots =>
    [
        0.5204998778130465, 0.7111556336535151, 0.8427007929497149, 0.9229001282564583, 0.9661051464753108,
        0.9866716712191824, 0.9953222650189527, 0.9985372834133188, 0.999593047982555, 0.9998993780778803,
        0.9999779095030014, 0.9999956972205363, 0.9999992569016276, 0.9999998862727434, 0.9999999845827421,
        0.9999999981494259, 0.9999999998033839, 0.9999999999815149, 0.9999999999984626, 0.9999999999998869,
        0.9999999999999927, 0.9999999999999996, 1.0,
    ];

    private static ReadOnlySpan<double> SlopeAtKnots =>
    [
        0.8787825789354448, 0.6429310691952074, 0.4151074974205947, 0.2365211224472908, 0.11893028922362937,
        0.05277499593015037, 0.020666985354092053, 0.007142319022017983, 0.0021782842303527095, 0.0005862772470937923,
        0.00013925305194674786, 2.9189025383581702e-05, 5.399426777384783e-06, 8.814321912318039e-07, 1.2698234671866558e-07,
        1.6143993719507412e-08, 1.81130589590869e-09, 1.7934357034341337e-10, 1.5670866531017336e-11, 1.2084074716006755e-12,
        8.223316045262922e-14, 4.938485140964219e-15, 2.617301239249265e-16,
    ];

    /// <summary>The error function 2/√π ∫₀ˣ e^(−t²) dt.</summary>
    /// <remarks>
    /// Below ½ the series 2/√π · (x − x³/3 + x⁵/(2!·5) − …). Above, Taylor's series about the nearest knot c, a multiple of ¼;
    /// from y″ = −2x·y′ its coefficients follow (n+1)(n+2)·aₙ₊₂ = −2(c(n+1)·aₙ₊₁ + n·aₙ).
    /// </remarks>
    internal static double Erf(double x)
    {
        if (double.IsNaN(x))
            return x;

        var size = Math.Abs(x);
        if (size >= 6)
            return Math.CopySign(1, x);
        if (size < 0.5)
            return ErfNearZero(x);

        var knot = (int)Math.Round(4 * size) - 2;
        var c = (knot + 2) * 0.25;
        var h = size - c;               // exact, |h| ≤ ⅛
        double a = 0, b = SlopeAtKnots[knot], hPower = h, sum = 0;
        // Terms of order 2 and above; the first-order term is added last.
        for (var n = 0; n < 20; n++)
        {
            var next = -2 * (c * (n + 1) * b + n * a) / ((n + 1) * (n + 2));
            (a, b) = (b, next);
            hPower *= h;
            sum += next * hPower;
        }

        return Math.CopySign(ErfAtKnots[knot] + Math.FusedMultiplyAdd(h, SlopeAtKnots[knot], sum), x);
    }

    private static double ErfNearZero(double x)
    {
        // Σ (−x²)ⁿ / (n!(2n + 1)), n = 1 … 14
        var u = x * x;
        double term = 1, sum = 0;
        for (var n = 1; n <= 14; n++)
        {
            term *= -u / n;
            sum += term / (2 * n + 1);
        }

        return Math.FusedMultiplyAdd(x, TwoOverSqrtPi, x * Math.FusedMultiplyAdd(sum, TwoOverSqrtPi, TwoOverSqrtPiLow));
    }
}
