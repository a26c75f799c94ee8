using Courseware.Tests.Tensors;
using Xunit;

namespace Courseware.Tests.Training;

public sealed class DistillationTests
{
    private static readonly Dataset s_train = Blobs(120, 1);
    private static readonly Dataset s_validation = Blobs(60, 2);

    [Fact]
    public void With_alpha_one_distilling_is_training_alone_bit_for_bit()
    {
        var (alone, distilled) = (Student(), Student());
        var history = alone.Fit(s_train, Options(new CrossEntropy()));
        var same = distilled.Distill(Teacher(), s_train, Options(new DistillationLoss(Alpha: 1, Temperature: 4)));
        Assert.Equal(alone.Fingerprint, distilled.Fingerprint);
        Assert.Equal(history.Fingerprint, same.Fingerprint);
        Assert.NotEqual(alone.Fingerprint, Distilled(0.5).Fingerprint);
    }

    [Fact]
    public void The_validation_loss_is_the_hard_one()
    {
        var student = Student();
        var history = student.Distill(Teacher(), s_train, Options(new DistillationLoss(Alpha: 0.2, Temperature: 4)));
        Assert.Equal(student.Evaluate(s_validation, new CrossEntropy()).Loss, history.Last.ValLoss);
    }

    [Fact]
    public void A_validation_set_as_large_as_the_training_set_has_its_own_loss()
    {
        var (student, validation) = (Student(), Blobs(s_train.Count, 2));
        var history =
            student.Distill(Teacher(), s_train, Options(new DistillationLoss(Alpha: 0.2, Temperature: 4)) with { Validation = validation });
        Assert.Equal(student.Evaluate(validation, new CrossEntropy()).Loss, history.Last.ValLoss);
    }

    [Fact]
    public void The_teacher_does_not_move()
    {
        var teacher = Teacher();
        var before = teacher.Fingerprint;
        Student().Distill(teacher, s_train, Options(new DistillationLoss(Alpha: 0.2, Temperature: 4)));
        Assert.Equal(before, teacher.Fingerprint);
    }

    [Fact]
    public void A_teacher_is_asked_once_for_all_its_students_and_again_when_it_or_the_samples_have_changed()
    {
        var (teacher, logits) = (Teacher(), new TeacherLogits());
        Dataset Pictures(byte first) => new("pictures", new ByteStore([first, 51, 102, 255, 7, 9, 200, 0], 2, ByteStore.Pixels), [2], 4,
            [0, 1, 2, 0]);
        var (data, others) = (Pictures(0), Pictures(1));
        void Asked(int times, Dataset of)
        {
            Assert.Equal(teacher.Predict(of), logits.Of(teacher, of));
            Assert.Equal(times, logits.Computed);
        }
        Asked(1, data);
        Asked(1, data);
        Asked(2, others);
        Asked(3, data);
        teacher.Parameters[0].Set(0, 0.5);
        Asked(4, data);
        teacher.Add(new Tanh());
        Asked(5, data);
        Asked(5, data);
    }

    [Fact]
    public void Numbers_that_somebody_else_can_change_are_taught_as_they_are_now()
    {
        var numbers = new float[240];
        new RandomStream(1, "numbers").FillGaussian(numbers);
        var data = new Dataset("numbers", numbers, [2], [.. Enumerable.Range(0, 120).Select(i => i % 3)]);
        var (teacher, options) = (Teacher(), Options(new DistillationLoss(Alpha: 0.2, Temperature: 4)) with { Validation = null });
        Student().Distill(teacher, data, options);
        Array.Reverse(numbers);
        var (again, whole) = (Student(), Student());
        again.Distill(teacher, data, options);
        whole.Fit(data, options with { SecondTargets = teacher.Predict(data) });
        Assert.Equal(whole.Fingerprint, again.Fingerprint);
    }

    [Fact]
    public void Mean_squared_error_can_be_the_hard_loss()
    {
        var loss = new DistillationLoss(Alpha: 0.5, Temperature: 2) { Hard = new MeanSquaredError(), HardOnProbabilities = true };
        var history = Student().Distill(Teacher(), s_train, Options(loss));
        Assert.True(history.Last.ValAccuracy > 0.8, $"accuracy {history.Last.ValAccuracy}");
    }

    [Fact]
    public void Another_loss_is_refused()
        => Assert.Contains("CrossEntropy takes one target, but second targets (a teacher's logits) were given. Use DistillationLoss",
            Assert.Throws<NotSupportedException>(() => Student().Distill(Teacher(), s_train, Options(new CrossEntropy()))).Message,
            StringComparison.Ordinal);

    private static Sequential Distilled(double alpha)
    {
        var student = Student();
        student.Distill(Teacher(), s_train, Options(new DistillationLoss(alpha, Temperature: 4)));
        return student;
    }

    private static FitOptions Options(Loss loss)
        => new() { Loss = loss, Optimizer = new Adam(0.02), Epochs = 12, BatchSize = 16, Seed = 7, Validation = s_validation };

    private static Sequential Student() => new([2], seed: 1) { new Dense(8, new Relu()), new Dropout(0.1), new Dense(3) };

    private static Sequential Teacher() => new([2], seed: 2) { new Dense(16, new Tanh()), new Dense(3) };

    /// <summary>Three clouds of points, one a class.</summary>
    private static Dataset Blobs(int count, long seed)
    {
        var noise = Samples.Normal([count, 2], seed).ToSingles();
        var labels = Enumerable.Range(0, count).Select(i => i % 3).ToArray();
        for (var i = 0; i < count; i++)
            (noise[2 * i], noise[2 * i + 1]) = (noise[2 * i] + 3 * (labels[i] - 1), noise[2 * i + 1] + (labels[i] == 1 ? 4 : 0));
        return new Dataset("blobs", noise, [2], labels);
    }
}
