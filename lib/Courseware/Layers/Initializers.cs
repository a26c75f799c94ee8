namespace Courseware;

/// <summary>PyTorch's default for Dense and Conv2D, weights and biases: U(−a, a) with a = 1/√fan_in.</summary>
internal sealed record TorchUniform : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Span<float> weights, int fanIn, int fanOut, RandomStream random)
        => Uniform(weights, 1 / Math.Sqrt(fanIn), random);
}

/// <summary>U(−a, a) with a = √(6 / (fan_in + fan_out)); Keras' default (Glorot &amp; Bengio 2010).</summary>
public sealed record GlorotUniform : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Span<float> weights, int fanIn, int fanOut, RandomStream random)
        => Uniform(weights, Math.Sqrt(6.0 / (fanIn + fanOut)), random);
}

/// <summary>N(0, 2 / (fan_in + fan_out)) (Glorot &amp; Bengio 2010).</summary>
public sealed record GlorotNormal : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Span<float> weights, int fanIn, int fanOut, RandomStream random)
        => Normal(weights, Math.Sqrt(2.0 / (fanIn + fanOut)), random);
}

/// <summary>U(−a, a) with a = √(6 / fan_in), made for ReLU (He et al. 2015).</summary>
public sealed record HeUniform : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Span<float> weights, int fanIn, int fanOut, RandomStream random)
        => Uniform(weights, Math.Sqrt(6.0 / fanIn), random);
}

/// <summary>N(0, 2 / fan_in), made for ReLU (He et al. 2015).</summary>
public sealed record HeNormal : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Span<float> weights, int fanIn, int fanOut, RandomStream random)
        => Normal(weights, Math.Sqrt(2.0 / fanIn), random);
}

/// <summary>N(0, 1 / fan_in), made for SELU (LeCun et al. 1998).</summary>
public sealed record LecunNormal : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Span<float> weights, int fanIn, int fanOut, RandomStream random)
        => Normal(weights, Math.Sqrt(1.0 / fanIn), random);
}

/// <summary>U(low, high).</summary>
/// <exception cref="ArgumentOutOfRangeException">A bound is no number.</exception>
public sealed record RandomUniform(double Low = -0.05, double High = 0.05) : Initializer
{
    /// <summary>The lower bound.</summary>
    public double Low { get; init => field = Setting.Finite(value, "RandomUniform's Low"); } = Setting.Finite(Low, "RandomUniform's Low");

    /// <summary>The upper bound.</summary>
    public double High { get; init => field = Setting.Finite(value, "RandomUniform's High"); }
        = Setting.Finite(High, "RandomUniform's High");

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, int fanIn, int fanOut, RandomStream random)
        => random.FillUniform(weights, (float)Low, (float)High);
}

/// <summary>N(mean, σ²).</summary>
/// <exception cref="ArgumentOutOfRangeException">The mean is no number, or σ is negative or none.</exception>
public sealed record RandomNormal(double Mean = 0, double StandardDeviation = 0.05) : Initializer
{
    /// <summary>The mean.</summary>
    public double Mean { get; init => field = Setting.Finite(value, "RandomNormal's Mean"); } = Setting.Finite(Mean, "RandomNormal's Mean");

    /// <summary>σ, 0 or more.</summary>
    public double StandardDeviation { get; init => field = Setting.NotNegative(value, "RandomNormal's StandardDeviation"); }
        = Setting.NotNegative(StandardDeviation, "RandomNormal's StandardDeviation");

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, int fanIn, int fanOut, RandomStream random)
        => random.FillGaussian(weights, (float)Mean, (float)StandardDeviation);
}

/// <summary>The same value everywhere; 0 is the usual bias.</summary>
/// <exception cref="ArgumentOutOfRangeException">It is no number.</exception>
public sealed record Constant(double Value = 0) : Initializer
{
    /// <summary>The value.</summary>
    public double Value { get; init => field = Setting.Finite(value, "Constant's Value"); } = Setting.Finite(Value, "Constant's Value");

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, int fanIn, int fanOut, RandomStream random) => weights.Fill((float)Value);
}

/// <summary>Given numbers, row-major: for hand calculations and for networks that must start equal.</summary>
public sealed record Given(params float[] Values) : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Span<float> weights, int fanIn, int fanOut, RandomStream random)
    {
        if (Values.Length != weights.Length)
            throw new ArgumentException($"The initial weights must be {weights.Length} numbers, but {Values.Length} were given.");
        if (Array.FindIndex(Values, v => !float.IsFinite(v)) is >= 0 and var bad)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The initial weights must be numbers, but number {bad} is {Values[bad]}."));
        }

        Values.CopyTo(weights);
    }
}
