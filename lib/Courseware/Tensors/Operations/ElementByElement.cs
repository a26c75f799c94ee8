namespace Courseware;

/// <summary>Runs one element-wise rule over tensors of either precision.</summary>
internal static class ElementByElement
{
    /// <summary>y = rule(x), or y += rule(x).</summary>
    public static void Map<TRule>(in TRule rule, Tensor x, Tensor y, bool add = false)
        where TRule : struct, IUnaryRule
        => ElementRange.Map(rule, x, y, 0, y.Length, add);

    /// <summary>y = rule(a, b), or y += rule(a, b).</summary>
    public static void Map<TRule>(in TRule rule, Tensor a, Tensor b, Tensor y, bool add = false)
        where TRule : struct, IBinaryRule
        => ElementRange.Map(rule, a, b, y, 0, y.Length, add);

    /// <summary>y = rule(a, b, c), or y += rule(a, b, c).</summary>
    public static void Map<TRule>(in TRule rule, Tensor a, Tensor b, Tensor c, Tensor y, bool add = false)
        where TRule : struct, ITernaryRule
    {
        if (a.IsSingle)
        {
            if (add)
                Elementwise.MapAdd(rule, a.Floats, b.Floats, c.Floats, y.Floats);
            else
                Elementwise.Map(rule, a.Floats, b.Floats, c.Floats, y.Floats);
        }
        else if (add)
        {
            Elementwise.MapAdd(rule, a.Doubles, b.Doubles, c.Doubles, y.Doubles);
        }
        else
        {
            Elementwise.Map(rule, a.Doubles, b.Doubles, c.Doubles, y.Doubles);
        }
    }

    /// <summary>yᵢ = rule(xᵢ) for numbers that are not in a tensor; y may be x.</summary>
    public static void Map<TRule>(in TRule rule, ReadOnlySpan<float> x, Span<float> y)
        where TRule : struct, IUnaryRule
        => Elementwise.Map(rule, x, y);

    /// <summary>One step of an optimizer: w and what it remembers of each weight, one tensor a slot, follow the gradient g.</summary>
    public static void Update<TRule>(in TRule rule, Tensor w, Tensor g, Tensor[] slots)
        where TRule : struct, IUpdateRule
    {
        if (w.IsSingle)
            Elementwise.Update(rule, w.Floats, g.Floats, Floats(0), Floats(1), Floats(2));
        else
            Elementwise.Update(rule, w.Doubles, g.Doubles, Doubles(0), Doubles(1), Doubles(2));

        Span<float> Floats(int slot) => slot < slots.Length ? slots[slot].Floats : default;
        Span<double> Doubles(int slot) => slot < slots.Length ? slots[slot].Doubles : default;
    }
}
