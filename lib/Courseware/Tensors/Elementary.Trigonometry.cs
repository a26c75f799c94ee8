using System.Globalization;
using System.Numerics;

namespace Courseware;

/// <content>Sine and cosine in double precision.</content>
public static partial class Elementary
{
    // π/2 as a sum of three doubles.
    private const double HalfPi = 1.5707963267948966;
    private const double HalfPiMiddle = 6.123233995736766e-17;
    private const double HalfPiLow = -1.4973849048591698e-33;

    /// <summary>Sine of an angle in radians, of any size.</summary>
    public static double Sin(double x)
    {
        if (!double.IsFinite(x))
            return double.NaN;
        if (Math.Abs(x) < 1e-8)
            return x;
        var (quadrant, r, low) = ReduceByHalfPi(x);
        return quadrant switch { 0 => SinReduced(r, low), 1 => CosReduced(r, low), 2 => -SinReduced(r, low), _ => -CosReduced(r, low) };
    }

    /// <summary>Cosine of an angle in radians, of any size.</summary>
    public static double Cos(double x)
    {
        if (!double.IsFinite(x))
            return double.NaN;
        var (quadrant, r, low) = ReduceByHalfPi(x);
        return quadrant switch { 0 => CosReduced(r, low), 1 => -SinReduced(r, low), 2 => -CosReduced(r, low), _ => SinReduced(r, low) };
    }

    /// <summary>x = n·π/2 + r with |r| ≤ π/4; the quadrant is n mod 4, r an unevaluated sum.</summary>
    private static (int Quadrant, double R, double Low) ReduceByHalfPi(double x)
    {
        if (Math.Abs(x) > 1 << 20)
            return ReduceHuge(x);

        var n = Math.Round(x * 0.6366197723675814);
        var r = Math.FusedMultiplyAdd(n, -HalfPi, x);   // exact
        var middle = n * HalfPiMiddle;
        var low = -Math.FusedMultiplyAdd(n, HalfPiMiddle, -middle) - n * HalfPiLow;
        var (high, rest) = TwoSum(r, -middle);
        (high, low) = FastTwoSum(high, rest + low);
        return ((int)n & 3, high, low);
    }

    // 2/π to 1216 bits (Payne & Hanek 1983): the largest double needs 1024 + 53 + 64 of them.
    private const int TwoOverPiBits = 1216;

    private static readonly BigInteger s_twoOverPi = BigInteger.Parse("0" +
        "A2F9836E4E441529FC2757D1F534DDC0DB6295993C439041FE5163ABDEBBC561B7246E3A424D" +
        "D2E006492EEA09D1921CFE1DEB1CB129A73EE88235F52EBB4484E99C7026B45F7E413991D639" +
        "835339F49C845F8BBDF9283B1FF897FFDE05980FEF2F118B5A0A6D1F6D367ECF27CB09B74F46" +
        "3F669E5FEA2D7527BAC7EBE5F17B3D0739F78A5292EA6BFB5FB11F8D5D0856033046FC7B6BAB",
        NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>The same for |x| &gt; 2²⁰, where x = significand · 2^exponent: the product with 2/π as one long integer.</summary>
    private static (int Quadrant, double R, double Low) ReduceHuge(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52 & 0x7FF) - 1075;
        var significand = bits & 0xFFFFFFFFFFFFF | 1L << 52;
        var fractionBits = TwoOverPiBits - exponent;
        var product = s_twoOverPi * significand;                                  // |x|·2/π·2^fractionBits
        var whole = (product + (BigInteger.One << fractionBits - 1)) >> fractionBits;
        var fraction = product - (whole << fractionBits);                       // in ±½·2^fractionBits

        // The fraction's leading bits as a sum of two doubles, then times π/2.
        var length = (int)BigInteger.Abs(fraction).GetBitLength();
        var cut = Math.Max(0, length - 106);
        var leading = fraction >> cut;
        var upper = leading >> 53;
        var scale = cut - fractionBits;
        var high = Scale((double)upper, scale + 53);
        var low = Scale((double)(leading - (upper << 53)), scale);
        var r = high * HalfPi;
        var rest = Math.FusedMultiplyAdd(high, HalfPi, -r) + (high * HalfPiMiddle + low * HalfPi);
        (r, rest) = FastTwoSum(r, rest);
        var quadrant = (int)(whole & 3);
        return x < 0 ? (-quadrant & 3, -r, -rest) : (quadrant, r, rest);
    }

    /// <summary>x · 2ⁿ for results well inside the normal range.</summary>
    private static double Scale(double x, int n) => x * PowerOfTwo(n >> 1) * PowerOfTwo(n - (n >> 1));

    /// <summary>sin(r + low), |r| ≤ π/4: r − r³/3! + r⁵/5! − … + r²¹/21!.</summary>
    private static double SinReduced(double r, double low)
    {
        var u = r * r;
        var p = 1.0 / 51090942171709440000.0;
        p = Math.FusedMultiplyAdd(p, u, -1.0 / 121645100408832000);
        p = Math.FusedMultiplyAdd(p, u, 1.0 / 355687428096000);
        p = Math.FusedMultiplyAdd(p, u, -1.0 / 1307674368000);
        p = Math.FusedMultiplyAdd(p, u, 1.0 / 6227020800);
        p = Math.FusedMultiplyAdd(p, u, -1.0 / 39916800);
        p = Math.FusedMultiplyAdd(p, u, 1.0 / 362880);
        p = Math.FusedMultiplyAdd(p, u, -1.0 / 5040);
        p = Math.FusedMultiplyAdd(p, u, 1.0 / 120);
        p = Math.FusedMultiplyAdd(p, u, -1.0 / 6);
        return r + (low * (1 - 0.5 * u) + r * u * p);
    }

    /// <summary>cos(r + low), |r| ≤ π/4: 1 − r²/2! + r⁴/4! − … + r²⁰/20!.</summary>
    private static double CosReduced(double r, double low)
    {
        var u = r * r;
        var p = 1.0 / 2432902008176640000;
        p = Math.FusedMultiplyAdd(p, u, -1.0 / 6402373705728000);
        p = Math.FusedMultiplyAdd(p, u, 1.0 / 20922789888000);
        p = Math.FusedMultiplyAdd(p, u, -1.0 / 87178291200);
        p = Math.FusedMultiplyAdd(p, u, 1.0 / 479001600);
        p = Math.FusedMultiplyAdd(p, u, -1.0 / 3628800);
        p = Math.FusedMultiplyAdd(p, u, 1.0 / 40320);
        p = Math.FusedMultiplyAdd(p, u, -1.0 / 720);
        p = Math.FusedMultiplyAdd(p, u, 1.0 / 24);
        var half = 0.5 * u;
        var halfLow = 0.5 * Math.FusedMultiplyAdd(r, r, -u);
        var one = 1 - half;
        return one + (1 - one - half - halfLow + (u * u * p - r * low));
    }
}
