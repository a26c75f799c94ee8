namespace Courseware;

/// <summary>
/// Exponentials, logarithms and their kin with the same bits on every processor, vector width and operating system.
/// Everything that reaches a loss, a weight or a chart uses these instead of <see cref="Math"/>, whose bits come from the C library.
/// </summary>
/// <remarks>
/// Errors are below 2 units in the last place (most near 1; the float sigmoid 2.1). A whole-number argument takes the float version:
/// write Log(10.0) where double is meant. Special values follow IEEE 754 and C99 annex F:
/// NaN gives NaN, infinities and zeros give their limits, and odd functions keep the sign of zero.
/// </remarks>
public static partial class Elementary
{
    /// <summary>eˣ.</summary>
    public static float Exp(float x) => LaneFunctions.Exp(new LaneF32(x)).Value;

    /// <summary>eˣ − 1, accurate near 0.</summary>
    internal static float Expm1(float x) => LaneFunctions.Expm1(new LaneF32(x)).Value;

    /// <summary>Natural logarithm: −∞ at 0, NaN below.</summary>
    public static float Log(float x) => LaneFunctions.Log(new LaneF32(x)).Value;

    /// <summary>ln(1 + x), accurate near 0: −∞ at −1, NaN below.</summary>
    internal static float Log1p(float x) => LaneFunctions.Log1p(new LaneF32(x)).Value;

    /// <summary>Hyperbolic tangent.</summary>
    public static float Tanh(float x) => LaneFunctions.Tanh(new LaneF32(x)).Value;

    /// <summary>The logistic function 1 / (1 + e⁻ˣ).</summary>
    public static float Sigmoid(float x) => LaneFunctions.Sigmoid(new LaneF32(x)).Value;

    /// <summary>ln(1 + eˣ), without overflow.</summary>
    internal static float Softplus(float x) => LaneFunctions.Softplus(new LaneF32(x)).Value;

    /// <summary>The error function 2/√π ∫₀ˣ e^(−t²) dt.</summary>
    internal static float Erf(float x) => LaneFunctions.Erf(new LaneF32(x)).Value;

    /// <summary>Sine of an angle in radians, of any size; computed in double and rounded.</summary>
    public static float Sin(float x) => (float)Sin((double)x);

    /// <summary>Cosine of an angle in radians, of any size; computed in double and rounded.</summary>
    public static float Cos(float x) => (float)Cos((double)x);
}
