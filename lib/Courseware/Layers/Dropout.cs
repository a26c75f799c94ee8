using Courseware.Tensors;
using Courseware.Tensors.Operations;

namespace Courseware.Layers;

/// <summary>Inverted dropout (Srivastava et al. 2014): in training, each activation is zeroed with probability p and the others are scaled up.</summary>
/// <remarks>training: y = x·mask / (1 − p);  evaluation: y = x. What is dropped are activations, not weights.</remarks>
/// <param name="rate">p, the probability to drop, 0 ≤ p &lt; 1.</param>
public sealed class Dropout(double rate) : Layer
{
    /// <summary>p, the probability to drop.</summary>
    public double Rate { get; } = rate is >= 0 and < 1 ? rate : throw new ArgumentOutOfRangeException(nameof(rate), $"Dropout's rate is the share that is dropped, 0 ≤ rate < 1; got {rate}.");

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, Pass pass)
        => pass.Training && Rate > 0 ? DropoutOperation.Of(x, Rate, () => new RandomStream(pass.Seed, "dropout", Name, pass.Step)) : x;

    /// <inheritdoc/>
    protected override int[] Build(int[] inputShape, LayerBuilder builder) => [.. inputShape];
}
