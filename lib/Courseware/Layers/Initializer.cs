namespace Courseware;

/// <summary>The distribution that a layer's initial weights are drawn from.</summary>
public abstract record Initializer
{
    /// <summary>Fills the weights.</summary>
    /// <param name="weights">The numbers to fill.</param>
    /// <param name="fanIn">How many inputs one output is computed from.</param>
    /// <param name="fanOut">How many outputs one input contributes to.</param>
    /// <param name="random">The layer's own random numbers.</param>
    public abstract void Fill(Span<float> weights, int fanIn, int fanOut, RandomStream random);

    /// <summary>U(−a, a).</summary>
    private protected static void Uniform(Span<float> weights, double a, RandomStream random)
        => random.FillUniform(weights, (float)-a, (float)a);

    /// <summary>N(0, σ²).</summary>
    private protected static void Normal(Span<float> weights, double σ, RandomStream random)
        => random.FillGaussian(weights, 0, (float)σ);
}
