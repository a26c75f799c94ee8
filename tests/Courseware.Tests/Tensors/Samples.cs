namespace Courseware.Tests.Tensors;

/// <summary>Reproducible numbers for tests.</summary>
internal static class Samples
{
    /// <summary>Standard-normal numbers.</summary>
    public static Tensor Normal(int[] shape, long seed, DType dtype = DType.Float64, bool requiresGrad = false)
        => Of(shape, seed, dtype, requiresGrad, r => r.NextGaussian());

    /// <summary>Numbers between <paramref name="low"/> and <paramref name="high"/>.</summary>
    public static Tensor Uniform(int[] shape, long seed, double low, double high, DType dtype = DType.Float64, bool requiresGrad = false)
        => Of(shape, seed, dtype, requiresGrad, r => low + (high - low) * r.NextDouble());

    /// <summary>Whole numbers 0 … classes − 1.</summary>
    public static Tensor Labels(int count, int classes, long seed, DType dtype = DType.Float64)
        => Of([count], seed, dtype, false, r => r.Next(classes));

    private static Tensor Of(int[] shape, long seed, DType dtype, bool requiresGrad, Func<RandomStream, double> next)
    {
        var random = new RandomStream(seed, "test");
        var tensor = Tensor.Zeros(shape, dtype, requiresGrad: requiresGrad);
        for (var i = 0; i < tensor.Length; i++)
            tensor.Set(i, next(random));
        return tensor;
    }
}
