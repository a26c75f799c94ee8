using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>
/// The Gaussian error linear unit (Hendrycks &amp; Gimpel 2016): x weighted by the share of a normal distribution below it.
/// </summary>
/// <remarks>
/// y = x·Φ(x) with Φ(x) = ½(1 + erf(x/√2));  y′ = Φ(x) + x·φ(x) with φ(x) = e^(−x²/2)/√(2π).
/// The approximation: y = ½x(1 + tanh u) with u = √(2/π)(x + 0.044715x³), off by up to 5·10⁻⁴.
/// </remarks>
/// <param name="approximate">Use the approximation by tanh; the exact form is the default in PyTorch and Keras.</param>
public sealed class Gelu(bool approximate = false) : Activation
{
    /// <summary>Whether this is the approximation by tanh.</summary>
    internal bool IsApproximate => approximate;

    /// <inheritdoc/>
    public override Tensor Of(Tensor x)
        => approximate ? UnaryOperation<Approximate>.Of("gelu", default, x) : UnaryOperation<Exact>.Of("gelu", default, x);

    private readonly struct Exact : IDifferentiableRule
    {
        private const double InverseRoot2 = 0.70710678118654752;
        private const double InverseRoot2Pi = 0.39894228040143268;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V x) where V : struct, ILane<V> => x * Φ(x);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative<V>(V x, V y) where V : struct, ILane<V> => Φ(x) + x * φ(x);

        private static V Φ<V>(V x) where V : struct, ILane<V> => 0.5 * (1 + V.Erf(InverseRoot2 * x));
        private static V φ<V>(V x) where V : struct, ILane<V> => InverseRoot2Pi * V.Exp(-0.5 * x * x);
    }

    private readonly struct Approximate : IDifferentiableRule
    {
        private const double Root2OverPi = 0.79788456080286536;
        private const double Cubic = 0.044715;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V x) where V : struct, ILane<V> => 0.5 * x * (1 + V.Tanh(U(x)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative<V>(V x, V y) where V : struct, ILane<V>
        {
            var tanh = V.Tanh(U(x));
            return 0.5 * (1 + tanh) + 0.5 * x * (1 - tanh * tanh) * Root2OverPi * (1 + 3 * Cubic * x * x);
        }

        private static V U<V>(V x) where V : struct, ILane<V> => Root2OverPi * (x + Cubic * x * x * x);
    }
}
