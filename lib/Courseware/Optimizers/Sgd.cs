namespace Courseware;

/// <summary>Stochastic gradient descent (Robbins &amp; Monro 1951).</summary>
/// <remarks>w ← w − α·g</remarks>
public sealed record Sgd(double LearningRate = 0.01) : Optimizer(LearningRate)
{
    /// <inheritdoc/>
    public override int Slots => 0;

    /// <inheritdoc/>
    internal override void Step(ParameterUpdate parameter, double α, long t) => parameter.Apply(new Rule(α));

    private readonly struct Rule(double α) : IUpdateRule, INamedRule<Rule>
    {
        public void Apply<V>(ref V w, V g, ref V s, ref V t, ref V u) where V : struct, ILane<V>
            => w -= α * g;

        public Rule With(Func<string, double, double> constant) => new(constant("α", α));
    }
}
