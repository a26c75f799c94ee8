using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Courseware.Tensors.Kernels;

/// <summary>
/// Runs a rule over whole arrays, in the widest vectors that the machine has and one by one at the end: the same bits either way.
/// Outputs may be inputs.
/// </summary>
internal static class Elementwise
{
    /// <summary>y = rule(a).</summary>
    public static void Map<TRule>(in TRule rule, ReadOnlySpan<float> a, Span<float> y)
        where TRule : struct, IUnaryRule
    {
        var r = rule;
        var i = 0;
        ref var pa = ref MemoryMarshal.GetReference(a);
        ref var py = ref MemoryMarshal.GetReference(y);
        if (Vector512.IsHardwareAccelerated)
            for (; i <= y.Length - 16; i += 16)
                Lane16.Store(r.Apply(Lane16.Load(ref pa, (nuint)i)), ref py, (nuint)i);
        else if (Vector256.IsHardwareAccelerated)
            for (; i <= y.Length - 8; i += 8)
                Lane8.Store(r.Apply(Lane8.Load(ref pa, (nuint)i)), ref py, (nuint)i);
        else if (Vector128.IsHardwareAccelerated)
            for (; i <= y.Length - 4; i += 4)
                Lane4.Store(r.Apply(Lane4.Load(ref pa, (nuint)i)), ref py, (nuint)i);
        for (; i < y.Length; i++)
            y[i] = r.Apply(new LaneF32(a[i])).Value;
    }

    /// <summary>y = rule(a).</summary>
    public static void Map<TRule>(in TRule rule, ReadOnlySpan<double> a, Span<double> y)
        where TRule : struct, IUnaryRule
    {
        var r = rule;
        var i = 0;
        for (; i < y.Length; i++)
            y[i] = r.Apply(new LaneF64(a[i])).Value;
    }

    /// <summary>y += rule(a).</summary>
    public static void MapAdd<TRule>(in TRule rule, ReadOnlySpan<float> a, Span<float> y)
        where TRule : struct, IUnaryRule
    {
        var r = rule;
        var i = 0;
        ref var pa = ref MemoryMarshal.GetReference(a);
        ref var py = ref MemoryMarshal.GetReference(y);
        if (Vector512.IsHardwareAccelerated)
            for (; i <= y.Length - 16; i += 16)
                Lane16.Store(Lane16.Load(ref py, (nuint)i) + r.Apply(Lane16.Load(ref pa, (nuint)i)), ref py, (nuint)i);
        else if (Vector256.IsHardwareAccelerated)
            for (; i <= y.Length - 8; i += 8)
                Lane8.Store(Lane8.Load(ref py, (nuint)i) + r.Apply(Lane8.Load(ref pa, (nuint)i)), ref py, (nuint)i);
        else if (Vector128.IsHardwareAccelerated)
            for (; i <= y.Length - 4; i += 4)
                Lane4.Store(Lane4.Load(ref py, (nuint)i) + r.Apply(Lane4.Load(ref pa, (nuint)i)), ref py, (nuint)i);
        for (; i < y.Length; i++)
            y[i] += r.Apply(new LaneF32(a[i])).Value;
    }

    /// <summary>y += rule(a).</summary>
    public static void MapAdd<TRule>(in TRule rule, ReadOnlySpan<double> a, Span<double> y)
        where TRule : struct, IUnaryRule
    {
        var r = rule;
        var i = 0;
        for (; i < y.Length; i++)
            y[i] += r.Apply(new LaneF64(a[i])).Value;
    }

