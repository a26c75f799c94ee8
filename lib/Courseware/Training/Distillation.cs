namespace Courseware;

/// <summary>
/// Knowledge distillation (Hinton, Vinyals &amp; Dean 2015): a small student learns from a trained teacher's soft targets.
/// </summary>
public static class Distillation
{
    /// <summary>
    /// Trains the student on the labels and on the teacher's logits, which are computed once, in evaluation mode: the teacher is frozen.
    /// </summary>
    /// <param name="student">The model to train; its outputs are logits.</param>
    /// <param name="teacher">The trained model; its outputs are logits of the same classes.</param>
    /// <param name="train">The training samples.</param>
    /// <param name="options">How to train; the loss takes two targets, as DistillationLoss does.</param>
    public static History Distill(this Sequential student, Sequential teacher, IRowSource train, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(student);
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentNullException.ThrowIfNull(options);
        return student.Fit(train, options with { SecondTargets = teacher.Predict(train) });
    }
}
