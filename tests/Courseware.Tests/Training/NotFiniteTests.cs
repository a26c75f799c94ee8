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
        Action[] calls = [() => model.Predict(s_gap), () => model.PredictClasses(s_gap), () => model.Evaluate(s_gap, new CrossEntropy())];
        foreach (var call in calls)
            Assert.Contains("Feature 1 of sample 0 of 'gap' is NaN", Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_whose_outputs_are_NaN_predicts_no_class_and_has_no_accuracy()
    {
        var model = Model();
        model[0].Parameters[0][0, 0] = float.NaN;
        Assert.Contains("output for sample 0 of 'points' is NaN", Assert.Throws<InvalidOperationException>(() => model.PredictClasses(s_rows)).Message, StringComparison.Ordinal);
        Assert.Contains("its loss on 'points' is NaN", Assert.Throws<InvalidOperationException>(() => model.Evaluate(s_rows, new CrossEntropy())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_score_that_is_NaN_is_on_neither_side_of_a_threshold() =>
        Assert.Contains("scores[1] is NaN", Assert.Throws<ArgumentException>(() => Accuracy.AtThreshold([0, 1], [0.2f, float.NaN])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 5)]
    public void Training_that_diverges_stops_and_says_so_unless_it_is_told_to_go_on(bool stop, int epochs)
    {
        var options = new FitOptions { Loss = new MeanSquaredError(), Optimizer = new Sgd(1e30), Epochs = 5, BatchSize = 1, StopWhenNotFinite = stop };
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
            Model().Fit(s_rows, new FitOptions { Loss = new CrossEntropy(), Optimizer = new Sgd(rate), Epochs = 1, BatchSize = 1 })).Message, StringComparison.Ordinal);

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
