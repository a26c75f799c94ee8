using System.Runtime.Intrinsics;

namespace Courseware;

/// <content>The exponential family in double precision.</content>
public static partial class Elementary
{
    private const double Log2E = 1.4426950408889634;

    // ln 2 = High + Low to 107 bits; n · High is taken away exactly, by a fused multiply-add.
    private const double Ln2High = 0.6931471805599453;
    private const double Ln2Low = 2.3190468138462996e-17;

    /// <summary>eˣ: ∞ above 709.78, subnormal below −708.4, 0 below −745.13.</summary>
    public static double Exp(double x) => ExpOfSum(x, 0);

    /// <summary>eˣ of each, in place: the bits of <see cref="Exp(double)"/>, four at a time.</summary>
    internal static void Exp(Span<double> x)
    {
        var i = 0;
        for (; i <= x.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            var four = Vector256.Create<double>(x[i..]);
            // Beyond that the two powers of two are no normal numbers, or the result is 0, ∞ or NaN.
            if (Vector256.LessThanOrEqualAll(Vector256.Abs(four), Vector256.Create(700.0)))
            {
                ExpOfModerate(four).CopyTo(x[i..]);
            }
            else
            {
                for (var j = i; j < i + Vector256<double>.Count; j++)
                    x[j] = Exp(x[j]);
            }
        }
        for (; i < x.Length; i++)
            x[i] = Exp(x[i]);
    }

    /// <summary>eˣ − 1, accurate near 0.</summary>
    internal static double Expm1(double x)
    {
        if (x > 710)
            return double.PositiveInfinity;
        if (x < -40)
            return -1;
        if (Math.Abs(x) < 1e-17 || double.IsNaN(x))
            return x;

        var n = Math.Round(x * Log2E);
        var (r, rest) = ReduceByLn2(x, 0, n);
        var p = r + (rest + r * r * ExpTail(r));
        if (n == 0)
            return p;

        // 2ⁿ·p + (2ⁿ − 1), in halves so that 2ⁿ⁻¹ is finite for n = 1024 too.
        var half = PowerOfTwo((int)n - 1);
        return 2 * Math.FusedMultiplyAdd(half, p, half - 0.5);
    }

    /// <summary>Hyperbolic tangent: t/(t + 2) with t = e^(2|x|) − 1.</summary>
    public static double Tanh(double x)
    {
        if (double.IsNaN(x))
            return x;

        var size = Math.Abs(x);
        if (size > 20)
            return Math.CopySign(1, x);
        if (size < 1e-9)
            return x;

        // t as a sum of two while it is small, and the division's rest added back: else three roundings would add up.
        double t, tLow = 0;
        if (size < 0.17)
        {
            var u = 2 * size;
            var tail = u * u * ExpTail(u);
            (t, tLow) = FastTwoSum(u, tail);
        }
        else
        {
            t = Expm1(2 * size);
        }

        var (denominator, denominatorLow) = TwoSum(2, t);
        var quotient = t / denominator;
        var rest = Math.FusedMultiplyAdd(-quotient, denominator, t) + (tLow - quotient * (denominatorLow + tLow));
        return Math.CopySign(quotient + rest / denominator, x);
    }

