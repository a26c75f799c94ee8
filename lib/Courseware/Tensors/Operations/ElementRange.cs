namespace Courseware;

/// <summary>
/// Element-wise rules and sums over consecutive elements of tensors of either precision: a row of a matrix, a plane of an image.
/// </summary>
internal static class ElementRange
{
    /// <summary>y = rule(x), or y += rule(x), for the elements from <paramref name="from"/> on.</summary>
    public static void Map<TRule>(in TRule rule, Tensor x, Tensor y, int from, int length, bool add = false)
        where TRule : struct, IUnaryRule
    {
        if (x.IsSingle)
        {
            if (add)
                Elementwise.MapAdd(rule, x.Floats.Slice(from, length), y.Floats.Slice(from, length));
            else
                Elementwise.Map(rule, x.Floats.Slice(from, length), y.Floats.Slice(from, length));
        }
        else if (add)
        {
            Elementwise.MapAdd(rule, x.Doubles.Slice(from, length), y.Doubles.Slice(from, length));
        }
        else
        {
            Elementwise.Map(rule, x.Doubles.Slice(from, length), y.Doubles.Slice(from, length));
        }
    }

    /// <summary>y = rule(a, b), or y += rule(a, b), for the elements from <paramref name="from"/> on.</summary>
    public static void Map<TRule>(in TRule rule, Tensor a, Tensor b, Tensor y, int from, int length, bool add = false)
        where TRule : struct, IBinaryRule
    {
        if (a.IsSingle)
        {
            if (add)
                Elementwise.MapAdd(rule, a.Floats.Slice(from, length), b.Floats.Slice(from, length), y.Floats.Slice(from, length));
            else
                Elementwise.Map(rule, a.Floats.Slice(from, length), b.Floats.Slice(from, length), y.Floats.Slice(from, length));
        }
        else if (add)
        {
            Elementwise.MapAdd(rule, a.Doubles.Slice(from, length), b.Doubles.Slice(from, length), y.Doubles.Slice(from, length));
        }
        else
        {
            Elementwise.Map(rule, a.Doubles.Slice(from, length), b.Doubles.Slice(from, length), y.Doubles.Slice(from, length));
        }
    }

    /// <summary>Σ x.</summary>
    public static double Sum(Tensor x, int from, int length)
        => x.IsSingle ? Reduce.Sum(x.Floats.Slice(from, length)) : Reduce.Sum(x.Doubles.Slice(from, length));

    /// <summary>Σ rule(x).</summary>
    public static double Sum<TRule>(in TRule rule, Tensor x, int from, int length)
        where TRule : struct, IUnaryRule
        => x.IsSingle ? Reduce.Sum(rule, x.Floats.Slice(from, length)) : Reduce.Sum(rule, x.Doubles.Slice(from, length));

    /// <summary>Σ rule(a, b).</summary>
    public static double Sum<TRule>(in TRule rule, Tensor a, Tensor b, int from, int length)
        where TRule : struct, IBinaryRule
        => a.IsSingle
            ? Reduce.Sum(rule, a.Floats.Slice(from, length), b.Floats.Slice(from, length))
            : Reduce.Sum(rule, a.Doubles.Slice(from, length), b.Doubles.Slice(from, length));

    /// <summary>The largest element; −∞ for none.</summary>
    public static double Max(Tensor x, int from, int length)
        => length == 0 ? double.NegativeInfinity
            : x.IsSingle ? Reduce.Max(x.Floats.Slice(from, length)) : Reduce.Max(x.Doubles.Slice(from, length));
}
