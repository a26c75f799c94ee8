using Courseware.Tests.Tensors;
using Xunit;

namespace Courseware.Tests.Losses;

/// <summary>What every loss must do, fed by one table.</summary>
public sealed class LossContractTests
{
    /// <summary>A loss with a maker of predictions and targets of N samples, by seed.</summary>
    private sealed record Case(Loss Loss, Func<int, long, Tensor> Prediction, Func<int, long, Tensor> Target);

    private static readonly Func<int, long, Tensor> s_numbers = (n, seed) => Samples.Normal([n, 4], seed);
    private static readonly Func<int, long, Tensor> s_wide = (n, seed) => Samples.Uniform([n, 4], seed, -4, 4);
    private static readonly Func<int, long, Tensor> s_shares = (n, seed) => Samples.Uniform([n, 4], seed, 0.05, 0.95);
    private static readonly Func<int, long, Tensor> s_classes = (n, seed) => Samples.Labels(n, 4, seed);
    private static readonly Func<int, long, Tensor> s_rows = (n, seed) => Samples.Normal([n, 4], seed).Softmax().Detach();

    // Two points; as many are visible in every sample, so that samples weigh the same in the batch's mean.
    private static readonly Func<int, long, Tensor> s_oneOfTwoVisible = Landmarks;

