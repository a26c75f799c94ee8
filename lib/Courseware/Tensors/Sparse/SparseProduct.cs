using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Courseware;

/// <summary>The two products of a dense layer whose input has few filled columns, without the multiplications by zero.</summary>
/// <remarks>
/// <para>
/// Same bits as <see cref="MatMul"/>: the terms of a sum are taken in the same order, and what is left out is a term ±0 (a zero times a
/// finite number), which leaves every sum as it is, except that −0 + (+0) is +0. So a sum that ends as anything but −0 is the dense one:
/// the two can differ along the way only by −0 here and +0 there, and the next term that is not zero, or is +0, makes them equal again.
/// </para>
/// <para>
/// Where that does not hold (a factor is ∞ or NaN, which times zero is NaN; or a sum ends as −0), the methods give false, and the caller
/// takes the dense product.
/// </para>
/// </remarks>
internal static class SparseProduct
{
    private const uint ExponentBits = 0x7F80_0000;
    private const uint NegativeZero = 0x8000_0000;

    /// <summary>Y = X·Wᵀ (+ b), shapes (N, in) · (units, in)ᵀ → (N, units).</summary>
    /// <param name="x">(N, in).</param>
    /// <param name="weights">(units, in), row-major.</param>
    /// <param name="units">Columns of Y.</param>
    /// <param name="bias">Empty, or one number a unit.</param>
    /// <param name="y">(N, units), row-major.</param>
    /// <returns>False if the dense product might have other bits; Y is then undefined.</returns>
    public static bool TryMultiply(SparseRows x, ReadOnlySpan<float> weights, int units, ReadOnlySpan<float> bias, Span<float> y)
        => TryMultiply(MatMul.BestLanes, x, weights, units, bias, y);

    /// <summary>∂L/∂W = ∂L/∂Yᵀ·X (+ what it held), shapes (N, units)ᵀ · (N, in) → (units, in).</summary>
    /// <param name="x">(N, in).</param>
    /// <param name="dy">(N, units), row-major.</param>
    /// <param name="units">Columns of ∂L/∂Y.</param>
    /// <param name="gradient">(units, in), row-major.</param>
    /// <param name="accumulate">Start the sums from what the gradient holds instead of from 0.</param>
    /// <returns>False if the dense product might have other bits; the gradient is then as it was.</returns>
    public static bool TryGradient(SparseRows x, ReadOnlySpan<float> dy, int units, Span<float> gradient, bool accumulate)
        => TryGradient(MatMul.BestLanes, x, dy, units, gradient, accumulate);

    /// <summary>As the public method, with vectors of <paramref name="lanes"/> floats: 16, 8, 4 or 1.</summary>
    internal static bool TryMultiply(int lanes, SparseRows x, ReadOnlySpan<float> weights, int units, ReadOnlySpan<float> bias,
        Span<float> y)
    {
        Check(x, weights.Length, units, y.Length);
        if (bias.Length != 0 && bias.Length != units)
            throw new ArgumentException($"The bias needs one value a unit, {units} here; got {bias.Length}.");
        return AllFinite(weights) && x.AllFinite && lanes switch
        {
            16 => SparseBlocked<MatMulSimd512, Vector512<float>>.TryMultiply(x, weights, units, bias, y),
            8 => SparseBlocked<MatMulSimd256, Vector256<float>>.TryMultiply(x, weights, units, bias, y),
            4 => SparseBlocked<MatMulSimd128, Vector128<float>>.TryMultiply(x, weights, units, bias, y),
            _ => SparseBlocked<MatMulScalar, float>.TryMultiply(x, weights, units, bias, y),
        };
    }

    /// <summary>As the public method, with vectors of <paramref name="lanes"/> floats: 16, 8, 4 or 1.</summary>
    internal static bool TryGradient(int lanes, SparseRows x, ReadOnlySpan<float> dy, int units, Span<float> gradient, bool accumulate)
    {
        Check(x, gradient.Length, units, dy.Length);
        return AllFinite(dy) && x.AllFinite && lanes switch
        {
            16 => SparseBlocked<MatMulSimd512, Vector512<float>>.TryGradient(x, dy, units, gradient, accumulate),
            8 => SparseBlocked<MatMulSimd256, Vector256<float>>.TryGradient(x, dy, units, gradient, accumulate),
            4 => SparseBlocked<MatMulSimd128, Vector128<float>>.TryGradient(x, dy, units, gradient, accumulate),
            _ => SparseBlocked<MatMulScalar, float>.TryGradient(x, dy, units, gradient, accumulate),
        };
    }

    /// <summary>Is a value −0 among them?</summary>
    internal static bool HasNegativeZero(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, uint>(values).Contains(NegativeZero);

    /// <summary>Is none of them ∞ or NaN?</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool AllFinite(ReadOnlySpan<float> values)
    {
        var bits = MemoryMarshal.Cast<float, uint>(values);
        var exponent = new Vector<uint>(ExponentBits);
        var i = 0;
        for (; i <= bits.Length - 4 * Vector<uint>.Count; i += 4 * Vector<uint>.Count)
        {
            var found = Vector.Equals(new Vector<uint>(bits[i..]) & exponent, exponent)
                | Vector.Equals(new Vector<uint>(bits[(i + Vector<uint>.Count)..]) & exponent, exponent)
                | Vector.Equals(new Vector<uint>(bits[(i + 2 * Vector<uint>.Count)..]) & exponent, exponent)
                | Vector.Equals(new Vector<uint>(bits[(i + 3 * Vector<uint>.Count)..]) & exponent, exponent);
            if (found != Vector<uint>.Zero)
                return false;
        }
        for (; i < bits.Length; i++)
        {
            if ((bits[i] & ExponentBits) == ExponentBits)
                return false;
        }
        return true;
    }

    private static void Check(SparseRows x, int weights, int units, int outputs)
    {
        if (units < 1 || weights != (long)units * x.Width || outputs != (long)x.Count * units)
        {
            throw new ArgumentException(
                $"{x.Count} sparse rows of {x.Width} columns and {units} units need {(long)units * x.Width} weights and {(long)x.Count * units} outputs; got {weights} and {outputs}.");
        }
    }
}