    /// <summary>The logistic function 1 / (1 + e⁻ˣ), for x &lt; 0 as eˣ / (1 + eˣ).</summary>
    public static double Sigmoid(double x)
    {
        var e = Exp(-Math.Abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    /// <summary>ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|), without overflow.</summary>
    internal static double Softplus(double x) => (x > 0 ? x : 0) + Log1p(Exp(-Math.Abs(x)));

    /// <summary>e^(x + rest) = 2ⁿ · eʳ with |r| ≤ ½ ln 2; <paramref name="rest"/> is far smaller than x.</summary>
    private static double ExpOfSum(double x, double rest)
    {
        if (double.IsNaN(x))
            return x;
        if (x > 710)
            return double.PositiveInfinity;
        if (x < -746)
            return 0;

        var n = Math.Round(x * Log2E);
        var (r, low) = ReduceByLn2(x, rest, n);

        // 1 + r exactly, as a sum of two; the tail is small, so that only the last addition rounds noticeably.
        var one = 1 + r;
        var lost = r - (one - 1);
        var significand = one + (lost + (low + r * r * ExpTail(r)));
        var whole = (int)n;
        return significand * PowerOfTwo(whole >> 1) * PowerOfTwo(whole - (whole >> 1));
    }

    /// <summary><see cref="ExpOfSum"/> for |x| ≤ 700 and no rest, operation by operation.</summary>
    private static Vector256<double> ExpOfModerate(Vector256<double> x)
    {
        var n = Vector256.Round(x * Log2E);
        var high = Vector256.FusedMultiplyAdd(n, Vector256.Create(-Ln2High), x);
        var low = Vector256.FusedMultiplyAdd(n, Vector256.Create(-Ln2Low), Vector256<double>.Zero);
        var r = high + low;
        low = high - r + low;

        var q = Vector256.Create(1.0 / 87178291200);
        q = Vector256.FusedMultiplyAdd(q, r, Vector256.Create(1.0 / 6227020800));
        q = Vector256.FusedMultiplyAdd(q, r, Vector256.Create(1.0 / 479001600));
        q = Vector256.FusedMultiplyAdd(q, r, Vector256.Create(1.0 / 39916800));
        q = Vector256.FusedMultiplyAdd(q, r, Vector256.Create(1.0 / 3628800));
        q = Vector256.FusedMultiplyAdd(q, r, Vector256.Create(1.0 / 362880));
        q = Vector256.FusedMultiplyAdd(q, r, Vector256.Create(1.0 / 40320));
        q = Vector256.FusedMultiplyAdd(q, r, Vector256.Create(1.0 / 5040));
        q = Vector256.FusedMultiplyAdd(q, r, Vector256.Create(1.0 / 720));
        q = Vector256.FusedMultiplyAdd(q, r, Vector256.Create(1.0 / 120));
        q = Vector256.FusedMultiplyAdd(q, r, Vector256.Create(1.0 / 24));
        q = Vector256.FusedMultiplyAdd(q, r, Vector256.Create(1.0 / 6));
        q = Vector256.FusedMultiplyAdd(q, r, Vector256.Create(0.5));

        var one = Vector256<double>.One + r;
        var lost = r - (one - Vector256<double>.One);
        var significand = one + (lost + (low + r * r * q));

        // 3·2⁵¹ + n has n in its low bits. Shifted with 2048 added, for there is no arithmetic shift of 64 bits in AVX2.
        const double Shift = 6755399441055744;
        var whole = (n + Vector256.Create(Shift)).AsInt64() - Vector256.Create(Shift).AsInt64();
        var half = Vector256.ShiftRightLogical(whole + Vector256.Create(2048L), 1) - Vector256.Create(1024L);
        return significand * PowerOfTwo(half) * PowerOfTwo(whole - half);
    }

    private static Vector256<double> PowerOfTwo(Vector256<long> n) => Vector256.ShiftLeft(n + Vector256.Create(1023L), 52).AsDouble();

    /// <summary>x + rest − n·ln 2 as an unevaluated sum.</summary>
    private static (double High, double Low) ReduceByLn2(double x, double rest, double n)
    {
        var high = Math.FusedMultiplyAdd(n, -Ln2High, x);   // exact
        var low = Math.FusedMultiplyAdd(n, -Ln2Low, rest);
        var sum = high + low;
        return (sum, high - sum + low);
    }

    /// <summary>(eʳ − 1 − r)/r²: Taylor's series 1/2! + r/3! + … + r¹²/14!, whose rest is below 2⁻⁵⁸ for |r| ≤ ½ ln 2.</summary>
    private static double ExpTail(double r)
    {
        var q = 1.0 / 87178291200;
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 6227020800);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 479001600);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 39916800);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 3628800);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 362880);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 40320);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 5040);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 720);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 120);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 24);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 6);
        return Math.FusedMultiplyAdd(q, r, 0.5);
    }

    /// <summary>2ⁿ for n in [−1022, 1023].</summary>
    private static double PowerOfTwo(int n) => BitConverter.Int64BitsToDouble((long)(n + 1023) << 52);
}
