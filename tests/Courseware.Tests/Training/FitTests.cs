using Xunit;

namespace Courseware.Tests.Training;

/// <summary>What Fit measures, and what it says to what it cannot train on.</summary>
public sealed class FitTests
{
    private static readonly Dataset s_train = Clouds.Of(60, [4], 3, 1);
    private static readonly Dataset s_validation = Clouds.Of(24, [4], 3, 2);

    [Fact]
    public void Training_lowers_the_loss_and_tells_it_epoch_by_epoch()
    {
        var model = Model();
        var before = model.Evaluate(s_train, new CrossEntropy());
        var history = model.Fit(s_train, Options() with { Epochs = 8, Validation = s_validation });
        Assert.Equal(Enumerable.Range(1, 8), history.Epochs.Select(e => e.Epoch));
        Assert.True(history.Last.TrainLoss < 0.5 * before.Loss, $"{before.Loss} → {history.Last.TrainLoss}");
        Assert.Equal(model.Evaluate(s_train, new CrossEntropy()), new Evaluation(history.Last.TrainLoss, history.Last.TrainAccuracy));
        Assert.Equal(model.Evaluate(s_validation, new CrossEntropy()), new Evaluation(history.Last.ValLoss, history.Last.ValAccuracy));
        Assert.Equal(history.Last.ValLoss - history.Last.TrainLoss, history.Last.Gap);
        Assert.Null(history.StoppedBecause);
        Assert.Equal("model", history.Name);
    }

    [Fact]
    public void The_running_loss_is_the_mean_over_samples_not_over_batches()
    {
        // 60 samples in batches of 50 and 10, at a rate that changes nothing: the running loss must be the loss of the set.
        var model = Model();
        var history = model.Fit(s_train, Options() with { Optimizer = new Sgd(1e-30), BatchSize = 50, Epochs = 1 });
        Assert.Equal(history.Last.TrainLoss, history.Last.RunningLoss, 1e-6);
        Assert.Equal(history.Last.TrainAccuracy, history.Last.RunningAccuracy, 1e-12);
    }

    [Fact]
    public void The_penalty_is_told_apart_from_the_loss()
    {
        var model = new Sequential([4], seed: 1) { new Dense(3, weightPenalty: new L2(0.5)) };
        var expected = 0.5 * ((Dense)model[0]).Weight.ToDoubles().Sum(w => w * w);
        var history = model.Fit(s_train, Options() with { Optimizer = new Sgd(1e-30), Epochs = 1 });
        Assert.Equal(expected, history.Last.Penalty, 1e-5);
        Assert.Equal(history.Last.TrainLoss, history.Last.RunningLoss, 1e-6);
    }

    [Theory]
    [InlineData(0, new int[0])]
    [InlineData(1, new[] { 1, 2, 3, 4, 5 })]
    [InlineData(2, new[] { 2, 4, 5 })]
    public void The_training_set_is_measured_every_so_many_epochs_and_after_the_last(int every, int[] measured)
    {
        var history = Model().Fit(s_train, Options() with { EvaluateTrainingEvery = every });
        Assert.Equal(measured, history.Epochs.Where(e => !double.IsNaN(e.TrainLoss)).Select(e => e.Epoch));
        Assert.All(history.Epochs, e => Assert.False(double.IsNaN(e.RunningLoss)));
    }

    [Fact]
    public void Without_shuffling_the_order_is_that_of_the_data()
    {
        var (shuffled, plain, again) = (Model(), Model(), Model());
        shuffled.Fit(s_train, Options());
        plain.Fit(s_train, Options() with { Shuffle = false, Seed = 1 });
        again.Fit(s_train, Options() with { Shuffle = false, Seed = 2 });
        Assert.Equal(plain.Fingerprint, again.Fingerprint);
        Assert.NotEqual(plain.Fingerprint, shuffled.Fingerprint);
    }

