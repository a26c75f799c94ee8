namespace Courseware;

/// <summary>Turns each row of scores into probabilities that add up to 1 (Bridle 1990).</summary>
/// <remarks>
/// yᵢ = e^xᵢ / Σⱼ e^xⱼ over the last axis. For training, losses on logits (<see cref="CrossEntropy"/>) are more accurate than this and a
/// logarithm.
/// </remarks>
public sealed class Softmax : Activation
{
    /// <inheritdoc/>
    public override Tensor Of(Tensor x) => SoftmaxOperation.Of(x);
}