    /// <summary>y = rule(a, b).</summary>
    public static void Map<TRule>(in TRule rule, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
        where TRule : struct, IBinaryRule
    {
        var r = rule;
        var i = 0;
        ref var pa = ref MemoryMarshal.GetReference(a);
        ref var pb = ref MemoryMarshal.GetReference(b);
        ref var py = ref MemoryMarshal.GetReference(y);
        if (Vector512.IsHardwareAccelerated)
            for (; i <= y.Length - 16; i += 16)
                Lane16.Store(r.Apply(Lane16.Load(ref pa, (nuint)i), Lane16.Load(ref pb, (nuint)i)), ref py, (nuint)i);
        else if (Vector256.IsHardwareAccelerated)
            for (; i <= y.Length - 8; i += 8)
                Lane8.Store(r.Apply(Lane8.Load(ref pa, (nuint)i), Lane8.Load(ref pb, (nuint)i)), ref py, (nuint)i);
        else if (Vector128.IsHardwareAccelerated)
            for (; i <= y.Length - 4; i += 4)
                Lane4.Store(r.Apply(Lane4.Load(ref pa, (nuint)i), Lane4.Load(ref pb, (nuint)i)), ref py, (nuint)i);
        for (; i < y.Length; i++)
            y[i] = r.Apply(new LaneF32(a[i]), new LaneF32(b[i])).Value;
    }

    /// <summary>y = rule(a, b).</summary>
    public static void Map<TRule>(in TRule rule, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> y)
        where TRule : struct, IBinaryRule
    {
        var r = rule;
        var i = 0;
        for (; i < y.Length; i++)
            y[i] = r.Apply(new LaneF64(a[i]), new LaneF64(b[i])).Value;
    }

    /// <summary>y += rule(a, b).</summary>
    public static void MapAdd<TRule>(in TRule rule, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
        where TRule : struct, IBinaryRule
    {
        var r = rule;
        var i = 0;
        ref var pa = ref MemoryMarshal.GetReference(a);
        ref var pb = ref MemoryMarshal.GetReference(b);
        ref var py = ref MemoryMarshal.GetReference(y);
        if (Vector512.IsHardwareAccelerated)
            for (; i <= y.Length - 16; i += 16)
                Lane16.Store(Lane16.Load(ref py, (nuint)i) + r.Apply(Lane16.Load(ref pa, (nuint)i), Lane16.Load(ref pb, (nuint)i)), ref py, (nuint)i);
        else if (Vector256.IsHardwareAccelerated)
            for (; i <= y.Length - 8; i += 8)
                Lane8.Store(Lane8.Load(ref py, (nuint)i) + r.Apply(Lane8.Load(ref pa, (nuint)i), Lane8.Load(ref pb, (nuint)i)), ref py, (nuint)i);
        else if (Vector128.IsHardwareAccelerated)
            for (; i <= y.Length - 4; i += 4)
                Lane4.Store(Lane4.Load(ref py, (nuint)i) + r.Apply(Lane4.Load(ref pa, (nuint)i), Lane4.Load(ref pb, (nuint)i)), ref py, (nuint)i);
        for (; i < y.Length; i++)
            y[i] += r.Apply(new LaneF32(a[i]), new LaneF32(b[i])).Value;
    }

    /// <summary>y += rule(a, b).</summary>
    public static void MapAdd<TRule>(in TRule rule, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> y)
        where TRule : struct, IBinaryRule
    {
        var r = rule;
        var i = 0;
        for (; i < y.Length; i++)
            y[i] += r.Apply(new LaneF64(a[i]), new LaneF64(b[i])).Value;
    }

    /// <summary>y = rule(a, b, c).</summary>
    public static void Map<TRule>(in TRule rule, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> y)
        where TRule : struct, ITernaryRule
    {
        var r = rule;
        var i = 0;
        ref var pa = ref MemoryMarshal.GetReference(a);
        ref var pb = ref MemoryMarshal.GetReference(b);
        ref var pc = ref MemoryMarshal.GetReference(c);
        ref var py = ref MemoryMarshal.GetReference(y);
        if (Vector512.IsHardwareAccelerated)
            for (; i <= y.Length - 16; i += 16)
                Lane16.Store(r.Apply(Lane16.Load(ref pa, (nuint)i), Lane16.Load(ref pb, (nuint)i), Lane16.Load(ref pc, (nuint)i)), ref py, (nuint)i);
        else if (Vector256.IsHardwareAccelerated)
            for (; i <= y.Length - 8; i += 8)
                Lane8.Store(r.Apply(Lane8.Load(ref pa, (nuint)i), Lane8.Load(ref pb, (nuint)i), Lane8.Load(ref pc, (nuint)i)), ref py, (nuint)i);
        else if (Vector128.IsHardwareAccelerated)
            for (; i <= y.Length - 4; i += 4)
                Lane4.Store(r.Apply(Lane4.Load(ref pa, (nuint)i), Lane4.Load(ref pb, (nuint)i), Lane4.Load(ref pc, (nuint)i)), ref py, (nuint)i);
        for (; i < y.Length; i++)
            y[i] = r.Apply(new LaneF32(a[i]), new LaneF32(b[i]), new LaneF32(c[i])).Value;
    }

    /// <summary>y = rule(a, b, c).</summary>
    public static void Map<TRule>(in TRule rule, ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, Span<double> y)
        where TRule : struct, ITernaryRule
    {
        var r = rule;
        var i = 0;
        for (; i < y.Length; i++)
            y[i] = r.Apply(new LaneF64(a[i]), new LaneF64(b[i]), new LaneF64(c[i])).Value;
    }

    /// <summary>y += rule(a, b, c).</summary>
    public static void MapAdd<TRule>(in TRule rule, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> y)
        where TRule : struct, ITernaryRule
    {
        var r = rule;
        var i = 0;
        ref var pa = ref MemoryMarshal.GetReference(a);
        ref var pb = ref MemoryMarshal.GetReference(b);
        ref var pc = ref MemoryMarshal.GetReference(c);
        ref var py = ref MemoryMarshal.GetReference(y);
        if (Vector512.IsHardwareAccelerated)
            for (; i <= y.Length - 16; i += 16)
                Lane16.Store(Lane16.Load(ref py, (nuint)i) + r.Apply(Lane16.Load(ref pa, (nuint)i), Lane16.Load(ref pb, (nuint)i), Lane16.Load(ref pc, (nuint)i)), ref py, (nuint)i);
        else if (Vector256.IsHardwareAccelerated)
            for (; i <= y.Length - 8; i += 8)
                Lane8.Store(Lane8.Load(ref py, (nuint)i) + r.Apply(Lane8.Load(ref pa, (nuint)i), Lane8.Load(ref pb, (nuint)i), Lane8.Load(ref pc, (nuint)i)), ref py, (nuint)i);
        else if (Vector128.IsHardwareAccelerated)
            for (; i <= y.Length - 4; i += 4)
                Lane4.Store(Lane4.Load(ref py, (nuint)i) + r.Apply(Lane4.Load(ref pa, (nuint)i), Lane4.Load(ref pb, (nuint)i), Lane4.Load(ref pc, (nuint)i)), ref py, (nuint)i);
        for (; i < y.Length; i++)
            y[i] += r.Apply(new LaneF32(a[i]), new LaneF32(b[i]), new LaneF32(c[i])).Value;
    }

    /// <summary>y += rule(a, b, c).</summary>
    public static void MapAdd<TRule>(in TRule rule, ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, Span<double> y)
        where TRule : struct, ITernaryRule
    {
        var r = rule;
        var i = 0;
        for (; i < y.Length; i++)
            y[i] += r.Apply(new LaneF64(a[i]), new LaneF64(b[i]), new LaneF64(c[i])).Value;
    }

    /// <summary>y = rule(a, row) for every row of a matrix.</summary>
    public static void MapRows<TRule>(in TRule rule, ReadOnlySpan<float> a, ReadOnlySpan<float> row, Span<float> y)
        where TRule : struct, IBinaryRule
    {
        for (var i = 0; i < a.Length; i += row.Length)
            Map(rule, a.Slice(i, row.Length), row, y.Slice(i, row.Length));
    }

    /// <summary>y = rule(a, row) for every row of a matrix.</summary>
    public static void MapRows<TRule>(in TRule rule, ReadOnlySpan<double> a, ReadOnlySpan<double> row, Span<double> y)
        where TRule : struct, IBinaryRule
    {
        for (var i = 0; i < a.Length; i += row.Length)
            Map(rule, a.Slice(i, row.Length), row, y.Slice(i, row.Length));
    }

    /// <summary>One optimizer step for every weight, with up to three slots of state (an empty span where there is none).</summary>
    public static void Update<TRule>(in TRule rule, Span<float> w, ReadOnlySpan<float> g, Span<float> s, Span<float> t, Span<float> u)
        where TRule : struct, IUpdateRule
    {
        var r = rule;
        var i = 0;
        if (Vector512.IsHardwareAccelerated)
            for (; i <= w.Length - 16; i += 16)
                Update16(r, w[i..], g[i..], At(s, i), At(t, i), At(u, i));
        for (; i < w.Length; i++)
        {
            LaneF32 W = new(w[i]), S = new(s.IsEmpty ? 0 : s[i]), T = new(t.IsEmpty ? 0 : t[i]), U = new(u.IsEmpty ? 0 : u[i]);
            r.Apply(ref W, new LaneF32(g[i]), ref S, ref T, ref U);
            w[i] = W.Value;
            if (!s.IsEmpty)
                s[i] = S.Value;
            if (!t.IsEmpty)
                t[i] = T.Value;
            if (!u.IsEmpty)
                u[i] = U.Value;
        }
    }

    /// <inheritdoc cref="Update{TRule}(in TRule, Span{float}, ReadOnlySpan{float}, Span{float}, Span{float}, Span{float})"/>
    public static void Update<TRule>(in TRule rule, Span<double> w, ReadOnlySpan<double> g, Span<double> s, Span<double> t, Span<double> u)
        where TRule : struct, IUpdateRule
    {
        for (var i = 0; i < w.Length; i++)
        {
            LaneF64 W = new(w[i]), S = new(s.IsEmpty ? 0 : s[i]), T = new(t.IsEmpty ? 0 : t[i]), U = new(u.IsEmpty ? 0 : u[i]);
            rule.Apply(ref W, new LaneF64(g[i]), ref S, ref T, ref U);
            w[i] = W.Value;
            if (!s.IsEmpty)
                s[i] = S.Value;
            if (!t.IsEmpty)
                t[i] = T.Value;
            if (!u.IsEmpty)
                u[i] = U.Value;
        }
    }

    private static Span<float> At(Span<float> span, int i) => span.IsEmpty ? span : span[i..];

    private static void Update16<TRule>(TRule rule, Span<float> w, ReadOnlySpan<float> g, Span<float> s, Span<float> t, Span<float> u)
        where TRule : struct, IUpdateRule
    {
        Lane16 W = Lane16.Load(ref MemoryMarshal.GetReference(w), 0), G = Lane16.Load(ref MemoryMarshal.GetReference(g), 0);
        var S = s.IsEmpty ? 0 : Lane16.Load(ref MemoryMarshal.GetReference(s), 0);
        var T = t.IsEmpty ? 0 : Lane16.Load(ref MemoryMarshal.GetReference(t), 0);
        var U = u.IsEmpty ? 0 : Lane16.Load(ref MemoryMarshal.GetReference(u), 0);
        rule.Apply(ref W, G, ref S, ref T, ref U);
        Lane16.Store(W, ref MemoryMarshal.GetReference(w), 0);
        if (!s.IsEmpty)
            Lane16.Store(S, ref MemoryMarshal.GetReference(s), 0);
        if (!t.IsEmpty)
            Lane16.Store(T, ref MemoryMarshal.GetReference(t), 0);
        if (!u.IsEmpty)
            Lane16.Store(U, ref MemoryMarshal.GetReference(u), 0);
    }
}
