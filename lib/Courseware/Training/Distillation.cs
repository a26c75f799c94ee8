using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>
/// Knowledge distillation (Hinton, Vinyals &amp; Dean 2015): a small student learns from a trained teacher's soft targets.
/// </summary>
public static class Distillation
{
    private static readonly ConditionalWeakTable<Sequential, TeacherLogits> s_known = [];

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
        return student.Fit(train, options with { SecondTargets = Logits(teacher, train) });
    }

    // Several students learn from the same teacher on the same samples, and a large teacher's pass over all of them costs as much as a small
    // student's whole training: what it said last is kept.
    private static float[] Logits(Sequential teacher, IRowSource train)
        => train is Dataset { IsSurelyConstant: true } data ? s_known.GetOrCreateValue(teacher).Of(teacher, data) : teacher.Predict(train);

}
