namespace Courseware;

/// <summary>
/// The activations as functions of a tensor: <c>x.MatMul(w).Relu()</c>. The formulas are in the classes of the same names.
/// </summary>
public static class ActivationFunctions
{
    /// <summary>max(0, x).</summary>
    public static Tensor Relu(this Tensor x) => new Relu().Of(x);

    /// <summary>x where positive, else negativeSlope·x.</summary>
    public static Tensor LeakyRelu(this Tensor x, double negativeSlope = 0.01) => new LeakyRelu(negativeSlope).Of(x);

    /// <summary>x where positive, else alpha·(eˣ − 1).</summary>
    public static Tensor Elu(this Tensor x, double alpha = 1) => new Elu(alpha).Of(x);

    /// <summary>The scaled exponential linear unit.</summary>
    public static Tensor Selu(this Tensor x) => new Selu().Of(x);

    /// <summary>x·Φ(x), the Gaussian error linear unit.</summary>
    public static Tensor Gelu(this Tensor x, bool approximate = false) => new Gelu(approximate).Of(x);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static Tensor Sigmoid(this Tensor x) => new Sigmoid().Of(x);

    /// <summary>The hyperbolic tangent.</summary>
    public static Tensor Tanh(this Tensor x) => new Tanh().Of(x);

    /// <summary>ln(1 + e^βx) / β.</summary>
    public static Tensor Softplus(this Tensor x, double beta = 1, double threshold = 20) => new Softplus(beta, threshold).Of(x);

    /// <summary>e^xᵢ / Σⱼ e^xⱼ over the last axis.</summary>
    public static Tensor Softmax(this Tensor x) => new Softmax().Of(x);

    /// <summary>xᵢ − ln Σⱼ e^xⱼ over the last axis.</summary>
    public static Tensor LogSoftmax(this Tensor x) => new LogSoftmax().Of(x);
}
