using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>
/// What the size of a layer's weights adds to the loss (Keras' regularizers). PyTorch's weight decay is a setting of the optimizer.
/// </summary>
public abstract record Penalty
{
    /// <summary>The penalty of one weight tensor, shape ().</summary>
    public abstract Tensor Of(Tensor weight);
}

/// <summary>The lasso: λ·Σ|w|. Drives weights to zero.</summary>
/// <exception cref="ArgumentOutOfRangeException">λ is negative or no number.</exception>
public sealed record L1(double Lambda) : Penalty
{
    /// <summary>λ, 0 or more.</summary>
    public double Lambda { get; init => field = Setting.NotNegative(value, "L1's Lambda"); } = Setting.NotNegative(Lambda, "L1's Lambda");

    /// <inheritdoc/>
    public override Tensor Of(Tensor weight) => SumOfOperation<Rule>.Of("L1", new Rule(Lambda), weight);

    private readonly struct Rule(double λ) : IDifferentiableRule
    {
        public V Apply<V>(V w) where V : struct, ILane<V> => λ * V.Abs(w);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative<V>(V w, V y) where V : struct, ILane<V> => V.Where(w, λ, V.Where(-w, -λ, 0));
    }
}

/// <summary>Keras' ridge: λ·Σw², so the gradient gains 2λw. (The textbook's (α/2)·Σw² is this with λ = α/2.)</summary>
/// <exception cref="ArgumentOutOfRangeException">λ is negative or no number.</exception>
public sealed record L2(double Lambda) : Penalty
{
    /// <summary>λ, 0 or more.</summary>
    public double Lambda { get; init => field = Setting.NotNegative(value, "L2's Lambda"); } = Setting.NotNegative(Lambda, "L2's Lambda");

    /// <inheritdoc/>
    public override Tensor Of(Tensor weight) => SumOfOperation<Rule>.Of("L2", new Rule(Lambda), weight);

    private readonly struct Rule(double λ) : IDifferentiableRule
    {
        public V Apply<V>(V w) where V : struct, ILane<V> => λ * w * w;
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative<V>(V w, V y) where V : struct, ILane<V> => 2 * λ * w;
    }
}

/// <summary>Keras' <c>L1L2(l1, l2)</c>: λ₁·Σ|w| + λ₂·Σw². As in Keras the first argument is l1, and l2 is 0 unless it is given.</summary>
/// <exception cref="ArgumentOutOfRangeException">λ₁ or λ₂ is negative or no number.</exception>
public sealed record L1L2(double Lambda1 = 0, double Lambda2 = 0) : Penalty
{
    /// <summary>λ₁, 0 or more.</summary>
    public double Lambda1 { get; init => field = Setting.NotNegative(value, "L1L2's Lambda1"); }
        = Setting.NotNegative(Lambda1, "L1L2's Lambda1");

    /// <summary>λ₂, 0 or more.</summary>
    public double Lambda2 { get; init => field = Setting.NotNegative(value, "L1L2's Lambda2"); }
        = Setting.NotNegative(Lambda2, "L1L2's Lambda2");

    /// <inheritdoc/>
    public override Tensor Of(Tensor weight) => SumOfOperation<Rule>.Of("L1L2", new Rule(Lambda1, Lambda2), weight);

    private readonly struct Rule(double λ1, double λ2) : IDifferentiableRule
    {
        public V Apply<V>(V w) where V : struct, ILane<V> => λ1 * V.Abs(w) + λ2 * w * w;
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative<V>(V w, V y) where V : struct, ILane<V> => V.Where(w, λ1, V.Where(-w, -λ1, 0)) + 2 * λ2 * w;
    }
}
