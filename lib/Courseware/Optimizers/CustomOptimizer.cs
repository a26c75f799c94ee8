namespace Courseware;

/// <summary>
/// An update rule of your own, as a plain function of one weight, its gradient and what you remember of it:
/// <code>new CustomOptimizer(slots: 1, (w, g, s) => { s[0] = 0.9 * s[0] + g; return w - 0.01 * s[0]; })</code>
/// </summary>
/// <remarks>It runs weight by weight in double: made to be read and compared, not to be fast.</remarks>
public sealed record CustomOptimizer : Optimizer
{
    private readonly Func<double, double, double[], double, long, double> _rule;

    /// <summary>A rule (w, g, state) → new w, with its learning rate inside.</summary>
    /// <param name="slots">How many numbers the rule remembers for each weight; they start at 0.</param>
    /// <param name="rule">From w, g and the remembered numbers (to read and write) to the new w.</param>
    public CustomOptimizer(int slots, Func<double, double, double[], double> rule)
        : this(slots, 1, (w, g, state, _, _) => rule(w, g, state)) => ArgumentNullException.ThrowIfNull(rule);

    /// <summary>
    /// A rule (w, g, state, α, t) → new w, with the learning rate (which a schedule may change) and the number of the step, from 1.
    /// </summary>
    /// <param name="slots">How many numbers the rule remembers for each weight; they start at 0.</param>
    /// <param name="learningRate">α.</param>
    /// <param name="rule">From w, g, the remembered numbers (to read and write), α and t to the new w.</param>
    public CustomOptimizer(int slots, double learningRate, Func<double, double, double[], double, long, double> rule)
        : base(learningRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slots);
        ArgumentNullException.ThrowIfNull(rule);
        (Slots, _rule) = (slots, rule);
    }

    /// <inheritdoc/>
    public override int Slots { get; }

    /// <inheritdoc/>
    internal override void Step(ParameterUpdate parameter, double α, long t)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        parameter.Apply((w, g, state) => _rule(w, g, state, α, t));
    }
}
