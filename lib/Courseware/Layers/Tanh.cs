namespace Courseware;

/// <summary>The hyperbolic tangent.</summary>
/// <remarks>y = tanh x;  y′ = 1 − y²</remarks>
public sealed class Tanh : Activation
{
    /// <inheritdoc/>
    public override Tensor Of(Tensor x) => UnaryOperation<Rule>.Of("tanh", default, x, t => $"\\tanh({t})");

    private readonly struct Rule : IDifferentiableRule
    {
        public V Apply<V>(V x) where V : struct, ILane<V> => V.Tanh(x);
        public V Derivative<V>(V x, V y) where V : struct, ILane<V> => 1 - y * y;
    }
}
