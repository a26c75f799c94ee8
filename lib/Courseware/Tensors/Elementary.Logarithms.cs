namespace Courseware;

/// <content>Logarithms and powers in double precision: one logarithm to about 100 bits, of which the others are roundings.</content>
public static partial class Elementary
{
    /// <summary>Natural logarithm: −∞ at 0, NaN below.</summary>
    public static double Log(double x)
    {
        if (!(x > 0) || double.IsPositiveInfinity(x))
            return LogOutsideDomain(x);
        var (high, low) = LogAsSum(x, 0);
        return high + low;
    }

    /// <summary>Logarithm to base 2; exact for powers of two.</summary>
    public static double Log2(double x) => LogToBase(x, 1.4426950408889634, 2.0355273740931033e-17);

    /// <summary>Logarithm to base 10; exact for powers of ten.</summary>
    public static double Log10(double x) => LogToBase(x, 0.4342944819032518, 1.098319650216765e-17);

    /// <summary>ln(1 + x), accurate near 0: −∞ at −1, NaN below.</summary>
    internal static double Log1p(double x)
    {
        if (Math.Abs(x) < 1e-17 || double.IsNaN(x))
            return x;
        if (!(x > -1) || double.IsPositiveInfinity(x))
            return LogOutsideDomain(1 + x);
        var (sum, rest) = TwoSum(1, x);
        var (high, low) = LogAsSum(sum, rest);
        return high + low;
    }

    /// <summary>
    /// x to the power y = e^(y·ln x), the product carried to 100 bits. Special values as C99's pow: x⁰ = 1, 1ʸ = 1, (−2)³ = −8, NaN for a
    /// negative x and a fraction y.
    /// </summary>
    public static double Pow(double x, double y)
    {
        if (y == 0 || x == 1)
            return 1;
        if (double.IsNaN(x) || double.IsNaN(y))
            return double.NaN;

        var size = Math.Abs(x);
        var wholeY = Math.Floor(y) == y;                                        // true for ±∞ too
        var oddY = wholeY && Math.Abs(y) < 9007199254740992 && Math.Floor(y / 2) != y / 2;
        if (double.IsInfinity(y))
            return size == 1 ? 1 : size > 1 == y > 0 ? double.PositiveInfinity : 0;

        double power;
        if (size == 0)
        {
            power = y > 0 ? 0 : double.PositiveInfinity;
        }
        else if (double.IsInfinity(size))
        {
            power = y > 0 ? double.PositiveInfinity : 0;
        }
        else if (x < 0 && !wholeY)
        {
            return double.NaN;
        }
        else
        {
            var (high, low) = LogAsSum(size, 0);
            var product = y * high;
            power = Math.Abs(product) > 800
                ? product > 0 ? double.PositiveInfinity : 0
                : ExpOfSum(product, Math.FusedMultiplyAdd(y, high, -product) + y * low);
        }

        return oddY && double.IsNegative(x) ? -power : power;
    }

    /// <summary>10ⁿ, correctly rounded for |n| ≤ 22: the ticks of a chart's axis are the numbers that they show.</summary>
    internal static double Pow10(int n)
    {
        if (Math.Abs((long)n) > 22)
            return Pow(10, n);

        var power = 1.0;
        for (var i = Math.Abs(n); i > 0; i--)
            power *= 10;    // exact up to 10²²
        return n < 0 ? 1 / power : power;
    }

    private static double LogOutsideDomain(double x) =>
        x == 0 ? double.NegativeInfinity : x > 0 ? x : double.NaN;

    private static double LogToBase(double x, double scaleHigh, double scaleLow)
    {
        if (!(x > 0) || double.IsPositiveInfinity(x))
            return LogOutsideDomain(x);
        var (high, low) = LogAsSum(x, 0);
        var product = high * scaleHigh;
        return product + (Math.FusedMultiplyAdd(high, scaleHigh, -product) + (high * scaleLow + low * scaleHigh));
    }

