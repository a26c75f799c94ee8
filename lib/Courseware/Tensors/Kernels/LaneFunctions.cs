using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>
/// The elementary functions in single precision, each one fixed sequence of +, −, ·, /, fused multiply-add and bit operations,
/// the same for one float and for vectors of any width: the C library and the processor have no say in the bits.
/// </summary>
/// <remarks>
/// Polynomials are minimax fits in relative error (Remez exchange), rounded to float; next to each is its error before rounding.
/// Argument reductions are the classical ones (Cody &amp; Waite, "Software Manual for the Elementary Functions", 1980; Muller,
/// "Elementary Functions", ch. 11): x = n·ln 2 + r for the exponential, x = 2ᵏ·m for the logarithm.
/// </remarks>
internal static class LaneFunctions
{
    private const double Log2E = 1.44269504;

    // ln 2 = High + Low; n · High is taken away exactly, by a fused multiply-add.
    private const double Ln2High = 0.693147182;
    private const double Ln2Low = -1.90465421e-9;

    // Adding 3·2²² leaves a whole number, rounded to even, in the low bits of the significand.
    private const double RoundingShift = 12582912.0;
    private const int RoundingShiftBits = 0x4B400000;

    private const int OneBits = 0x3F800000;
    private const int FourBits = 0x40800000;
    private const int SqrtHalfBits = 0x3F3504F3;
    private const double SmallestNormal = 1.17549435e-38;
    private const double TwoTo23 = 8388608.0;
    private const double TwoToMinus31 = 4.65661287e-10;
    private const double TwoToMinus32 = 2.32830644e-10;

    /// <summary>eˣ = 2ⁿ · eʳ, |r| ≤ ½ ln 2. Error below 1 ulp; ∞ above 88.73, subnormal below −87.33, 0 below −103.98.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x) where V : struct, ILane<V>, IFloatLane<V>
    {
        // A NaN passes both comparisons unchanged.
        x = V.IfGreater(x, 89.0, 89.0, x);
        x = V.IfGreater(-105.0, x, -105.0, x);
        V n = V.Fma(x, Log2E, RoundingShift) - RoundingShift;
        V p = 1.0 + ExpMinusOneReduced(x, n);
        return V.ScaleByPowerOfTwo(p, n);
    }

    /// <summary>eˣ − 1 = 2ⁿ(eʳ − 1) + (2ⁿ − 1). Error below 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Expm1<V>(V x) where V : struct, ILane<V>, IFloatLane<V>
    {
        V bounded = V.IfGreater(x, 89.0, 89.0, x);
        bounded = V.IfGreater(-20.0, bounded, -20.0, bounded);
        V n = V.Fma(bounded, Log2E, RoundingShift) - RoundingShift;
        V p = ExpMinusOneReduced(bounded, n);

        // Half of everything, so that 2ⁿ⁻¹ is a float for n = 128 too.
        V halfPower = V.ShiftLeft(V.AddBits(n + RoundingShift, V.FromBits(126 - RoundingShiftBits)), 23);
        V result = 2.0 * V.Fma(halfPower, p, halfPower - 0.5);
        return V.CopySign(V.IfEqual(n, 0.0, p, result), x);
    }

    /// <summary>ln x = k·ln 2 + ln m, m in [√½, √2). Error below 1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V>(V x) where V : struct, ILane<V>, IFloatLane<V>
    {
        V scaled = V.IfGreater(SmallestNormal, x, x * TwoTo23, x);
        V extra = V.IfGreater(SmallestNormal, x, -23.0, 0.0);
        V exponent = V.ShiftRight(V.SubtractBits(scaled, V.FromBits(SqrtHalfBits)), 23);
        V m = V.SubtractBits(scaled, V.ShiftLeft(exponent, 23));
        V result = LogReduced(m - 1.0, V.IntegerToFloat(exponent) + extra);

        result = V.IfEqual(x, double.PositiveInfinity, x, result);
        return V.IfGreater(x, 0.0, result, V.IfEqual(x, 0.0, double.NegativeInfinity, double.NaN));
    }

