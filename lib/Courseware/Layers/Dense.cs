namespace Courseware;

/// <summary>A fully connected layer.</summary>
/// <remarks>
/// Y = f(X·Wᵀ + b), shapes (N, in) · (out, in)ᵀ + (out) → (N, out); the weight is stored as PyTorch's is, Keras' kernel is its transpose.
/// </remarks>
/// <param name="units">How many outputs.</param>
/// <param name="activation">f; none is the identity.</param>
/// <param name="useBias">Whether b is there.</param>
/// <param name="weightInitializer">Initial W; PyTorch's default if not given.</param>
/// <param name="biasInitializer">Initial b; PyTorch's default if not given (Keras' is zero).</param>
/// <param name="weightPenalty">What the size of W adds to the loss (Keras' kernel_regularizer).</param>
public sealed class Dense(
    int units,
    Activation? activation = null,
    bool useBias = true,
    Initializer? weightInitializer = null,
    Initializer? biasInitializer = null,
    Penalty? weightPenalty = null) : Layer
{
    /// <summary>How many outputs the layer has.</summary>
    public int Units { get; }
        = units > 0 ? units : throw new ArgumentOutOfRangeException(nameof(units), $"A Dense layer needs at least 1 unit, got {units}.");

    /// <summary>The function applied to each output; null for the identity.</summary>
    internal Activation? Activation => activation;

    /// <summary>W, shape (out, in).</summary>
    public Tensor Weight { get; private set; } = null!;

    /// <summary>b, shape (out); null without bias.</summary>
    public Tensor? Bias { get; private set; }

    /// <summary>The penalty on W; null for none.</summary>
    internal Penalty? WeightPenalty => weightPenalty;

    /// <inheritdoc/>
    public override long MultiplyAdds => Weight.Length;

    /// <inheritdoc/>
    public override Tensor? PenaltyTerm() => weightPenalty?.Of(Weight);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, Pass pass)
    {
        var z = LinearOperation.Of(x, Weight, Bias); // (N, in) · (out, in)ᵀ + (out) → (N, out)
        return activation is null ? z : activation.Of(z);
    }

    /// <inheritdoc/>
    protected override int[] Build(int[] inputShape, LayerBuilder builder)
    {
        if (inputShape.Length != 1)
            throw Misfit("vectors (put a Flatten before it)", inputShape);
        var inputs = inputShape[0];
        Weight = builder.Parameter("weight", [Units, inputs], weightInitializer ?? new TorchUniform(), inputs, Units);
        Bias = useBias ? builder.Parameter("bias", [Units], biasInitializer ?? new TorchUniform(), inputs, Units) : null;
        return [Units];
    }
}
