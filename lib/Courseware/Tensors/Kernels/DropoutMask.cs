using System.Numerics;

namespace Courseware.Tensors.Kernels;

/// <summary>Keeps and scales the elements whose random bits reach a threshold, and zeroes the others.</summary>
internal static class DropoutMask
{
    /// <summary>y = bits ≥ threshold ? x·scale : 0, or y += that.</summary>
    public static void Apply(ReadOnlySpan<uint> bits, uint threshold, float scale, ReadOnlySpan<float> x, Span<float> y, bool add)
    {
        var i = 0;
        var limit = new Vector<uint>(threshold);
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var keep = Vector.AsVectorSingle(Vector.GreaterThanOrEqual(new Vector<uint>(bits[i..]), limit));
            var kept = Vector.ConditionalSelect(Vector.AsVectorInt32(keep), new Vector<float>(x[i..]) * scale, Vector<float>.Zero);
            (add ? new Vector<float>(y[i..]) + kept : kept).CopyTo(y[i..]);
        }
        for (; i < x.Length; i++)
        {
            var kept = bits[i] >= threshold ? x[i] * scale : 0;
            y[i] = add ? y[i] + kept : kept;
        }
    }

    /// <inheritdoc cref="Apply(ReadOnlySpan{uint}, uint, float, ReadOnlySpan{float}, Span{float}, bool)"/>
    public static void Apply(ReadOnlySpan<uint> bits, uint threshold, double scale, ReadOnlySpan<double> x, Span<double> y, bool add)
    {
        for (var i = 0; i < x.Length; i++)
        {
            var kept = bits[i] >= threshold ? x[i] * scale : 0;
            y[i] = add ? y[i] + kept : kept;
        }
    }
}
