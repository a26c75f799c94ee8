namespace Courseware;

/// <summary>
/// What a textbook line computes with: a double, a float, or a vector of floats. A rule written once over <typeparamref name="V"/>
/// is the readable formula and the fast kernel at the same time.
/// </summary>
/// <remarks>
/// Every operation gives the same bits in every lane kind of one precision: a float alone, and the same float inside a vector of
/// 4, 8 or 16. So a kernel may take vectors for the bulk of a row and single floats for its end, on any processor.
/// Products and sums are never fused behind the writer's back; <see cref="Fma"/> fuses where the rule says so.
/// Two zeros or two NaNs of different sign or payload count as the same only for NaN: zeros keep their sign.
/// </remarks>
internal interface ILane<V> where V : struct, ILane<V>
{
    /// <summary>a + b.</summary>
    static abstract V operator +(V a, V b);

    /// <summary>a − b.</summary>
    static abstract V operator -(V a, V b);

    /// <summary>a · b.</summary>
    static abstract V operator *(V a, V b);

    /// <summary>a / b.</summary>
    static abstract V operator /(V a, V b);

    /// <summary>−a (the sign bit flips, of a zero too).</summary>
    static abstract V operator -(V a);

    /// <summary>A constant: rounded once to the lane's precision, the same in every element.</summary>
    static abstract implicit operator V(double constant);

    /// <summary>√x, correctly rounded.</summary>
    static abstract V Sqrt(V x);

    /// <summary>|x|.</summary>
    static abstract V Abs(V x);

    /// <summary>The smaller of two; NaN if either is NaN.</summary>
    static abstract V Min(V a, V b);

    /// <summary>The larger of two; NaN if either is NaN.</summary>
    static abstract V Max(V a, V b);

    /// <summary>a·b + c with one rounding (fused multiply-add).</summary>
    static abstract V Fma(V a, V b, V c);

    /// <summary>test &gt; 0 ? positive : otherwise, element by element. A NaN test takes <paramref name="otherwise"/>.</summary>
    static abstract V Where(V test, V positive, V otherwise);

    /// <summary>eˣ.</summary>
    static abstract V Exp(V x);

    /// <summary>eˣ − 1, accurate near 0.</summary>
    static abstract V Expm1(V x);

    /// <summary>Natural logarithm: −∞ at 0, NaN below.</summary>
    static abstract V Log(V x);

    /// <summary>ln(1 + x), accurate near 0.</summary>
    static abstract V Log1p(V x);

    /// <summary>Hyperbolic tangent.</summary>
    static abstract V Tanh(V x);

    /// <summary>The logistic function 1 / (1 + e⁻ˣ), accurate for large negative x too.</summary>
    static abstract V Sigmoid(V x);

    /// <summary>The error function 2/√π ∫₀ˣ e^(−t²) dt.</summary>
    static abstract V Erf(V x);

    /// <summary>ln(1 + eˣ), without overflow.</summary>
    static abstract V Softplus(V x);
}
