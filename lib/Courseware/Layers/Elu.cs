namespace Courseware;

/// <summary>The exponential linear unit (Clevert, Unterthiner &amp; Hochreiter 2016).</summary>
/// <remarks>y = x where x &gt; 0, else α(eˣ − 1);  y′ = 1 where x &gt; 0, else αeˣ (at exactly 0: α)</remarks>
/// <param name="alpha">α: the limit for very negative x is −α.</param>
public sealed class Elu(double alpha = 1) : Activation
{
    /// <summary>α.</summary>
    internal double Alpha { get; } = Setting.Finite(alpha, "Elu's alpha", nameof(alpha));

    /// <inheritdoc/>
    public override Tensor Of(Tensor x) => UnaryOperation<Rule>.Of("elu", new Rule(Alpha), x);

    private readonly struct Rule(double α) : IDifferentiableRule
    {
        public V Apply<V>(V x) where V : struct, ILane<V> => V.Where(x, x, α * V.Expm1(x));
        public V Derivative<V>(V x, V y) where V : struct, ILane<V> => V.Where(x, 1, α * V.Exp(x));
    }
}
