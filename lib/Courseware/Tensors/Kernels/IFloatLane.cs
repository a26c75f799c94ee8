namespace Courseware;

/// <summary>
/// What the elementary functions need beyond <see cref="ILane{V}"/>: memory, comparisons, and the 32 bits of each float seen as an integer.
/// Kept from rules: with bits in hand a rule could give other results on other widths.
/// (A constraint also names <see cref="ILane{V}"/>: C# looks for conversions from constants only in interfaces that are named.)
/// </summary>
internal interface IFloatLane<V> : ILane<V> where V : struct, IFloatLane<V>
{
    /// <summary>Floats in one value.</summary>
    static abstract int Count { get; }

    /// <summary>Reads <see cref="Count"/> floats from <paramref name="offset"/> floats after <paramref name="source"/>.</summary>
    static abstract V Load(ref readonly float source, nuint offset);

    /// <summary>Writes <see cref="Count"/> floats.</summary>
    static abstract void Store(V value, ref float destination, nuint offset);

    /// <summary>The same 32 bits in every element.</summary>
    static abstract V FromBits(int bits);

    /// <summary>Integer sum of the bits, wrapping.</summary>
    static abstract V AddBits(V a, V b);

    /// <summary>Integer difference of the bits, wrapping.</summary>
    static abstract V SubtractBits(V a, V b);

    /// <summary>Bits of both.</summary>
    static abstract V AndBits(V a, V b);

    /// <summary>Bits of exactly one.</summary>
    static abstract V XorBits(V a, V b);

    /// <summary>bits &lt;&lt; count.</summary>
    static abstract V ShiftLeft(V a, int count);

    /// <summary>bits &gt;&gt; count, the sign bit repeated.</summary>
    static abstract V ShiftRight(V a, int count);

    /// <summary>The bits as an integer, converted to the nearest float (ties to even).</summary>
    static abstract V IntegerToFloat(V bits);

    /// <summary>a &gt; b ? x : y; with a NaN, y.</summary>
    static abstract V IfGreater(V a, V b, V x, V y);

    /// <summary>a == b ? x : y; with a NaN, y.</summary>
    static abstract V IfEqual(V a, V b, V x, V y);

    /// <summary>The size of one with the sign of the other.</summary>
    static abstract V CopySign(V size, V sign);

    /// <summary>x · 2ⁿ, rounded once, for |x| in [½, 2) and a whole n in [−252, 254].</summary>
    static abstract V ScaleByPowerOfTwo(V x, V n);
}
