namespace Courseware;

/// <summary>a + b.</summary>
internal readonly struct AddRule : IOperatorRule
{
    public V Apply<V>(V a, V b) where V : struct, ILane<V> => a + b;
    public V BackA<V>(V a, V b, V dy) where V : struct, ILane<V> => dy;
    public V BackB<V>(V a, V b, V dy) where V : struct, ILane<V> => dy;
}

/// <summary>a − b.</summary>
internal readonly struct SubtractRule : IOperatorRule
{
    public V Apply<V>(V a, V b) where V : struct, ILane<V> => a - b;
    public V BackA<V>(V a, V b, V dy) where V : struct, ILane<V> => dy;
    public V BackB<V>(V a, V b, V dy) where V : struct, ILane<V> => -dy;
}

/// <summary>a · b.</summary>
internal readonly struct MultiplyRule : IOperatorRule
{
    public V Apply<V>(V a, V b) where V : struct, ILane<V> => a * b;
    public V BackA<V>(V a, V b, V dy) where V : struct, ILane<V> => dy * b;
    public V BackB<V>(V a, V b, V dy) where V : struct, ILane<V> => dy * a;
}

/// <summary>a / b.</summary>
internal readonly struct DivideRule : IOperatorRule
{
    public V Apply<V>(V a, V b) where V : struct, ILane<V> => a / b;
    public V BackA<V>(V a, V b, V dy) where V : struct, ILane<V> => dy / b;
    public V BackB<V>(V a, V b, V dy) where V : struct, ILane<V> => -(dy * a / (b * b));
}

/// <summary>c·x + d for two constants.</summary>
internal readonly struct AffineRule(double scale, double shift) : IDifferentiableRule
{
    public V Apply<V>(V x) where V : struct, ILane<V> => scale * x + shift;
    public V Derivative<V>(V x, V y) where V : struct, ILane<V> => scale;
}

/// <summary>x².</summary>
internal readonly struct SquareRule : IDifferentiableRule
{
    public V Apply<V>(V x) where V : struct, ILane<V> => x * x;
    public V Derivative<V>(V x, V y) where V : struct, ILane<V> => 2 * x;
}

/// <summary>√x.</summary>
internal readonly struct SqrtRule : IDifferentiableRule
{
    public V Apply<V>(V x) where V : struct, ILane<V> => V.Sqrt(x);
    public V Derivative<V>(V x, V y) where V : struct, ILane<V> => 0.5 / y;
}

/// <summary>eˣ.</summary>
internal readonly struct ExpRule : IDifferentiableRule
{
    public V Apply<V>(V x) where V : struct, ILane<V> => V.Exp(x);
    public V Derivative<V>(V x, V y) where V : struct, ILane<V> => y;
}

/// <summary>ln x.</summary>
internal readonly struct LogRule : IDifferentiableRule
{
    public V Apply<V>(V x) where V : struct, ILane<V> => V.Log(x);
    public V Derivative<V>(V x, V y) where V : struct, ILane<V> => 1 / x;
}

/// <summary>|x|; its derivative at 0 is 0.</summary>
internal readonly struct AbsRule : IDifferentiableRule
{
    public V Apply<V>(V x) where V : struct, ILane<V> => V.Abs(x);
    public V Derivative<V>(V x, V y) where V : struct, ILane<V> => V.Where(x, 1, V.Where(-x, -1, 0));
}

/// <summary>c·x for a constant; used to send a scaled gradient back.</summary>
internal readonly struct ScaleRule(double scale) : IUnaryRule
{
    public V Apply<V>(V x) where V : struct, ILane<V> => scale * x;
}

/// <summary>x itself.</summary>
internal readonly struct CopyRule : IUnaryRule
{
    public V Apply<V>(V x) where V : struct, ILane<V> => x;
}
