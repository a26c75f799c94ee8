namespace Courseware;

/// <summary>The leaky rectified linear unit (Maas, Hannun &amp; Ng 2013).</summary>
/// <remarks>y = x where x &gt; 0, else s·x;  y′ = 1 where x &gt; 0, else s (also at exactly 0)</remarks>
/// <param name="negativeSlope">s, the slope for negative x: 0.01 in PyTorch, 0.3 in Keras.</param>
public sealed class LeakyRelu(double negativeSlope = 0.01) : Activation
{
    /// <summary>s, the slope for negative x.</summary>
    internal double NegativeSlope { get; } = Setting.Finite(negativeSlope, "LeakyRelu's slope", nameof(negativeSlope));

    /// <inheritdoc/>
    public override Tensor Of(Tensor x) => UnaryOperation<Rule>.Of("leaky relu", new Rule(NegativeSlope), x);

    private readonly struct Rule(double s) : IDifferentiableRule
    {
        public V Apply<V>(V x) where V : struct, ILane<V> => V.Where(x, x, s * x);
        public V Derivative<V>(V x, V y) where V : struct, ILane<V> => V.Where(x, 1, s);
    }
}