    /// <summary>
    /// ln(1 + x) = k·ln 2 + ln(1 + f) with 1 + f = 2⁻ᵏ(1 + x); f comes from x, not from the rounded sum. Error below 2 ulp.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1p<V>(V x) where V : struct, ILane<V>, IFloatLane<V>
    {
        V exponent = V.ShiftRight(V.SubtractBits(1.0 + x, V.FromBits(SqrtHalfBits)), 23);
        V exponentBits = V.ShiftLeft(exponent, 23);
        V scaledX = V.SubtractBits(x, exponentBits);                            // 2⁻ᵏ · x
        V fourScaledOnes = V.SubtractBits(V.FromBits(FourBits), exponentBits);  // 4 · 2⁻ᵏ, a normal float up to k = 128
        V f = scaledX + V.Fma(0.25, fourScaledOnes, -1.0);
        V result = V.CopySign(LogReduced(f, V.IntegerToFloat(exponent)), x);

        result = V.IfEqual(x, double.PositiveInfinity, x, result);
        return V.IfGreater(x, -1.0, result, V.IfEqual(x, -1.0, double.NegativeInfinity, double.NaN));
    }

    /// <summary>tanh x: an odd polynomial below 0.625, above it 1 − 2/(e²ˣ + 1). Error below 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V x) where V : struct, ILane<V>, IFloatLane<V>
    {
        V size = V.Abs(x);
        V u = size * size;
        V p = -0.00570503063;                  // 2^-27.8
        p = V.Fma(p, u, 0.0206391811);
        p = V.Fma(p, u, -0.0537397675);
        p = V.Fma(p, u, 0.133314431);
        p = V.Fma(p, u, -0.333332807);
        V small = V.Fma(size * u, p, size);
        V large = 1.0 - 2.0 / (Exp(2.0 * size) + 1.0);
        return V.CopySign(V.IfGreater(size, 0.625, large, small), x);
    }

    /// <summary>1/(1 + e⁻ˣ), for x &lt; 0 as eˣ/(1 + eˣ). Error below 2.1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V x) where V : struct, ILane<V>, IFloatLane<V>
    {
        V e = Exp(-V.Abs(x));
        return V.IfGreater(0.0, x, e, 1.0) / (1.0 + e);
    }

    /// <summary>ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|). Error below 2 ulp.</summary>
    /// <remarks>
    /// Never inlined: a loss has two of them, which is more than the compiler inlines, and then each of their operations is a call.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static V Softplus<V>(V x) where V : struct, ILane<V>, IFloatLane<V> =>
        V.IfGreater(x, 0.0, x, 0.0) + Log1p(Exp(-V.Abs(x)));

    /// <summary>erf x: an odd polynomial below 0.92, above it 1 − e^−q(|x|) with q = −ln erfc. Error below 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf<V>(V x) where V : struct, ILane<V>, IFloatLane<V>
    {
        V size = V.Abs(x);
        V u = size * size;
        V p = 8.32063597e-05;                  // 2^-31.0
        p = V.Fma(p, u, -0.000813111139);
        p = V.Fma(p, u, 0.00520002702);
        p = V.Fma(p, u, -0.0268590041);
        p = V.Fma(p, u, 0.11283689);
        p = V.Fma(p, u, -0.376126319);
        p = V.Fma(p, u, 0.128379166);
        V small = V.Fma(size, p, size);

        V t = V.IfGreater(size, 4.0, 4.0, size);  // erf 4 rounds to 1
        V q = 2.08287056e-05;                  // 2^-34.0 of erf
        q = V.Fma(q, t, -0.000431394437);
        q = V.Fma(q, t, 0.00415625842);
        q = V.Fma(q, t, -0.0250806231);
        q = V.Fma(q, t, 0.108220391);
        q = V.Fma(q, t, 0.633400857);
        q = V.Fma(q, t, 1.12948835);
        q = V.Fma(q, t, -0.000169205188);
        V large = 1.0 - Exp(-q);
        return V.CopySign(V.IfGreater(size, 0.92, large, small), x);
    }

