using System.Numerics;
using System.Runtime.Intrinsics;

namespace Courseware;

/// <summary>Sums and updates of double vectors in an order that is the same on every processor.</summary>
internal static class FixedSums
{
    /// <summary>Σ aᵢbᵢ in sixteen lanes, whatever the hardware has, added up in one fixed tree.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
        int i = 0;
        for (; i + 16 <= a.Length; i += 16)
        {
            s0 = Vector256.FusedMultiplyAdd(Vector256.Create(a.Slice(i, 4)), Vector256.Create(b.Slice(i, 4)), s0);
            s1 = Vector256.FusedMultiplyAdd(Vector256.Create(a.Slice(i + 4, 4)), Vector256.Create(b.Slice(i + 4, 4)), s1);
            s2 = Vector256.FusedMultiplyAdd(Vector256.Create(a.Slice(i + 8, 4)), Vector256.Create(b.Slice(i + 8, 4)), s2);
            s3 = Vector256.FusedMultiplyAdd(Vector256.Create(a.Slice(i + 12, 4)), Vector256.Create(b.Slice(i + 12, 4)), s3);
        }
        var lanes = s0 + s1 + (s2 + s3);
        double sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
        for (; i < a.Length; i++)
            sum = Math.FusedMultiplyAdd(a[i], b[i], sum);
        return sum;
    }

    /// <summary>y ← y + factor·x: each element by itself, so any vector width gives the same bits.</summary>
    public static void AddScaled(double factor, ReadOnlySpan<double> x, Span<double> y)
    {
        var factors = new Vector<double>(factor);
        int i = 0;
        for (; i + Vector<double>.Count <= x.Length; i += Vector<double>.Count)
            Vector.FusedMultiplyAdd(factors, new Vector<double>(x[i..]), new Vector<double>(y[i..])).CopyTo(y[i..]);
        for (; i < x.Length; i++)
            y[i] = Math.FusedMultiplyAdd(factor, x[i], y[i]);
    }
}
