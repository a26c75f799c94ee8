using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>Quadratic near 0, linear far away, so that outliers pull less (Huber 1964).</summary>
/// <remarks>With d = p − t: L = mean of ½d² where |d| ≤ δ, else δ(|d| − ½δ);  ∂/∂p = d, clipped to [−δ, δ]</remarks>
/// <param name="Delta">δ, where the parabola turns into a line.</param>
/// <exception cref="ArgumentOutOfRangeException">δ is not a positive number.</exception>
public sealed record Huber(double Delta = 1) : Loss
{
    /// <summary>δ, above 0.</summary>
    public double Delta { get; init => field = Setting.Positive(value, "Huber's delta"); } = Setting.Positive(Delta, "Huber's delta");

    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target)
        => PairLossOperation<Rule>.Of("huber", new Rule(Delta), Scale(prediction.Length), prediction, target);

    private readonly struct Rule(double δ) : IDifferentiablePairRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V p, V t) where V : struct, ILane<V>
        {
            var d = V.Abs(p - t);
            return V.Where(d - δ, δ * (d - 0.5 * δ), 0.5 * d * d);
        }

        public V Derivative<V>(V p, V t) where V : struct, ILane<V> => V.Max(-δ, V.Min(p - t, δ));
    }
}
