namespace Courseware;

/// <summary>
/// How far a student's softened probabilities q are from a teacher's p, both from logits (Hinton, Vinyals &amp; Dean 2015).
/// </summary>
/// <remarks>
/// L = T²·KL(p‖q), summed over the classes, averaged over the samples, with p = softmax(v/T), q = softmax(z/T);  ∂L/∂z = T(q − p)/N.
/// The factor T² keeps the gradient's size when T changes. The target is the teacher's logits v, shape (N, classes), and gets no gradient.
/// </remarks>
/// <param name="Temperature">T: the higher, the softer the probabilities.</param>
public sealed record KullbackLeibler(double Temperature = 1) : Loss
{
    /// <summary>T, above 0.</summary>
    public double Temperature { get; init => field = Setting.Positive(value, "The temperature"); }
        = Setting.Positive(Temperature, "The temperature");

    /// <inheritdoc/>
    public override double DecisionThreshold => 0;

    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        if (prediction.Rank != 2 || !Shapes.Same(prediction.Shape, target.Shape))
            throw new ArgumentException($"KullbackLeibler compares the student's and the teacher's logits, both of shape (N, classes); got {Shapes.Text(prediction.Shape)} and {Shapes.Text(target.Shape)}.");
        return KullbackLeiblerOperation.Of(prediction, target, Temperature, Scale(prediction.Shape[0]));
    }
}
