using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>A smooth ReLU (Dugas et al. 2001).</summary>
/// <remarks>y = ln(1 + e^βx) / β;  y′ = σ(βx). As in PyTorch y = x above a threshold of βx, where the difference is below 2·10⁻⁹.</remarks>
/// <param name="beta">β: the larger, the closer to ReLU.</param>
/// <param name="threshold">Above this βx, y = x.</param>
public sealed class Softplus(double beta = 1, double threshold = 20) : Activation
{
    /// <summary>β.</summary>
    internal double Beta { get; } = Setting.Positive(beta, "Softplus' beta", nameof(beta));

    /// <summary>Above this βx, y = x.</summary>
    internal double Threshold { get; } = Setting.Finite(threshold, "Softplus' threshold", nameof(threshold));

    /// <inheritdoc/>
    public override Tensor Of(Tensor x) => UnaryOperation<Rule>.Of("softplus", new Rule(Beta, Threshold), x);

    private readonly struct Rule(double β, double threshold) : IDifferentiableRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V x) where V : struct, ILane<V> => V.Where(β * x - threshold, x, V.Softplus(β * x) / β);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative<V>(V x, V y) where V : struct, ILane<V> => V.Where(β * x - threshold, 1, V.Sigmoid(β * x));
    }
}