    [Fact]
    public void A_schedule_replaces_the_optimizers_rate_step_by_step()
    {
        var schedule = new InverseTimeDecay(0.05, DecaySteps: 4);
        var history = Model().Fit(s_train, Options() with { Optimizer = new Sgd(123), Schedule = schedule, BatchSize = 20, Epochs = 3 });
        Assert.Equal([schedule.At(2), schedule.At(5), schedule.At(8)], history.Values(e => e.LearningRate));

        // A schedule that never changes is the plain rate, bit for bit.
        var (plain, constant) = (Model(), Model());
        plain.Fit(s_train, Options() with { Optimizer = new Sgd(0.05) });
        constant.Fit(s_train, Options() with { Optimizer = new Sgd(0.7), Schedule = new ExponentialDecay(0.05, 1, 1) });
        Assert.Equal(plain.Fingerprint, constant.Fingerprint);
    }

    [Fact]
    public void Regression_has_no_accuracy()
    {
        var data = new Dataset("line", [1, 2, 3, 4], [1], targets: [2, 4, 6, 8], targetWidth: 1);
        var history =
            new Sequential([1], seed: 1) { new Dense(1) }.Fit(data, Options() with { Loss = new MeanSquaredError(), BatchSize = 4 });
        Assert.True(double.IsNaN(history.Last.TrainAccuracy) && double.IsNaN(history.Last.RunningAccuracy));
        Assert.False(double.IsNaN(history.Last.TrainLoss));
    }

    [Fact]
    public void Samples_of_another_shape_are_refused_with_the_mend()
    {
        var wide = new Sequential([5], seed: 1) { new Dense(3) };
        Error(() => wide.Fit(s_train, Options()),
            "Model 'model' takes samples of shape (5), but 'clouds' has samples of shape (4). Make the model with inputs: [4].");
        Error(() => wide.Evaluate(s_train, new CrossEntropy()), "takes samples of shape (5), but 'clouds' has samples of shape (4)");
        Error(() => wide.Predict(s_train), "takes samples of shape (5), but 'clouds' has samples of shape (4)");
        Error(() => wide.Activations(s_train), "takes samples of shape (5), but 'clouds' has samples of shape (4)");

        var image = new Sequential([1, 2, 2], seed: 1) { new Flatten(), new Dense(3) };
        Error(() => image.Fit(s_train, Options()), "The sizes agree: call data.Reshape(1, 2, 2), or make the model with inputs: [4].");
        image.Fit(s_train.Reshape(1, 2, 2), Options());
        Error(() => Model()
            .Fit(s_train, Options() with { Validation = Clouds.Of(9, [7], 3, 1).Named("held out") }),
            "'held out' has samples of shape (7)");
    }

    [Fact]
    public void A_feature_that_is_no_number_is_named()
    {
        var features = s_train.Features.ToArray();
        features[4 * 7 + 2] = float.NaN;
        Error(() => Model()
            .Fit(s_train.WithFeatures(features), Options()), "Feature 2 of sample 7 of 'clouds' is NaN.",
            "remove the sample, or fill the gap");
        features[4 * 7 + 2] = float.PositiveInfinity;
        Error(() => Model()
            .Fit(s_train, Options() with { Validation = s_train.WithFeatures(features).Named("held out") }),
            "Feature 2 of sample 7 of 'held out' is Infinity.");
    }

    [Fact]
    public void A_target_that_is_no_number_is_named()
    {
        var data = new Dataset("prices", [1, 2, 3], [1], targets: [2, float.NaN, 6], targetWidth: 1);
        var model = new Sequential([1], seed: 1) { new Dense(1) };
        Error(() => model.Fit(data, Options() with { Loss = new MeanSquaredError(), BatchSize = 3 }),
            "Target value 0 of sample 1 of 'prices' is NaN.", "remove or fix the sample");
    }

    [Fact]
    public void A_label_without_an_output_is_refused_with_the_mend()
    {
        var two = new Sequential([4], seed: 1) { new Dense(2) };
        Error(() => two.Fit(s_train, Options()),
            "'clouds' has labels from 0 to 2, but model 'model' has 2 outputs: labels must be in 0 … 1. Give the last layer 3 units, or filter the classes.");
        var one = new Sequential([4], seed: 1) { new Dense(1) };
        Error(() => one.Fit(s_train, Options() with { Loss = new BinaryCrossEntropyWithLogits() }),
            "has 1 output, which separates class 0 from class 1");
    }

