namespace Courseware;

/// <summary>
/// Takes a rule over whole tensors: vectors of the processor's widest kind, several threads where it pays, and the same bits however it is
/// cut.
/// </summary>
/// <remarks>
/// An output may be the same memory as an input, element for element; other overlaps are not allowed. Spans of one call have equal lengths.
/// </remarks>
internal static unsafe partial class Elementwise
{
    /// <summary>yᵢ = f(xᵢ).</summary>
    public static void Map<TRule>(in TRule rule, ReadOnlySpan<float> x, Span<float> y) where TRule : struct, IUnaryRule
    {
        Same(y.Length, x.Length);
        fixed (float* px = x, py = y)
            LaneLoop.Run(new UnaryBody<TRule>(rule, px, py), y.Length);
    }

    /// <summary>yᵢ = f(aᵢ, bᵢ).</summary>
    public static void Map<TRule>(in TRule rule, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
        where TRule : struct, IBinaryRule
    {
        Same(y.Length, a.Length, b.Length);
        fixed (float* pa = a, pb = b, py = y)
            LaneLoop.Run(new BinaryBody<TRule>(rule, pa, pb, py), y.Length);
    }

    /// <summary>yᵢ = f(aᵢ, bᵢ, cᵢ).</summary>
    public static void Map<TRule>(in TRule rule, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> y)
        where TRule : struct, ITernaryRule
    {
        Same(y.Length, a.Length, b.Length, c.Length);
        fixed (float* pa = a, pb = b, pc = c, py = y)
            LaneLoop.Run(new TernaryBody<TRule>(rule, pa, pb, pc, py), y.Length);
    }

    /// <summary>yᵢ ← yᵢ + f(xᵢ).</summary>
    public static void MapAdd<TRule>(in TRule rule, ReadOnlySpan<float> x, Span<float> y) where TRule : struct, IUnaryRule =>
        Map(new AddedUnary<TRule>(rule), x, y, y);

    /// <summary>yᵢ ← yᵢ + f(aᵢ, bᵢ).</summary>
    public static void MapAdd<TRule>(in TRule rule, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
        where TRule : struct, IBinaryRule =>
        Map(new AddedBinary<TRule>(rule), a, b, y, y);

    /// <summary>yᵢ ← yᵢ + f(aᵢ, bᵢ, cᵢ).</summary>
    public static void MapAdd<TRule>(in TRule rule, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> y)
        where TRule : struct, ITernaryRule
    {
        Same(y.Length, a.Length, b.Length, c.Length);
        fixed (float* pa = a, pb = b, pc = c, py = y)
            LaneLoop.Run(new QuaternaryBody<AddedTernary<TRule>>(new AddedTernary<TRule>(rule), pa, pb, pc, py, py), y.Length);
    }

    /// <summary>One step of an optimizer for every weight. Slots that the rule does not use are empty spans.</summary>
    public static void Update<TRule>(in TRule rule, Span<float> w, ReadOnlySpan<float> g, Span<float> s = default, Span<float> t = default,
        Span<float> u = default)
        where TRule : struct, IUpdateRule
    {
        Same(w.Length, g.Length);
        SameOrEmpty(w.Length, s.Length, t.Length, u.Length);
        fixed (float* pw = w, pg = g, ps = s, pt = t, pu = u)
            LaneLoop.Run(new UpdateBody<TRule>(rule, pw, pg, ps, pt, pu), w.Length);
    }

    private static void Same(int length, params ReadOnlySpan<int> others)
    {
        foreach (var other in others)
        {
            if (other != length)
                throw new ArgumentException($"Element by element needs spans of one length; the output has {length}, an input has {other}. Check the shapes.");
        }
    }

    private static void SameOrEmpty(int length, params ReadOnlySpan<int> others)
    {
        foreach (var other in others)
        {
            if (other != length && other != 0)
                throw new ArgumentException($"An optimizer's slot is empty or has one number for each weight; there are {length} weights and {other} numbers in the slot.");
        }
    }
}
