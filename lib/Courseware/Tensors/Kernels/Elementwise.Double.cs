namespace Courseware;

/// <content>The same over doubles, one at a time: for hand calculations and gradient checks.</content>
internal static partial class Elementwise
{
    /// <summary>yᵢ = f(xᵢ).</summary>
    public static void Map<TRule>(in TRule rule, ReadOnlySpan<double> x, Span<double> y) where TRule : struct, IUnaryRule
    {
        Same(y.Length, x.Length);
        for (var i = 0; i < y.Length; i++)
            y[i] = rule.Apply(new LaneF64(x[i])).Value;
    }

    /// <summary>yᵢ = f(aᵢ, bᵢ).</summary>
    public static void Map<TRule>(in TRule rule, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> y)
        where TRule : struct, IBinaryRule
    {
        Same(y.Length, a.Length, b.Length);
        for (var i = 0; i < y.Length; i++)
            y[i] = rule.Apply(new LaneF64(a[i]), new LaneF64(b[i])).Value;
    }

    /// <summary>yᵢ = f(aᵢ, bᵢ, cᵢ).</summary>
    public static void Map<TRule>(in TRule rule, ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, Span<double> y)
        where TRule : struct, ITernaryRule
    {
        Same(y.Length, a.Length, b.Length, c.Length);
        for (var i = 0; i < y.Length; i++)
            y[i] = rule.Apply(new LaneF64(a[i]), new LaneF64(b[i]), new LaneF64(c[i])).Value;
    }

    /// <summary>yᵢ ← yᵢ + f(xᵢ).</summary>
    public static void MapAdd<TRule>(in TRule rule, ReadOnlySpan<double> x, Span<double> y) where TRule : struct, IUnaryRule
    {
        Same(y.Length, x.Length);
        for (var i = 0; i < y.Length; i++)
            y[i] += rule.Apply(new LaneF64(x[i])).Value;
    }

    /// <summary>yᵢ ← yᵢ + f(aᵢ, bᵢ).</summary>
    public static void MapAdd<TRule>(in TRule rule, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> y)
        where TRule : struct, IBinaryRule
    {
        Same(y.Length, a.Length, b.Length);
        for (var i = 0; i < y.Length; i++)
            y[i] += rule.Apply(new LaneF64(a[i]), new LaneF64(b[i])).Value;
    }

    /// <summary>yᵢ ← yᵢ + f(aᵢ, bᵢ, cᵢ).</summary>
    public static void MapAdd<TRule>(in TRule rule, ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, Span<double> y)
        where TRule : struct, ITernaryRule
    {
        Same(y.Length, a.Length, b.Length, c.Length);
        for (var i = 0; i < y.Length; i++)
            y[i] += rule.Apply(new LaneF64(a[i]), new LaneF64(b[i]), new LaneF64(c[i])).Value;
    }

    /// <summary>yᵣ꜀ = f(xᵣ꜀, v꜀).</summary>
    public static void MapRows<TRule>(in TRule rule, ReadOnlySpan<double> x, ReadOnlySpan<double> v, Span<double> y)
        where TRule : struct, IBinaryRule
    {
        var rows = Rows(x.Length, y.Length, v.Length);
        for (var row = 0; row < rows; row++)
            Map(rule, x.Slice(row * v.Length, v.Length), v, y.Slice(row * v.Length, v.Length));
    }

    /// <summary>yᵣ꜀ = f(xᵣ꜀, v꜀, w꜀).</summary>
    public static void MapRows<TRule>(in TRule rule, ReadOnlySpan<double> x, ReadOnlySpan<double> v, ReadOnlySpan<double> w, Span<double> y)
        where TRule : struct, ITernaryRule
    {
        Same(v.Length, w.Length);
        var rows = Rows(x.Length, y.Length, v.Length);
        for (var row = 0; row < rows; row++)
            Map(rule, x.Slice(row * v.Length, v.Length), v, w, y.Slice(row * v.Length, v.Length));
    }

    /// <summary>yᵣ꜀ = f(xᵣ꜀, vᵣ).</summary>
    public static void MapColumns<TRule>(in TRule rule, ReadOnlySpan<double> x, ReadOnlySpan<double> v, Span<double> y)
        where TRule : struct, IBinaryRule
    {
        var columns = Rows(x.Length, y.Length, v.Length);
        for (var row = 0; row < v.Length; row++)
            Map(new BoundSecond<TRule>(rule, v[row]), x.Slice(row * columns, columns), y.Slice(row * columns, columns));
    }

    /// <summary>yᵣ꜀ = f(xᵣ꜀, vᵣ, wᵣ).</summary>
    public static void MapColumns<TRule>(in TRule rule, ReadOnlySpan<double> x, ReadOnlySpan<double> v, ReadOnlySpan<double> w,
        Span<double> y) where TRule : struct, ITernaryRule
    {
        Same(v.Length, w.Length);
        var columns = Rows(x.Length, y.Length, v.Length);
        for (var row = 0; row < v.Length; row++)
            Map(new BoundSecondAndThird<TRule>(rule, v[row], w[row]), x.Slice(row * columns, columns), y.Slice(row * columns, columns));
    }

    /// <summary>One step of an optimizer for every weight. Slots that the rule does not use are empty spans.</summary>
    public static void Update<TRule>(in TRule rule, Span<double> w, ReadOnlySpan<double> g, Span<double> s = default,
        Span<double> t = default, Span<double> u = default)
        where TRule : struct, IUpdateRule
    {
        Same(w.Length, g.Length);
        SameOrEmpty(w.Length, s.Length, t.Length, u.Length);
        for (var i = 0; i < w.Length; i++)
        {
            LaneF64 weight = w[i], sValue = s.IsEmpty ? 0 : s[i], tValue = t.IsEmpty ? 0 : t[i], uValue = u.IsEmpty ? 0 : u[i];
            rule.Apply(ref weight, g[i], ref sValue, ref tValue, ref uValue);
            w[i] = weight.Value;
            if (!s.IsEmpty)
                s[i] = sValue.Value;
            if (!t.IsEmpty)
                t[i] = tValue.Value;
            if (!u.IsEmpty)
                u[i] = uValue.Value;
        }
    }
}
