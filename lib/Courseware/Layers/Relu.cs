namespace Courseware;

/// <summary>The rectified linear unit (Nair &amp; Hinton 2010).</summary>
/// <remarks>y = max(0, x);  y′ = 1 where x &gt; 0, else 0 (also at exactly 0)</remarks>
public sealed class Relu : Activation
{
    /// <inheritdoc/>
    public override Tensor Of(Tensor x) => UnaryOperation<Rule>.Of("relu", default, x);

    private readonly struct Rule : IDifferentiableRule
    {
        public static bool ReadsOutput => false;
        public V Apply<V>(V x) where V : struct, ILane<V> => V.Max(x, 0);
        public V Derivative<V>(V x, V y) where V : struct, ILane<V> => V.Where(x, 1, 0);
    }
}
