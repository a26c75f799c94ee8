namespace Courseware;

/// <summary>Runs one element-wise rule over tensors of either precision.</summary>
internal static class Apply
{
    /// <summary>y = rule(x), or y += rule(x).</summary>
    public static void Map<TRule>(in TRule rule, Tensor x, Tensor y, bool add = false)
        where TRule : struct, IUnaryRule
    {
        if (x.IsSingle)
        {
            if (add)
                Elementwise.MapAdd(rule, x.Floats, y.Floats);
            else
                Elementwise.Map(rule, x.Floats, y.Floats);
        }
        else if (add)
            Elementwise.MapAdd(rule, x.Doubles, y.Doubles);
        else
            Elementwise.Map(rule, x.Doubles, y.Doubles);
    }

    /// <summary>y = rule(a, b), or y += rule(a, b).</summary>
    public static void Map<TRule>(in TRule rule, Tensor a, Tensor b, Tensor y, bool add = false)
        where TRule : struct, IBinaryRule
    {
        if (a.IsSingle)
        {
            if (add)
                Elementwise.MapAdd(rule, a.Floats, b.Floats, y.Floats);
            else
                Elementwise.Map(rule, a.Floats, b.Floats, y.Floats);
        }
        else if (add)
            Elementwise.MapAdd(rule, a.Doubles, b.Doubles, y.Doubles);
        else
            Elementwise.Map(rule, a.Doubles, b.Doubles, y.Doubles);
    }

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
            Elementwise.MapAdd(rule, a.Doubles, b.Doubles, c.Doubles, y.Doubles);
        else
            Elementwise.Map(rule, a.Doubles, b.Doubles, c.Doubles, y.Doubles);
    }
}
