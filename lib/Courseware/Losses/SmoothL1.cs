using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>The absolute error with a rounded corner (Girshick 2015): Huber's loss divided by its δ.</summary>
/// <remarks>With d = p − t: L = mean of ½d²/β where |d| &lt; β, else |d| − ½β;  ∂/∂p = d/β, clipped to [−1, 1]</remarks>
/// <param name="Beta">β, where the parabola turns into a line.</param>
/// <exception cref="ArgumentOutOfRangeException">β is not a positive number.</exception>
public sealed record SmoothL1(double Beta = 1) : Loss
{
    /// <summary>β, above 0.</summary>
    public double Beta { get; init => field = Setting.Positive(value, "SmoothL1's beta"); } = Setting.Positive(Beta, "SmoothL1's beta");

    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target)
        => PairLossOperation<Rule>.Of("smooth L1", new Rule(Beta), Scale(prediction.Length), prediction, target);

    private readonly struct Rule(double β) : IDifferentiablePairRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V p, V t) where V : struct, ILane<V>
        {
            var d = V.Abs(p - t);
            return V.Where(β - d, 0.5 * d * d / β, d - 0.5 * β);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative<V>(V p, V t) where V : struct, ILane<V> => V.Max(-1, V.Min((p - t) / β, 1));
    }
}
