namespace Courseware;

/// <summary>
/// A number that remembers how it was computed. Built by running a textbook rule over <see cref="TracedLane"/>: nobody writes it down.
/// </summary>
/// <remarks>
/// Its value is that of the double lane, bit for bit. Its form leaves out what nobody writes (1·x, x + 0), which changes no value.
/// </remarks>
internal sealed class Expression
{
    private Expression(ExpressionKind kind, double value, string name = "", Symbol? symbol = null, params Expression[] operands)
        => (Kind, Value, Name, Symbol, Operands) = (kind, value, name, symbol, operands);

    public static Expression Zero { get; } = Constant(0);

    public ExpressionKind Kind { get; }

    public double Value { get; }

    /// <summary>The name of a function.</summary>
    public string Name { get; }

    public Symbol? Symbol { get; }

    public Expression[] Operands { get; }

    /// <summary>What a constant is called in the rule it comes from; null for a bare number.</summary>
    public ConstantName? Label { get; set; }

    public bool IsLeaf => Kind is ExpressionKind.Symbol or ExpressionKind.Constant;

    public static Expression Of(Symbol symbol, double value) => new(ExpressionKind.Symbol, value, symbol: symbol);

    public static Expression Constant(double value) => new(ExpressionKind.Constant, value);

    public static Expression Add(Expression a, Expression b) => Add(a, b, (new LaneF64(a.Value) + new LaneF64(b.Value)).Value);

    public static Expression Add(Expression a, Expression b, double value)
    {
        if (b.Is(0))
            return a;
        if (a.Is(0))
            return b;
        if (b.Kind == ExpressionKind.Negate)
            return new(ExpressionKind.Subtract, value, operands: [a, b.Operands[0]]);
        if (a.Kind == ExpressionKind.Negate)
            return new(ExpressionKind.Subtract, value, operands: [b, a.Operands[0]]);
        return b is { Kind: ExpressionKind.Constant, Value: < 0 }
            ? new(ExpressionKind.Subtract, value, operands: [a, Constant(-b.Value)])
            : new(ExpressionKind.Add, value, operands: [a, b]);
    }

    public static Expression Subtract(Expression a, Expression b)
    {
        if (b.Is(0))
            return a;
        var value = (new LaneF64(a.Value) - new LaneF64(b.Value)).Value;
        return a.Is(0) ? new(ExpressionKind.Negate, value, operands: [b]) : new(ExpressionKind.Subtract, value, operands: [a, b]);
    }

    public static Expression Multiply(Expression a, Expression b)
    {
        if (a.Is(1) || b.Is(0))
            return b;
        if (b.Is(1) || a.Is(0))
            return a;
        if (a.Is(-1))
            return Negate(b);
        if (b.Is(-1))
            return Negate(a);
        return new(ExpressionKind.Multiply, (new LaneF64(a.Value) * new LaneF64(b.Value)).Value, operands: [a, b]);
    }

    public static Expression Divide(Expression a, Expression b)
        => b.Is(1) ? a : new(ExpressionKind.Divide, (new LaneF64(a.Value) / new LaneF64(b.Value)).Value, operands: [a, b]);

    public static Expression Negate(Expression x)
        => x.Kind switch
        {
            ExpressionKind.Negate => x.Operands[0],
            ExpressionKind.Constant => Constant(-x.Value),
            _ => new(ExpressionKind.Negate, -x.Value, operands: [x]),
        };

    public static Expression Where(Expression test, Expression positive, Expression otherwise)
        => new(ExpressionKind.Where, test.Value > 0 ? positive.Value : otherwise.Value, operands: [test, positive, otherwise]);

    public static Expression Function(string name, double value, params Expression[] operands)
        => new(ExpressionKind.Function, value, name, operands: operands);

    private bool Is(double value) => Kind == ExpressionKind.Constant && Value == value;
}