    /// <summary>
    /// ln(x + rest) as an unevaluated sum, for finite x &gt; 0: x = 2ᵏ·m with m in [√½, √2),
    /// ln m = 2s(1 + s²/3 + s⁴/5 + …) with s = (m − 1)/(m + 1); s, s² and the first two terms are carried as sums of two doubles.
    /// </summary>
    private static (double High, double Low) LogAsSum(double x, double rest)
    {
        var k = 0;
        if (x < 2.2250738585072014E-308)
        {
            x *= 18014398509481984;     // 2⁵⁴: a subnormal becomes normal
            k = -54;
        }

        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)((bits - 0x3FE6A09E667F3BCD) >> 52);   // the bits of √½
        var m = BitConverter.Int64BitsToDouble(bits - ((long)exponent << 52));
        var mRest = rest == 0 ? 0 : rest * PowerOfTwo(-exponent);
        k += exponent;

        var numerator = m - 1;          // exact
        var (denominator, denominatorRest) = TwoSum(m, 1);
        var s = numerator / denominator;
        var sLow = (Math.FusedMultiplyAdd(-s, denominator, numerator) - s * (denominatorRest + mRest) + mRest) / denominator;

        var square = s * s;
        var squareLow = Math.FusedMultiplyAdd(s, s, -square) + 2 * s * sLow;
        var tail = 1.0 / 29;            // |s| ≤ 0.1716: the rest of the series is below 2⁻⁷⁰
        tail = Math.FusedMultiplyAdd(tail, square, 1.0 / 27);
        tail = Math.FusedMultiplyAdd(tail, square, 1.0 / 25);
        tail = Math.FusedMultiplyAdd(tail, square, 1.0 / 23);
        tail = Math.FusedMultiplyAdd(tail, square, 1.0 / 21);
        tail = Math.FusedMultiplyAdd(tail, square, 1.0 / 19);
        tail = Math.FusedMultiplyAdd(tail, square, 1.0 / 17);
        tail = Math.FusedMultiplyAdd(tail, square, 1.0 / 15);
        tail = Math.FusedMultiplyAdd(tail, square, 1.0 / 13);
        tail = Math.FusedMultiplyAdd(tail, square, 1.0 / 11);
        tail = Math.FusedMultiplyAdd(tail, square, 1.0 / 9);
        tail = Math.FusedMultiplyAdd(tail, square, 1.0 / 7);
        tail = Math.FusedMultiplyAdd(tail, square, 1.0 / 5);
        tail *= square * square;

        // third = s²/3 as a sum, 1/3 = Third + 2⁻⁵⁴/… likewise
        const double Third = 0.3333333333333333, ThirdLow = 1.850371707708594e-17;
        var third = square * Third;
        var thirdLow = Math.FusedMultiplyAdd(square, Third, -third) + square * ThirdLow + squareLow * Third;
        var (series, seriesLow) = FastTwoSum(third, tail);
        seriesLow += thirdLow;

        var product = 2 * s * series;
        var productLow = Math.FusedMultiplyAdd(2 * s, series, -product) + 2 * s * seriesLow + 2 * sLow * series;
        var (logM, logMLow) = FastTwoSum(2 * s, product);
        logMLow += productLow + 2 * sLow;

        var kLn2 = k * Ln2High;
        var kLn2Low = Math.FusedMultiplyAdd(k, Ln2High, -kLn2) + k * Ln2Low;
        var (high, low) = TwoSum(kLn2, logM);
        return FastTwoSum(high, low + (kLn2Low + logMLow));
    }

    /// <summary>a + b exactly, as rounded sum and rest (Knuth).</summary>
    private static (double Sum, double Error) TwoSum(double a, double b)
    {
        var sum = a + b;
        var bPart = sum - a;
        return (sum, a - (sum - bPart) + (b - bPart));
    }

    /// <summary>a + b exactly, for |a| ≥ |b| (Dekker).</summary>
    private static (double Sum, double Error) FastTwoSum(double a, double b)
    {
        var sum = a + b;
        return (sum, a - sum + b);
    }
}
