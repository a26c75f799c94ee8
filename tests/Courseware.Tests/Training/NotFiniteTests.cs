using Xunit;

namespace Courseware.Tests.Training;

/// <summary>What is not a number never passes for a result.</summary>
public sealed class NotFiniteTests
{
    private static readonly Dataset s_rows = new("points", [0f, 1, 2, 3], [2], labels: [0, 1], classNames: ["a", "b"]);
    private static readonly Dataset s_gap = new("gap", [0f, float.NaN, 2, 3], [2], labels: [0, 1], classNames: ["a", "b"]);

    [Fact]
    public void A_feature_that_is_NaN_is_named_wherever_a_model_reads_it()
    {
        var model = Model();
        Action[] calls = [() => model.Predict(s_gap), () => model.Activations(s_gap), () => model.PredictClasses(s_gap), () =>
            model.Evaluate(s_gap, new CrossEntropy())];
        foreach (var call in calls)
        {
            Assert.Contains("Feature 1 of sample 0 of 'gap' is NaN", Assert.Throws<ArgumentException>(call).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Rows_that_are_streamed_are_checked_as_they_are_read()
    {
        var folder = Directory.CreateTempSubdirectory("courseware-nan-");
        try
        {
            using var rows = RowFile.Create(Path.Combine(folder.FullName, "gap.rows"), s_gap);
            Action[] calls =
                [() => Model().Predict(rows), () => Model().PredictClasses(rows), () => Model().Evaluate(rows, new CrossEntropy())];
            foreach (var call in calls)
            {
                Assert.Contains("Feature 1 of sample 0 of 'gap' is NaN", Assert.Throws<ArgumentException>(call).Message,
                    StringComparison.Ordinal);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Early_stopping_says_that_the_validation_loss_is_NaN()
    {
        // A model that has diverged before it trains: not one of its losses is a number.
        var model = Model();
        model[0].Parameters[0][0, 0] = float.NaN;
        var rows = s_rows.WithTargets([1, 2, 3, 4], 2);
        var options = new FitOptions
        {
            Loss = new MeanSquaredError(),
            Optimizer = new Sgd(0.1),
            Epochs = 9,
            BatchSize = 2,
            Validation = rows,
            StopWhenNotFinite = false,
            Callbacks = [new EarlyStopping(patience: 2)],
        };
        var history = model.Fit(rows, options);
        Assert.Equal(2, history.Epochs.Count);
        Assert.Equal("validation loss has not improved for 2 epochs, and is NaN in epoch 2", history.StoppedBecause);
    }

    [Fact]
    public void A_last_step_that_diverges_is_told_by_what_is_measured_after_it()
    {
        // One step of one epoch: the step's own loss is still a number, and what follows is not.
        var rows = s_rows.WithTargets([1, 2, 3, 4], 2);
        var history = Model()
            .Fit(rows, new FitOptions { Loss = new MeanSquaredError(), Optimizer = new Sgd(1e38), Epochs = 1, BatchSize = 2 });
        Assert.Equal("the training loss, measured after it, is Infinity in epoch 1", history.StoppedBecause);
    }

    [Fact]
    public void A_model_whose_outputs_are_NaN_predicts_no_class_and_has_no_accuracy()
    {
        var model = Model();
        model[0].Parameters[0][0, 0] = float.NaN;
        Assert.Contains("output for sample 0 of 'points' is NaN",
            Assert.Throws<InvalidOperationException>(() => model.PredictClasses(s_rows)).Message, StringComparison.Ordinal);
        Assert.Contains("its loss on 'points' is NaN",
            Assert.Throws<InvalidOperationException>(() => model.Evaluate(s_rows, new CrossEntropy())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_score_that_is_NaN_is_not_the_largest_and_a_threshold_that_is_NaN_is_none()
    {
        Assert.Contains("scores[3] is NaN", Assert.Throws<ArgumentException>(() => Accuracy.Argmax([1, 2, 3, float.NaN], 2)).Message,
            StringComparison.Ordinal);
        Assert.Contains("threshold[0] is NaN",
            Assert.Throws<ArgumentException>(() => Accuracy.AtThreshold([0, 1], [0.2f, 0.6f], float.NaN)).Message,
            StringComparison.Ordinal);
        Assert.Contains("The threshold is NaN",
            Assert.Throws<ArgumentOutOfRangeException>(() => Model().PredictClasses(s_rows, double.NaN)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_score_that_is_NaN_is_on_neither_side_of_a_threshold() =>
        Assert.Contains("scores[1] is NaN", Assert.Throws<ArgumentException>(() => Accuracy.AtThreshold([0, 1], [0.2f, float.NaN])).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 5)]
    public void Training_that_diverges_stops_and_says_so_unless_it_is_told_to_go_on(bool stop, int epochs)
    {
        var options = new FitOptions
        {
            Loss = new MeanSquaredError(),
            Optimizer = new Sgd(1e30),
            Epochs = 5,
            BatchSize = 1,
            StopWhenNotFinite = stop
        };
        var rows = s_rows.WithTargets([1, 2, 3, 4], 2);

        var history = Model().Fit(rows, options);

        Assert.Equal(epochs, history.Epochs.Count);
        Assert.Equal(stop, history.StoppedBecause?.StartsWith("the loss is", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Settings_out_of_their_range_are_refused_where_they_are_set()
    {
        (Action Set, string Message)[] cases =
        [
            (() => _ = new Adam(Beta2: 2), "Adam's Beta2 is what a running mean keeps, a number from 0 to below 1; got 2."),
            (() => _ = new Adam() with { Beta1 = -0.1 }, "Adam's Beta1"),
            (() => _ = new Adam(Epsilon: double.NaN), "Adam's Epsilon is 0 or a positive number; got NaN."),
            (() => _ = new AdamW(Decay: -1), "AdamW's Decay"),
            (() => _ = new Nadam(Beta1: 1), "Nadam's Beta1"),
            (() => _ = new RmsProp(Decay: 1.5), "RmsProp's Decay"),
            (() => _ = new Adadelta(Epsilon: double.PositiveInfinity), "Adadelta's Epsilon"),
            (() => _ = new Adagrad(Epsilon: -1), "Adagrad's Epsilon"),
            (() => _ = new Momentum(Coefficient: 1.1), "Momentum's Coefficient"),
            (() => _ = new Nesterov(Coefficient: -1), "Nesterov's Coefficient"),
            (() => _ = new Sgd { WeightDecay = -1 }, "WeightDecay"),
            (() => _ = new Adam(LearningRate: double.PositiveInfinity), "The learning rate must be a positive number; got Infinity."),
            (() => _ = new Sgd(0.1) with { LearningRate = 0 }, "The learning rate"),
            (() => _ = new CrossEntropy { ClassWeights = [1, double.NaN] },
                "CrossEntropy's ClassWeights are 0 or positive numbers; number 1 is NaN."),
            (() => _ = new CrossEntropy { ClassWeights = [0, 0] },
                "CrossEntropy's ClassWeights must have one that is not 0, or nothing is learned; got zeros alone."),
            (() => _ = new NegativeLogLikelihood { ClassWeights = [-1, 2] }, "number 0 is -1"),
            (() => _ = new BinaryCrossEntropyWithLogits { PositiveWeights = [double.PositiveInfinity] }, "PositiveWeights"),
            (() => _ = new BinaryCrossEntropyWithLogits { PositiveWeights = [] }, "got none at all"),
            (() => _ = new KerasBinaryCrossEntropy(Epsilon: 0.6), "Epsilon keeps probabilities away"),
            (() => _ = new KerasCategoricalCrossEntropy(Epsilon: double.NaN), "Epsilon keeps probabilities away"),
            (() => _ = new Huber(Delta: double.PositiveInfinity), "Huber's delta"),
            (() => _ = new SmoothL1() with { Beta = 0 }, "SmoothL1's beta"),
            (() => _ = new KullbackLeibler(Temperature: -1), "The temperature"),
            (() => _ = new DistillationLoss(0.5, Temperature: double.NaN), "The temperature"),
            (() => _ = new L1(double.NaN), "L1's Lambda"),
            (() => _ = new L2(-0.1), "L2's Lambda"),
            (() => _ = new L1L2(0.1, double.PositiveInfinity), "L1L2's Lambda2"),
            (() => _ = new LeakyRelu(double.NaN), "LeakyRelu's slope"),
            (() => _ = new Elu(double.PositiveInfinity), "Elu's alpha"),
            (() => _ = new Softplus(beta: 0), "Softplus' beta"),
            (() => _ = new RandomNormal(StandardDeviation: -1), "RandomNormal's StandardDeviation"),
            (() => _ = new RandomUniform(High: double.NaN), "RandomUniform's High"),
            (() => _ = new Constant(double.NaN), "Constant's Value"),
            (() => _ = new ExponentialDecay(double.NaN, 10, 0.5), "A schedule's InitialRate"),
            (() => _ = new StepDecay(0.1, 10, Gamma: -1), "A schedule's Gamma"),
            (() => _ = new CosineDecay(0.1, 10, MinimumRate: double.PositiveInfinity), "A schedule's MinimumRate"),
            (() => _ = new InverseTimeDecay(0.1, 10, DecayRate: -2), "A schedule's DecayRate"),
            (() => _ = new EarlyStopping(1, minimumImprovement: double.NaN), "EarlyStopping's minimumImprovement"),
        ];
        foreach (var (set, message) in cases)
            Assert.Contains(message, Assert.Throws<ArgumentOutOfRangeException>(set).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    [InlineData(0)]
    public void A_learning_rate_is_a_positive_number(double rate) =>
        Assert.Contains("learning rate", Assert.Throws<ArgumentOutOfRangeException>(() =>
            Model().Fit(s_rows,
                new FitOptions { Loss = new CrossEntropy(), Optimizer = new Sgd(rate), Epochs = 1, BatchSize = 1 })).Message,
                StringComparison.Ordinal);

    [Fact]
    public void What_is_null_is_named()
    {
        var options = new FitOptions { Loss = new CrossEntropy(), Optimizer = new Sgd(0.1), Epochs = 1, BatchSize = 1 };
        Assert.Contains("FitOptions.Loss is null", Refused(options with { Loss = null! }), StringComparison.Ordinal);
        Assert.Contains("FitOptions.Optimizer is null", Refused(options with { Optimizer = null! }), StringComparison.Ordinal);
        Assert.Contains("callback that is null", Refused(options with { Callbacks = [null!] }), StringComparison.Ordinal);
    }

    private static string Refused(FitOptions options) => Assert.Throws<ArgumentException>(() => Model().Fit(s_rows, options)).Message;

    private static Sequential Model() => new([2], seed: 1) { new Dense(2) };
}
