using Xunit;

namespace Courseware.Tests.Losses;

/// <summary>Targets that a loss has no meaning for are refused, in a data set before the first step and in a call at once.</summary>
public sealed class TargetValuesTests
{
    public static TheoryData<string, Loss, float[], string> Wrong => new()
    {
        { "a class number for a probability", new BinaryCrossEntropy(), [0.5f, 5],
            "a target of 5, but BinaryCrossEntropy takes 0, 1 or a probability between them" },
        { "a class number for a logit's probability", new BinaryCrossEntropyWithLogits(), [0, 5],
            "a target of 5, but BinaryCrossEntropyWithLogits takes" },
        { "−1 for the other class", new KerasBinaryCrossEntropy(), [-1, 1], "a target of -1, but KerasBinaryCrossEntropy takes" },
        { "a negative probability", new CrossEntropy { SoftTargets = true }, [-2, 3],
            "a target of -2, but CrossEntropy takes one-hot rows or probabilities" },
        { "two classes at once", new CrossEntropy { SoftTargets = true }, [1, 1],
            "targets that sum to 2, but CrossEntropy takes one class a sample" },
        { "no class", new KerasCategoricalCrossEntropy(), [0, 0], "targets that sum to 0, but KerasCategoricalCrossEntropy takes" },
        { "what a distillation's hard loss cannot take", new DistillationLoss(0.5, 2) { Hard = new CrossEntropy { SoftTargets = true } },
            [0.5f, 0.4f], "targets that sum to 0.9" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void A_target_out_of_range_is_named_with_its_sample(string what, Loss loss, float[] targets, string message)
    {
        Assert.NotEmpty(what);
        float[] right = loss is BinaryCrossEntropy or KerasBinaryCrossEntropy or BinaryCrossEntropyWithLogits ? [0, 1] : [0.25f, 0.75f];
        var data = new Dataset("odd", [1, 2, 3, 4], [2], targets: [.. right, .. targets], targetWidth: 2);
        var error = Assert.Throws<ArgumentException>(() => Model().Evaluate(data, loss));
        Assert.Contains($"Sample 1 of 'odd' has {message}", error.Message, StringComparison.Ordinal);
        Assert.True(double.IsFinite(Model().Evaluate(data.Take(1), loss).Loss)); // the right sample alone is taken
    }

    [Fact]
    public void A_call_of_a_loss_checks_its_targets_too()
    {
        var two = Tensor.From([0.5f, 0.5f], 1, 2);
        Assert.Contains("Element 1 of the targets is 5",
            Assert.Throws<ArgumentException>(() => new BinaryCrossEntropy().Of(two, Tensor.From([1f, 5], 1, 2))).Message,
            StringComparison.Ordinal);
        Assert.Contains("Element 0 of the targets is NaN",
            Assert.Throws<ArgumentException>(() => new BinaryCrossEntropyWithLogits().Of(two, Tensor.From([float.NaN, 1], 1, 2))).Message,
            StringComparison.Ordinal);
        Assert.Contains("Row 0 of the targets has targets that sum to 0.5",
            Assert.Throws<ArgumentException>(() => new CrossEntropy().Of(two, Tensor.From([0.25f, 0.25f], 1, 2))).Message,
            StringComparison.Ordinal);
        Assert.Contains("element 1 of the predictions is -2",
            Assert.Throws<ArgumentException>(() =>
                new KerasCategoricalCrossEntropy().Of(Tensor.From([0.5f, -2], 1, 2), Tensor.From([1f, 0], 1, 2))).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void A_flag_of_visibility_is_0_or_1()
    {
        var data = new Dataset("faces", [1, 2], [2], targets: [0.5f, 0.5f, 3], targetWidth: 3);
        Assert.Contains("Sample 0 of 'faces' has a target of 3, but LandmarkLoss",
            Assert.Throws<ArgumentException>(() => Model().Evaluate(data, new LandmarkLoss(new MeanSquaredError()))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_teacher_that_diverged_is_named()
    {
        var data = new Dataset("rows", [1, 2], [2], labels: [1], classNames: ["a", "b"]);
        var options = new FitOptions
        {
            Loss = new DistillationLoss(0.5, 2),
            Optimizer = new Sgd(0.1),
            Epochs = 1,
            BatchSize = 1,
            SecondTargets = [0, float.NaN]
        };
        Assert.Contains("Second target 1 of sample 0 of 'rows' is NaN",
            Assert.Throws<ArgumentException>(() => Model().Fit(data, options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_of_classes_that_weigh_nothing_has_the_loss_0()
    {
        var data = new Dataset("rows", [1, 2, 3, 4], [2], labels: [0, 1], classNames: ["a", "b"]);
        var options =
            new FitOptions { Loss = new CrossEntropy { ClassWeights = [0, 1] }, Optimizer = new Sgd(0.1), Epochs = 3, BatchSize = 1 };
        Assert.All(Model().Fit(data, options).Epochs, epoch => Assert.True(double.IsFinite(epoch.RunningLoss)));
    }

    [Fact]
    public void A_label_that_can_be_no_class_is_refused_before_it_takes_memory()
    {
        Assert.Contains("'rows' has label 50,000,000 in row 1",
            Assert.Throws<ArgumentException>(() => new Dataset("rows", [1, 2], [1], labels: [0, 50_000_000])).Message,
            StringComparison.Ordinal);
        Assert.Contains("50,000,001 classes",
            Assert.Throws<ArgumentOutOfRangeException>(() => ConfusionMatrix.Of([0, 50_000_000], [0, 1])).Message,
            StringComparison.Ordinal);
        Assert.Contains("one is 50,000,000",
            Assert.Throws<ArgumentOutOfRangeException>(() => new KNearestNeighbours(1).Fit([1f, 2], 1, [0, 50_000_000])).Message,
            StringComparison.Ordinal);
    }

    private static Sequential Model() => new(inputs: [2], seed: 1) { new Dense(2, new Sigmoid()) };
}
