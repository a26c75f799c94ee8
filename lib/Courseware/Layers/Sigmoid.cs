namespace Courseware;

/// <summary>The logistic function.</summary>
/// <remarks>y = σ(x) = 1 / (1 + e⁻ˣ);  y′ = y(1 − y)</remarks>
public sealed class Sigmoid : Activation
{
    /// <inheritdoc/>
    public override Tensor Of(Tensor x) => UnaryOperation<Rule>.Of("sigmoid", default, x, t => $"\\sigma({t})");

    private readonly struct Rule : IDifferentiableRule
    {
        public V Apply<V>(V x) where V : struct, ILane<V> => V.Sigmoid(x);
        public V Derivative<V>(V x, V y) where V : struct, ILane<V> => y * (1 - y);
    }
}