    /// <summary>
    /// The normal quantile of 32 random bits: one bit is the sign, 31 bits the position in the half, z = Φ⁻¹(p) with p in (2⁻³³, ½).
    /// </summary>
    /// <remarks>
    /// z = x·P(w), w = −ln(1 − x²), x = 1 − 2p: the form of Giles, "Approximating the erfinv function" (2010), with our own fits.
    /// Relative error below 2⁻²¹, far below the step of the 31 bits.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V NormalQuantile<V>(V bits) where V : struct, ILane<V>, IFloatLane<V>
    {
        V position = V.AndBits(bits, V.FromBits(0x7FFFFFFF));
        V twoP = V.Fma(V.IntegerToFloat(position), TwoToMinus31, TwoToMinus32);
        V x = V.Fma(V.IntegerToFloat(V.XorBits(position, V.FromBits(0x7FFFFFFF))), TwoToMinus31, TwoToMinus32);
        V w = -Log(twoP * (1.0 + x));

        V s = w - 2.5;                         // w ≤ 5: 2^-23.3
        V center = 3.98732354e-08;
        center = V.Fma(center, s, 4.85194846e-07);
        center = V.Fma(center, s, -4.98575719e-06);
        center = V.Fma(center, s, -6.20955416e-06);
        center = V.Fma(center, s, 0.000309136201);
        center = V.Fma(center, s, -0.00177303178);
        center = V.Fma(center, s, -0.00590815954);
        center = V.Fma(center, s, 0.348802686);
        center = V.Fma(center, s, 2.12331367);

        V v = V.Sqrt(V.IfGreater(w, 5.0, w, 5.0)) - 3.0;
        V tail = 5.06232245e-05;               // w > 5: 2^-22.9
        tail = V.Fma(tail, v, -0.000212127299);
        tail = V.Fma(tail, v, -3.20281215e-05);
        tail = V.Fma(tail, v, 0.0018088466);
        tail = V.Fma(tail, v, -0.00504410639);
        tail = V.Fma(tail, v, 0.0081681041);
        tail = V.Fma(tail, v, -0.0108224917);
        tail = V.Fma(tail, v, 0.013338753);
        tail = V.Fma(tail, v, 1.41658401);
        tail = V.Fma(tail, v, 4.00643492);
        return V.CopySign(x * V.IfGreater(w, 5.0, tail, center), bits);
    }

    /// <summary>
    /// x · 2ⁿ by two factors, each a normal float: the first product is exact, the second rounds (to a subnormal or ∞ too).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ScaleInTwoSteps<V>(V x, V n) where V : struct, ILane<V>, IFloatLane<V>
    {
        V whole = V.SubtractBits(n + RoundingShift, V.FromBits(RoundingShiftBits));
        V half = V.ShiftRight(whole, 1);
        V first = V.AddBits(V.ShiftLeft(half, 23), V.FromBits(OneBits));
        V second = V.AddBits(V.ShiftLeft(V.SubtractBits(whole, half), 23), V.FromBits(OneBits));
        return x * first * second;
    }

    /// <summary>eʳ − 1 for r = x − n·ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ExpMinusOneReduced<V>(V x, V n) where V : struct, ILane<V>, IFloatLane<V>
    {
        V r = V.Fma(n, -Ln2High, x);
        r = V.Fma(n, -Ln2Low, r);
        V q = 0.000198454829;                  // 2^-31.9 of eʳ − 1
        q = V.Fma(q, r, 0.00139409362);
        q = V.Fma(q, r, 0.00833339058);
        q = V.Fma(q, r, 0.0416663587);
        q = V.Fma(q, r, 0.166666657);
        q = V.Fma(q, r, 0.5);
        return V.Fma(r * r, q, r);
    }

    /// <summary>k·ln 2 + ln(1 + f) for 1 + f in [√½, √2].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogReduced<V>(V f, V k) where V : struct, ILane<V>, IFloatLane<V>
    {
        V p = -0.0762481242;                   // 2^-27.9
        p = V.Fma(p, f, 0.129078776);
        p = V.Fma(p, f, -0.132434785);
        p = V.Fma(p, f, 0.141813323);
        p = V.Fma(p, f, -0.166089669);
        p = V.Fma(p, f, 0.200019941);
        p = V.Fma(p, f, -0.250015885);
        p = V.Fma(p, f, 0.333333254);
        p = V.Fma(p, f, -0.499999881);
        V r = V.Fma(f * f, p, f);
        return V.Fma(k, Ln2High, V.Fma(k, Ln2Low, r));
    }
}
