namespace Courseware.Tests.Golden;

/// <summary>
/// Golden inputs as tensors of either precision, and comparison of tensors with golden outputs by the rule of their precision.
/// </summary>
internal static class GoldenTensors
{
    public static Tensor Tensor(this GoldenCase c, string path, DType dtype, bool requiresGrad = false)
        => c.Input(path).ToTensor(dtype, requiresGrad);

    public static Tensor ToTensor(this GoldenTensor golden, DType dtype, bool requiresGrad = false)
    {
        var tensor = Courseware.Tensor.Zeros(golden.Shape, dtype, requiresGrad: requiresGrad);
        tensor.CopyFrom(Courseware.Tensor.From(golden.Data, golden.Shape));
        return tensor;
    }

    /// <summary>
    /// The tensor's numbers within the tolerance of its precision; its shape too, unless the golden value is a plain number.
    /// </summary>
    public static void Check(this GoldenCase c, string path, Tensor actual, double relative = 1e-10)
    {
        if (actual.DType == DType.Float32)
            c.AssertFloat(path, actual.ToSingles(), actual.Shape);
        else
            c.AssertDouble(path, actual.ToDoubles(), relative, actual.Shape);
    }

    public static void Check(this GoldenCase c, string path, double actual, DType dtype, double relative = 1e-10)
    {
        if (dtype == DType.Float32)
            c.AssertFloat(path, (float)actual);
        else
            c.AssertDouble(path, actual, relative);
    }

    /// <summary>Propagates a given gradient of the output: the gradient of Σ output·upstream.</summary>
    public static void BackwardFrom(this Tensor output, Tensor upstream) => (output * upstream).Sum().Backward();
}
