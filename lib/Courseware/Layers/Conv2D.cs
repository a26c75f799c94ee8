namespace Courseware;

/// <summary>A 2-D convolution (LeCun et al. 1998): the same small filters at every place of an image.</summary>
/// <remarks>
/// y(o, i, j) = f(Σ over (c, u, v) of w(o, c, u, v) · x(c, i·stride + u − padding, j·stride + v − padding) + b(o)): a cross-correlation,
/// the kernel is not flipped. Shapes (N, C, H, W) → (N, filters, ⌊(H + 2·padding − kernel)/stride⌋ + 1, …). PyTorch's order of the axes;
/// Keras has the channels last.
/// </remarks>
/// <param name="filters">How many output channels.</param>
/// <param name="kernelSize">The filter's rows and columns.</param>
/// <param name="stride">Steps from one place to the next; 1 if not given.</param>
/// <param name="padding">Rows and columns of zeros around the image; 0 if not given (Keras' 'same' with stride 1 and a kernel of 3 is
/// padding 1).</param>
/// <param name="activation">f; none is the identity.</param>
/// <param name="useBias">Whether b is there.</param>
/// <param name="weightInitializer">Initial w; PyTorch's default if not given.</param>
/// <param name="biasInitializer">Initial b; PyTorch's default if not given (Keras' is zero).</param>
/// <param name="weightPenalty">What the size of w adds to the loss (Keras' kernel_regularizer).</param>
public sealed class Conv2D(
    int filters,
    Size2D kernelSize,
    Size2D? stride = null,
    Size2D? padding = null,
    Activation? activation = null,
    bool useBias = true,
    Initializer? weightInitializer = null,
    Initializer? biasInitializer = null,
    Penalty? weightPenalty = null) : Layer
{
    /// <summary>How many output channels the layer has.</summary>
    public int Filters { get; }
        = filters > 0 ? filters
        : throw new ArgumentOutOfRangeException(nameof(filters), $"A Conv2D layer needs at least 1 filter, got {filters}.");

    /// <summary>The filter's rows and columns.</summary>
    public Size2D KernelSize { get; } = kernelSize.AtLeast(1, "Conv2D's kernel size");

    /// <summary>Steps from one place to the next.</summary>
    internal Size2D Stride { get; } = (stride ?? 1).AtLeast(1, "Conv2D's stride");

    /// <summary>Rows and columns of zeros around the image.</summary>
    internal Size2D Padding { get; } = (padding ?? 0).AtLeast(0, "Conv2D's padding");

    /// <summary>The function applied to each output; null for the identity.</summary>
    internal Activation? Activation => activation;

    /// <summary>w, shape (filters, channels, kernel rows, kernel columns).</summary>
    public Tensor Weight { get; private set; } = null!;

    /// <summary>b, shape (filters); null without bias.</summary>
    public Tensor? Bias { get; private set; }

    /// <summary>The penalty on w; null for none.</summary>
    internal Penalty? WeightPenalty => weightPenalty;

    /// <inheritdoc/>
    public override long MultiplyAdds => (long)Weight.Length * OutputShape[1] * OutputShape[2];

    /// <inheritdoc/>
    public override Tensor? PenaltyTerm() => weightPenalty?.Of(Weight);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, Pass pass)
    {
        // (N, C, H, W) ⋆ (O, C, kh, kw) + (O) → (N, O, H′, W′)
        var z = ConvolutionOperation.Of(x, Weight, Bias, Sizes(x.Shape[0], InputShape));
        return activation is null ? z : activation.Of(z);
    }

    /// <inheritdoc/>
    protected override int[] Build(int[] inputShape, LayerBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        ArgumentNullException.ThrowIfNull(builder);
        if (inputShape.Length != 3)
            throw Misfit("images of shape (channels, height, width)", inputShape);
        var sizes = Sizes(1, inputShape);
        if (sizes.OutHeight < 1 || sizes.OutWidth < 1)
            throw Misfit($"images no smaller than its kernel ({KernelSize}, padding {Padding})", inputShape);
        var window = KernelSize.Rows * KernelSize.Columns;
        var (fanIn, fanOut) = (inputShape[0] * window, Filters * window);
        Weight = builder.Parameter("weight", [Filters, inputShape[0], KernelSize.Rows, KernelSize.Columns], weightInitializer
            ?? new TorchUniform(), fanIn, fanOut);
        Bias = useBias ? builder.Parameter("bias", [Filters], biasInitializer ?? new TorchUniform(), fanIn, fanOut) : null;
        return [Filters, sizes.OutHeight, sizes.OutWidth];
    }

    private ConvolutionShape Sizes(int count, int[] image)
        => new(count, image[0], image[1], image[2], Filters, KernelSize.Rows, KernelSize.Columns, Stride.Rows, Stride.Columns, Padding.Rows,
            Padding.Columns);
}
