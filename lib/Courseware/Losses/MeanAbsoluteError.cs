using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>The mean absolute error over all elements.</summary>
/// <remarks>L = 1/(N·outputs) · Σ |p − t|;  ∂L/∂p = sign(p − t) / (N·outputs), and 0 where p = t</remarks>
public sealed record MeanAbsoluteError : Loss
{
    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target)
        => PairLossOperation<Rule>.Of("mean absolute error", default, Scale(prediction.Length), prediction, target,
            (p, t) => $@"\overline{{|{p} - {t}|}}");

    private readonly struct Rule : IDifferentiablePairRule
    {
        public V Apply<V>(V p, V t) where V : struct, ILane<V> => V.Abs(p - t);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative<V>(V p, V t) where V : struct, ILane<V> => V.Where(p - t, 1, V.Where(t - p, -1, 0));
    }
}