    private static readonly Dictionary<string, Case> s_cases = new()
    {
        ["MeanSquaredError"] = new(new MeanSquaredError(), s_numbers, s_numbers),
        ["HalfMeanSquaredError"] = new(new HalfMeanSquaredError(), s_numbers, s_numbers),
        ["MeanAbsoluteError"] = new(new MeanAbsoluteError(), s_numbers, s_numbers),
        ["Huber"] = new(new Huber(0.7), s_numbers, s_numbers),
        ["SmoothL1"] = new(new SmoothL1(0.7), s_numbers, s_numbers),
        ["MeanEuclidean"] = new(new MeanEuclidean(), s_numbers, s_numbers),
        ["LandmarkLoss"] = new(new LandmarkLoss(new MeanEuclidean()), s_numbers, s_oneOfTwoVisible),
        ["LandmarkLoss of squares"] = new(new LandmarkLoss(new MeanSquaredError()), s_numbers, s_oneOfTwoVisible),
        ["BinaryCrossEntropy"] = new(new BinaryCrossEntropy(), s_shares, s_shares),
        ["KerasBinaryCrossEntropy"] = new(new KerasBinaryCrossEntropy(), s_shares, s_shares),
        ["KerasBinaryCrossEntropy 2"] = new(new KerasBinaryCrossEntropy(1e-3) { Keras2 = true }, s_shares, s_shares),
        ["BinaryCrossEntropyWithLogits"] = new(new BinaryCrossEntropyWithLogits(), s_wide, s_shares),
        ["BinaryCrossEntropyWithLogits weighted"] = new(new BinaryCrossEntropyWithLogits { PositiveWeights = [3] }, s_wide, s_shares),
        ["BinaryCrossEntropyWithLogits weighted by output"] =
            new(new BinaryCrossEntropyWithLogits { PositiveWeights = [1, 2, 3, 4] }, s_wide, s_shares),
        ["CrossEntropy"] = new(new CrossEntropy(), s_wide, s_classes),
        ["CrossEntropy of probabilities"] = new(new CrossEntropy(LabelSmoothing: 0.1) { ClassWeights = [1, 2, 0.5, 1] }, s_wide, s_rows),
        ["CrossEntropy weighted and smoothed"] =
            new(new CrossEntropy(LabelSmoothing: 0.2) { ClassWeights = [1, 2, 0.5, 1], DivideByWeights = false }, s_wide, s_classes),
        ["NegativeLogLikelihood"] = new(new NegativeLogLikelihood(), s_numbers, s_classes),
        ["KerasCategoricalCrossEntropy"] = new(new KerasCategoricalCrossEntropy(), s_shares, s_rows),
        ["KerasCategoricalCrossEntropy sparse"] = new(new KerasCategoricalCrossEntropy(), s_shares, s_classes),
        ["KullbackLeibler"] = new(new KullbackLeibler(3), s_wide, s_wide),
        ["DistillationLoss"] = new(new DistillationLoss(0.3, 2), s_wide, s_classes),
        ["DistillationLoss on probabilities"] =
            new(new DistillationLoss(0.3, 2) { Hard = new MeanSquaredError(), HardOnProbabilities = true }, s_wide, s_rows),
    };

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Fact]
    public void Every_loss_of_the_library_is_in_the_table()
    {
        var tested = s_cases.Values.Select(c => c.Loss.GetType()).ToHashSet();
        Assert.Empty(typeof(Loss).Assembly.GetExportedTypes()
            .Where(t => t.IsSubclassOf(typeof(Loss)) && !t.IsAbstract && !tested.Contains(t)).Select(t => t.Name));
    }

    [Theory, MemberData(nameof(Names))]
    public void Gradients_equal_finite_differences(string name)
    {
        var p = Leaf(s_cases[name].Prediction(5, 1), DType.Float64);
        var t = s_cases[name].Target(5, 2);
        GradientCheck.Check(() => Of(name, p, t), p);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_mean_over_samples_is_the_mean_of_the_samples_losses(string name)
    {
        var (p, t) = (s_cases[name].Prediction(6, 1), s_cases[name].Target(6, 2));
        var alone = Enumerable.Range(0, 6).Average(n => Of(name, Row(p, n), Row(t, n)).Item());
        Assert.Equal(alone, Of(name, p, t).Item(), 1e-12);
        Assert.Empty(Of(name, p, t).Shape);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_sum_is_the_mean_times_the_count(string name)
    {
        var @case = s_cases[name];
        var (p, t) = (@case.Prediction(6, 1), @case.Target(6, 2));
        if (name == "DistillationLoss on probabilities")
            return; // Its hard loss counts elements, its soft one samples.
        var count = @case.Loss switch
        {
            MeanEuclidean => 12,
            LandmarkLoss { Points: MeanEuclidean } => 6, // The visible points.
            LandmarkLoss => 12,                          // Their coordinates.
            HalfMeanSquaredError or CrossEntropy or NegativeLogLikelihood or KullbackLeibler or KerasCategoricalCrossEntropy
                or DistillationLoss => 6,
            _ => 24,
        };
        Assert.Equal(count * Of(name, p, t).Item(), Of(@case.Loss with { Reduction = Reduction.Sum }, p, t).Item(), 1e-12);
    }

    [Theory, MemberData(nameof(Names))]
    public void Float32_follows_float64_and_repeats_its_bits(string name)
    {
        var (p, t) = (s_cases[name].Prediction(40, 1).To(DType.Float32), s_cases[name].Target(40, 2).To(DType.Float32));
        var (first, second) = (Leaf(p, DType.Float32), Leaf(p, DType.Float32));
        var twin = Leaf(p, DType.Float64);
        var (a, b, exact) = (Of(name, first, t), Of(name, second, t), Of(name, twin, t.To(DType.Float64)));
        foreach (var loss in new[] { a, b, exact })
            loss.Backward();
        Assert.Equal(a.Item(), b.Item());
        Assert.Equal(first.Grad!.ToDoubles(), second.Grad!.ToDoubles());
        Assert.Equal(exact.Item(), a.Item(), 1e-5);
        for (var i = 0; i < p.Length; i++)
            Assert.Equal(twin.Grad![i / 4, i % 4], first.Grad![i / 4, i % 4], 1e-5);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_replayed_tape_gives_the_bits_of_a_fresh_loss(string name)
    {
        var (p, t) = (Leaf(s_cases[name].Prediction(40, 1), DType.Float32), s_cases[name].Target(40, 2).To(DType.Float32));
        var tape = Tape.Record(() => Of(name, p, t));
        var (p2, t2) = (Leaf(s_cases[name].Prediction(40, 3), DType.Float32), s_cases[name].Target(40, 4).To(DType.Float32));
        p.CopyFrom(p2);
        if (s_cases[name].Loss is DistillationLoss)
            t2 = t; // The teacher is made of it.
        t.CopyFrom(t2);
        tape.Forward();
        tape.Backward();
        var fresh = Of(name, p2, t2);
        fresh.Backward();
        Assert.Equal(fresh.Item(), tape.Result.Item());
        Assert.Equal(p2.Grad!.ToDoubles(), p.Grad!.ToDoubles());
    }

    [Theory, MemberData(nameof(Names))]
    public void Shapes_that_do_not_fit_are_both_named(string name)
    {
        var p = s_cases[name].Prediction(5, 1);
        var error = Assert.Throws<ArgumentException>(() => s_cases[name].Loss.Of(p, s_cases[name].Target(3, 2)));
        Assert.Contains("(5, 4)", error.Message, StringComparison.Ordinal);
        Assert.Contains(Shapes.Text(s_cases[name].Target(3, 2).Shape), error.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_second_target_is_refused_by_a_loss_of_one(string name)
    {
        if (s_cases[name].Loss is DistillationLoss)
            return;
        var p = s_cases[name].Prediction(5, 1);
        var error = Assert.Throws<NotSupportedException>(() => s_cases[name].Loss.Of(p, s_cases[name].Target(5, 2), p));
        Assert.Contains($"{s_cases[name].Loss.GetType().Name} takes one target", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void A_label_that_is_no_class_is_named(double label)
    {
        var (p, t) = (Samples.Uniform([3, 4], 1, 0.1, 0.9), Tensor.Vector(0, 3, label));
        foreach (var loss in new Loss[] { new CrossEntropy(), new NegativeLogLikelihood(), new KerasCategoricalCrossEntropy() })
        {
            var error = Assert.Throws<ArgumentException>(() => loss.Of(p, t));
            Assert.Contains(
                FormattableString.Invariant($"{loss.GetType().Name}: the label of sample 2 is {label}, but with 4 outputs labels are whole numbers from 0 to 3"), error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_label_is_checked_again_when_a_tape_is_replayed()
    {
        var (p, t) = (Samples.Normal([2, 3], 1, requiresGrad: true), Tensor.Vector(0, 2));
        var tape = Tape.Record(() => new CrossEntropy().Of(p, t));
        t.Set(1, 3);
        Assert.Contains("the label of sample 1 is 3", Assert.Throws<ArgumentException>(tape.Forward).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Predictions_that_are_no_probabilities_are_named()
    {
        foreach (var loss in new Loss[] { new BinaryCrossEntropy(), new KerasBinaryCrossEntropy() })
        {
            var error = Assert.Throws<ArgumentException>(() => loss.Of(Tensor.Vector(0.5, 1.25), Tensor.Vector(0, 1)));
            Assert.Contains($"{loss.GetType().Name} takes probabilities, from 0 to 1, but element 1 of the predictions is 1.25",
                error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_single_output_is_sent_to_the_binary_loss()
        => Assert.Contains("use BinaryCrossEntropyWithLogits",
            Assert.Throws<ArgumentException>(() => new CrossEntropy().Of(Samples.Normal([3, 1], 1), Tensor.Vector(0, 1, 0))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Impossible_settings_are_named()
    {
        var (p, t) = (Samples.Normal([3, 4], 1), Samples.Normal([3, 4], 2));
        Throws("Huber's delta must be a positive number; got 0", () => new Huber(0).Of(p, t));
        Throws("SmoothL1's beta must be a positive number; got -1", () => new SmoothL1(-1).Of(p, t));
        Throws("The temperature must be a positive number; got 0", () => new KullbackLeibler(0).Of(p, t));
        Throws("alpha is the weight of the hard loss, 0 ≤ α ≤ 1; got 1.5", () =>
            new DistillationLoss(1.5, 2).Of(p, Samples.Labels(3, 4, 1), t));
        Throws("label smoothing must be in 0 ≤ s < 1; got 1", () => new CrossEntropy(1).Of(p, t));

        static void Throws(string text, Func<Tensor> loss)
            => Assert.Contains(text, Assert.Throws<ArgumentOutOfRangeException>(loss).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Class_weights_of_another_number_are_named()
        => Assert.Contains("CrossEntropy has 2 class weights, but the predictions have 4 classes",
            Assert.Throws<ArgumentException>(() =>
                new CrossEntropy { ClassWeights = [1, 2] }.Of(Samples.Normal([3, 4], 1), Samples.Labels(3, 4, 1))).Message,
                StringComparison.Ordinal);

    [Fact]
    public void Distillation_with_alpha_one_is_the_hard_loss_and_with_alpha_zero_the_soft_one()
    {
        var (labels, teacher) = (Samples.Labels(8, 4, 1, DType.Float32), Samples.Normal([8, 4], 2, DType.Float32));
        Same(new DistillationLoss(1, 3), p => new CrossEntropy().Of(p, labels));
        Same(new DistillationLoss(0, 3), p => new KullbackLeibler(3).Of(p, teacher));

        void Same(Loss loss, Func<Tensor, Tensor> other)
        {
            var (a, b) = (Samples.Normal([8, 4], 3, DType.Float32, requiresGrad: true),
                Samples.Normal([8, 4], 3, DType.Float32, requiresGrad: true));
            var (x, y) = (loss.Of(a, labels, teacher), other(b));
            x.Backward();
            y.Backward();
            Assert.Equal(y.Item(), x.Item());
            Assert.Equal(b.Grad!.ToDoubles(), a.Grad!.ToDoubles());
        }
    }

    [Fact]
    public void Confident_logits_neither_overflow_nor_lose_their_gradient()
    {
        var z = Samples.Normal([1, 3], 1, DType.Float32, requiresGrad: true);
        z.CopyFrom(Tensor.From([1000.0, -1000, 0], 1, 3));
        var loss = new CrossEntropy().Of(z, Tensor.From([1f], 1));
        loss.Backward();
        Assert.Equal(2000, loss.Item());
        Assert.Equal([1, -1, 0], z.Grad!.ToDoubles());
    }

    [Fact]
    public void The_loss_knows_its_targets_and_its_threshold()
    {
        Assert.Equal((TargetForm.ClassIndices, 0.0), (new CrossEntropy().TargetForm, new CrossEntropy().DecisionThreshold));
        Assert.Equal(TargetForm.Values, new CrossEntropy { SoftTargets = true }.TargetForm);
        Assert.Equal((TargetForm.Values, 0.0),
            (new BinaryCrossEntropyWithLogits().TargetForm, new BinaryCrossEntropyWithLogits().DecisionThreshold));
        Assert.Equal((TargetForm.Values, 0.5), (new BinaryCrossEntropy().TargetForm, new BinaryCrossEntropy().DecisionThreshold));
        Assert.Equal(TargetForm.ClassIndices, new DistillationLoss(0.5, 2).TargetForm);
        Assert.Equal(TargetForm.Values, new DistillationLoss(0.5, 2) { Hard = new MeanSquaredError() }.TargetForm);
    }

    private static Tensor Landmarks(int n, long seed)
    {
        var rows = Samples.Normal([n, 6], seed);
        for (var i = 0; i < n; i++)
            (rows[i, 4], rows[i, 5]) = i % 2 == 0 ? (1, 0) : (0, 1);
        return rows;
    }

    private static Tensor Of(string name, Tensor p, Tensor t) => Of(s_cases[name].Loss, p, t);

    // The teacher's logits are made of each sample's target, so that single samples and whole batches agree.
    private static Tensor Of(Loss loss, Tensor p, Tensor t)
        => loss is DistillationLoss ? loss.Of(p, t, Teacher(p, t)) : loss.Of(p, t);

    private static Tensor Teacher(Tensor p, Tensor t)
    {
        var teacher = Tensor.Zeros(p.Shape, p.DType);
        for (var i = 0; i < p.Length; i++)
            teacher.Set(i, t.Rank == 1 ? 0.5 * t.At(i / p.Shape[1]) * (i % p.Shape[1]) : 3 * t.At(i));
        return teacher;
    }

    private static Tensor Leaf(Tensor p, DType dtype)
    {
        var leaf = Tensor.Zeros(p.Shape, dtype, requiresGrad: true);
        leaf.CopyFrom(p);
        return leaf;
    }

    private static Tensor Row(Tensor x, int n)
    {
        var width = x.Length / x.Shape[0];
        return Tensor.From(x.ToDoubles()[(n * width)..((n + 1) * width)], [1, .. x.Shape[1..]]);
    }
}
