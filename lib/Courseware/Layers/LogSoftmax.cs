namespace Courseware;

/// <summary>The logarithm of the softmax of each row, computed in one stable step.</summary>
/// <remarks>yᵢ = xᵢ − ln Σⱼ e^xⱼ over the last axis.</remarks>
public sealed class LogSoftmax : Activation
{
    /// <inheritdoc/>
    public override Tensor Of(Tensor x) => LogSoftmaxOperation.Of(x);
}