    [Fact]
    public void An_empty_set_is_refused()
    {
        Error(() => Model().Fit(s_train.Take(0), Options()), "'clouds' is empty", "Check the filter or split that made it.");
        Error(() => Model().Fit(s_train, Options() with { Validation = s_train.Take(0).Named("held out") }), "'held out' is empty");
    }

    [Fact]
    public void A_batch_larger_than_the_set_is_refused()
    {
        Error(() => Model()
            .Fit(s_train, Options() with { BatchSize = 61 }),
            "FitOptions.BatchSize is 61, but 'clouds' has only 60 samples. Use BatchSize = 60 for full-batch training.");
        Assert.Single(Model().Fit(s_train, Options() with { BatchSize = 60, Epochs = 1 }).Epochs);
    }

    [Fact]
    public void Epochs_batches_and_rates_are_positive()
    {
        Error(() => Model()
            .Fit(s_train, Options() with { Epochs = 0 }), "FitOptions.Epochs is how many times to go through the data, 1 or more; got 0.");
        Error(() => Model()
            .Fit(s_train, Options() with { BatchSize = 0 }), "FitOptions.BatchSize is how many samples make one step, 1 or more; got 0.");
        Error(() => Model()
            .Fit(s_train, Options() with { Optimizer = new Sgd(-0.5) }), "The learning rate must be a positive number; got -0.5.");
        Error(() => Model().Fit(s_train, Options() with { Optimizer = new Sgd(double.NaN) }), "got NaN");
    }

    [Fact]
    public void Second_targets_of_another_size_are_refused()
        => Error(() => Model().Fit(s_train, Options() with { Loss = new DistillationLoss(0.5, 2), SecondTargets = new float[60] }),
            "Second targets (a teacher's outputs) need one row of 3 numbers for each of the 60 samples, 180 in all; got 60.");

    [Fact]
    public void A_loss_that_takes_one_target_refuses_a_second()
    {
        var error = Assert.Throws<NotSupportedException>(() => Model().Fit(s_train, Options() with { SecondTargets = new float[180] }));
        Assert.Contains("CrossEntropy takes one target", error.Message, StringComparison.Ordinal);
        Assert.Contains("leave FitOptions.SecondTargets out", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_without_what_the_loss_needs_are_refused()
    {
        var bare = new Dataset("bare", [1, 2, 3, 4], [4]);
        Error(() => Model().Fit(bare, Options() with { BatchSize = 1 }), "CrossEntropy needs class labels, but 'bare' has none.");
        var wide = new Dataset("wide", [1, 2, 3, 4], [4], targets: [1, 2], targetWidth: 2);
        Error(() => Model()
            .Fit(wide, Options() with { Loss = new MeanSquaredError(), BatchSize = 1 }),
            "Model 'model' has 3 outputs (its last layer is 'dense2'), but 'wide' has 2 target values a sample.");
    }

    [Fact]
    public void A_model_without_layers_is_refused()
        => Error(() =>
            new Sequential([4], seed: 1).Fit(s_train, Options()), "has no layers yet. Add some: new Sequential(inputs: [4], seed: 1)");

    [Fact]
    public void A_refused_call_leaves_the_model_as_it_was()
    {
        var model = Model();
        var before = model.Fingerprint;
        Assert.ThrowsAny<ArgumentException>(() => model.Fit(s_train, Options() with { Validation = s_train.Take(0) }));
        Assert.Equal(before, model.Fingerprint);
    }

    private static void Error(Action call, params ReadOnlySpan<string> parts)
    {
        var message = Assert.ThrowsAny<ArgumentException>(call).Message;
        foreach (var part in parts)
            Assert.Contains(part, message, StringComparison.Ordinal);
    }

    private static FitOptions Options()
        => new() { Loss = new CrossEntropy(), Optimizer = new Adam(0.02), Epochs = 5, BatchSize = 16, Seed = 1 };

    private static Sequential Model() => new([4], seed: 1) { new Dense(8, new Relu()), new Dense(3) };
}
