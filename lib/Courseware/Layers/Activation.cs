namespace Courseware;

/// <summary>A function applied to each unit of a layer; a layer of its own, or the last step of another one.</summary>
public abstract class Activation : Layer
{
    /// <summary>The function's value, same shape.</summary>
    public abstract Tensor Of(Tensor x);

    /// <inheritdoc/>
    public sealed override Tensor Forward(Tensor x, Pass pass) => Of(x);

    /// <inheritdoc/>
    protected override int[] Build(int[] inputShape, LayerBuilder builder) => [.. inputShape];
}
