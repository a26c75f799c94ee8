namespace Courseware;

/// <summary>
/// The scaled exponential linear unit (Klambauer et al. 2017): with LeCun-normal weights, activations keep mean 0 and variance 1.
/// </summary>
/// <remarks>y = λx where x &gt; 0, else λα(eˣ − 1);  y′ = λ where x &gt; 0, else λαeˣ;  α = 1.6733, λ = 1.0507</remarks>
public sealed class Selu : Activation
{
    /// <inheritdoc/>
    public override Tensor Of(Tensor x) => UnaryOperation<Rule>.Of("selu", default, x);

    private readonly struct Rule : IDifferentiableRule
    {
        private const double α = 1.6732632423543772;
        private const double λ = 1.0507009873554805;

        public V Apply<V>(V x) where V : struct, ILane<V> => V.Where(x, λ * x, λ * α * V.Expm1(x));
        public V Derivative<V>(V x, V y) where V : struct, ILane<V> => V.Where(x, λ, λ * α * V.Exp(x));
    }
}
