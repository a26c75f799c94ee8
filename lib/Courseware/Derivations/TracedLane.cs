namespace Courseware;

/// <summary>
/// The lane that writes formulas: one double, together with how it was computed. The rule that trains, run over this lane,
/// gives its own formula and its own numbers.
/// </summary>
internal readonly struct TracedLane(Expression expression) : ILane<TracedLane>
{
    /// <summary>How the number came about; a lane that nothing was put into is 0.</summary>
    public Expression Expression => expression ?? Expression.Zero;

    private LaneF64 Double => new(Expression.Value);

    public static TracedLane operator +(TracedLane a, TracedLane b) => new(Expression.Add(a.Expression, b.Expression));

    public static TracedLane operator -(TracedLane a, TracedLane b) => new(Expression.Subtract(a.Expression, b.Expression));

    public static TracedLane operator *(TracedLane a, TracedLane b) => new(Expression.Multiply(a.Expression, b.Expression));

    public static TracedLane operator /(TracedLane a, TracedLane b) => new(Expression.Divide(a.Expression, b.Expression));

    public static TracedLane operator -(TracedLane a) => new(Expression.Negate(a.Expression));

    public static implicit operator TracedLane(double constant) => new(Expression.Constant(constant));

    public static TracedLane Sqrt(TracedLane x) => Function("sqrt", LaneF64.Sqrt(x.Double), x);

    public static TracedLane Abs(TracedLane x) => Function("abs", LaneF64.Abs(x.Double), x);

    public static TracedLane Min(TracedLane a, TracedLane b) => Function("min", LaneF64.Min(a.Double, b.Double), a, b);

    public static TracedLane Max(TracedLane a, TracedLane b) => Function("max", LaneF64.Max(a.Double, b.Double), a, b);

    public static TracedLane Fma(TracedLane a, TracedLane b, TracedLane c)
        => new(Expression.Add(Expression.Multiply(a.Expression, b.Expression), c.Expression,
            LaneF64.Fma(a.Double, b.Double, c.Double).Value));

    public static TracedLane Where(TracedLane test, TracedLane positive, TracedLane otherwise)
        => new(Expression.Where(test.Expression, positive.Expression, otherwise.Expression));

    public static TracedLane Exp(TracedLane x) => Function("exp", LaneF64.Exp(x.Double), x);

    public static TracedLane Expm1(TracedLane x) => Function("expm1", LaneF64.Expm1(x.Double), x);

    public static TracedLane Log(TracedLane x) => Function("ln", LaneF64.Log(x.Double), x);

    public static TracedLane Log1p(TracedLane x) => Function("log1p", LaneF64.Log1p(x.Double), x);

    public static TracedLane Tanh(TracedLane x) => Function("tanh", LaneF64.Tanh(x.Double), x);

    public static TracedLane Sigmoid(TracedLane x) => Function("sigmoid", LaneF64.Sigmoid(x.Double), x);

    public static TracedLane Erf(TracedLane x) => Function("erf", LaneF64.Erf(x.Double), x);

    public static TracedLane Softplus(TracedLane x) => Function("softplus", LaneF64.Softplus(x.Double), x);

    private static TracedLane Function(string name, LaneF64 value, params TracedLane[] operands)
        => new(Expression.Function(name, value.Value, Array.ConvertAll(operands, o => o.Expression)));
}
