using Courseware.Tests.Data;
using Xunit;

namespace Courseware.Tests.Training;

/// <summary>What watches a training run: early stopping, checkpoints, the progress line, the live chart.</summary>
public sealed class CallbackTests
{
    // Few and noisy samples with a wide network: the validation loss turns round within a few epochs.
    private static readonly Dataset s_train = Clouds.Of(24, [4], 3, 1, spread: 3);
    private static readonly Dataset s_validation = Clouds.Of(60, [4], 3, 2, spread: 3);

    [Fact]
    public void Early_stopping_bears_as_many_epochs_as_its_patience()
    {
        var stopping = new EarlyStopping(patience: 3);
        var history = Model().Fit(s_train, Options(stopping));
        Assert.Equal("validation loss has not improved for 3 epochs", history.StoppedBecause);
        Assert.InRange(history.Epochs.Count, 4, 99);
        Assert.Equal(history.Best.Epoch, stopping.BestEpoch);
        Assert.Equal(stopping.BestEpoch + 3, history.Last.Epoch);
    }

    [Fact]
    public void Early_stopping_leaves_the_last_weights_or_puts_back_the_best()
    {
        var (last, best) = (Model(), Model());
        var history = last.Fit(s_train, Options(new EarlyStopping(3)));
        Assert.Equal(history.Last.ValLoss, last.Evaluate(s_validation, new CrossEntropy()).Loss);
        best.Fit(s_train, Options(new EarlyStopping(3, restoreBestWeights: true)));
        Assert.Equal(history.Best.ValLoss, best.Evaluate(s_validation, new CrossEntropy()).Loss);
        Assert.NotEqual(last.Fingerprint, best.Fingerprint);
    }

    [Fact]
    public void Early_stopping_counts_only_improvements_that_are_large_enough()
    {
        var strict = new EarlyStopping(2, minimumImprovement: 1e6);
        Assert.Equal(3, Model().Fit(s_train, Options(strict)).Epochs.Count);
        Assert.Equal(1, strict.BestEpoch);
    }

    [Fact]
    public void Early_stopping_can_be_used_for_another_run()
    {
        var stopping = new EarlyStopping(3, restoreBestWeights: true);
        var (first, second) = (Model(), Model());
        first.Fit(s_train, Options(stopping));
        second.Fit(s_train, Options(stopping));
        Assert.Equal(first.Fingerprint, second.Fingerprint);
    }

    [Fact]
    public void A_run_that_stops_early_measures_its_last_epoch()
    {
        var history = Model().Fit(s_train, Options(new EarlyStopping(3)) with { EvaluateTrainingEvery = 1000 });
        Assert.Equal([history.Last.Epoch], history.Epochs.Where(e => !double.IsNaN(e.TrainLoss)).Select(e => e.Epoch));
    }

    [Fact]
    public void Early_stopping_needs_a_validation_set_and_a_patience()
    {
        Assert.Contains("FitOptions.Validation is not set",
            Assert.Throws<InvalidOperationException>(() => Model()
                .Fit(s_train, Options(new EarlyStopping(3)) with { Validation = null })).Message, StringComparison.Ordinal);
        Assert.Contains("0 or more; got -1",
            Assert.Throws<ArgumentOutOfRangeException>(() => Model().Fit(s_train, Options(new EarlyStopping(-1)))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_is_the_model_and_can_be_loaded()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.safetensors");
        var (model, loaded) = (Model(), Model());
        model.Fit(s_train, Options(new Checkpoint(path)) with { Epochs = 3 });
        loaded.Load(path);
        Assert.Equal(model.Fingerprint, loaded.Fingerprint);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_checkpoint_of_the_best_epoch_equals_the_weights_that_early_stopping_puts_back()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "best.safetensors");
        var (model, loaded) = (Model(), Model());
        model.Fit(s_train, Options(new Checkpoint(path, onlyBest: true), new EarlyStopping(3, restoreBestWeights: true)));
        loaded.Load(path);
        Assert.Equal(model.Fingerprint, loaded.Fingerprint);
    }

    [Fact]
    public void A_checkpoint_every_other_epoch_holds_the_last_even_one()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.safetensors");
        var (five, four, loaded) = (Model(), Model(), Model());
        five.Fit(s_train, Options(new Checkpoint(path, every: 2)) with { Epochs = 5 });
        four.Fit(s_train, Options() with { Epochs = 4 });
        loaded.Load(path);
        Assert.Equal(four.Fingerprint, loaded.Fingerprint);
        Assert.NotEqual(five.Fingerprint, loaded.Fingerprint);
        Assert.Contains("1 or more; got 0",
            Assert.Throws<ArgumentOutOfRangeException>(() => Model().Fit(s_train, Options(new Checkpoint(path, every: 0)))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_progress_line_is_one_transient_output_that_ends_at_the_last_epoch()
    {
        using var display = new RecordingDisplay();
        Model().Fit(s_train, Options(new ProgressLine()) with { Epochs = 3, Name = "tiny" });
        var line = Assert.Single(display.Outputs);
        Assert.StartsWith("tiny: epoch 3 of 3, batch loss 0.", line.Text, StringComparison.Ordinal);
        Assert.Contains("validation loss ", line.Text, StringComparison.Ordinal);
        Assert.Matches(@" samples/s, took \d+\.\d s$", line.Text);
        Assert.Contains("application/vnd.courseware.transient+json", line.Forms.Keys);
    }

    [Fact]
    public void In_a_notebook_training_of_more_than_a_second_shows_one_transient_line_unless_it_is_silenced()
    {
        using var display = new RecordingDisplay();
        var options = Options(new Slow()) with { Epochs = 3, Name = "slow" };
        var silent = Model().Fit(s_train, options with { Verbose = false });
        Assert.Empty(display.Outputs);
        var told = Model().Fit(s_train, options);
        Assert.StartsWith("slow: epoch 3 of 3, batch loss 0.", Assert.Single(display.Outputs).Text, StringComparison.Ordinal);
        Assert.Contains(MimeTypes.Transient, display.Outputs[0].Forms.Keys);
        Assert.Equal(silent.Fingerprint, told.Fingerprint);
    }

    [Fact]
    public void A_progress_line_that_was_asked_for_gets_no_second_beside_it()
    {
        using var display = new RecordingDisplay();
        Model().Fit(s_train, Options(new Slow()) with { Epochs = 1, Callbacks = [new Slow(), new ProgressLine()] });
        Assert.Single(display.Outputs);
    }

    [Fact]
    public void Outside_a_notebook_and_before_its_time_the_line_is_not_there()
    {
        Assert.Empty(FitLoop.Callbacks(Options() with { Callbacks = [] }));
        using var display = new RecordingDisplay();
        Assert.IsType<ProgressLine>(Assert.Single(FitLoop.Callbacks(Options() with { Callbacks = [] })));
        Model().Fit(s_train, Options() with { Epochs = 2, Callbacks = [new ProgressLine(after: TimeSpan.FromHours(1))] });
        Assert.Empty(display.Outputs);
    }

    [Fact]
    public void Live_curves_of_two_runs_share_one_chart()
    {
        using var display = new RecordingDisplay();
        using (var curves = new LiveCurves())
        {
            Model().Fit(s_train, Options(curves) with { Epochs = 3, Name = "first", Verbose = false });
            Model().Fit(s_train, Options(curves) with { Epochs = 3, Name = "second", Validation = null, Verbose = false });
        }
        var chart = Assert.Single(display.Outputs);
        var figure = chart.Forms["application/vnd.plotly.v1+json"];
        foreach (var name in new[] { "first, training", "first, validation", "second, training" })
            Assert.Contains($"\"{name}\"", figure, StringComparison.Ordinal);
        Assert.DoesNotContain("second, validation", figure, StringComparison.Ordinal);
        var lines = System.Text.Json.Nodes.JsonNode.Parse(figure)!["data"]!.AsArray()
            .ToDictionary(line => (string)line!["name"]!, line => ((string)line!["line"]!["color"]!, (string?)line["line"]!["dash"] ?? "solid"));
        var (training, validation) = (lines["first, training"], lines["first, validation"]);
        Assert.Equal((training.Item1, "dash", "solid"), (validation.Item1, training.Item2, validation.Item2));
        Assert.NotEqual(training.Item1, lines["second, training"].Item1);
    }

    [Fact]
    public void A_live_curve_of_training_shows_one_quantity_where_it_is_measured_only_every_few_epochs()
    {
        using var display = new RecordingDisplay();
        using var curves = new LiveCurves();
        var history = Model().Fit(s_train, Options(curves) with { Epochs = 2, EvaluateTrainingEvery = 2, Name = "run", Verbose = false });
        var (first, last) = (history.Epochs[0].RunningLoss, history.Epochs[1].RunningLoss);
        Assert.NotEqual(history.Last.TrainLoss, last);
        Assert.Contains(
            FormattableString.Invariant($"run, training: {first:G4} at 1 → {last:G4} at 2"),
            Assert.Single(display.Outputs).Forms["text/plain"], StringComparison.Ordinal);
    }

    [Fact]
    public void Callbacks_see_the_run_in_order()
    {
        var log = new Log();
        Model().Fit(s_train, Options(log) with { Epochs = 2, BatchSize = 10 });
        Assert.Equal("begin 0 0;step 1 0;step 2 0;step 3 0;epoch 3 1;step 4 1;step 5 1;step 6 1;epoch 6 2;end 6 2;", log.Text);
    }

    [Fact]
    public void A_callback_can_end_the_run_and_say_why()
    {
        var history = Model().Fit(s_train, Options(new Stop()));
        Assert.Single(history.Epochs);
        Assert.Equal("seen enough", history.StoppedBecause);
    }

    private static FitOptions Options(params Callback[] callbacks) => new()
    {
        Loss = new CrossEntropy(),
        Optimizer = new Adam(0.02),
        Epochs = 100,
        BatchSize = 8,
        Seed = 1,
        Validation = s_validation,
        Callbacks = callbacks,
    };

    private static Sequential Model() => new([4], seed: 1) { new Dense(32, new Relu()), new Dense(3) };

    private sealed class Log : Callback
    {
        public string Text { get; private set; } = "";

        public override void Begin(FitProgress progress) => Write("begin", progress);

        public override void StepDone(FitProgress progress) => Write("step", progress);

        public override void EpochDone(FitProgress progress) => Write("epoch", progress);

        public override void End(FitProgress progress) => Write("end", progress);

        private void Write(string what, FitProgress progress)
            => Text += FormattableString.Invariant($"{what} {progress.Steps} {progress.History.Epochs.Count};");
    }

    private sealed class Stop : Callback
    {
        public override void EpochDone(FitProgress progress) => progress.StopBecause = "seen enough";
    }

    // A first step that takes longer than the second after which the line comes.
    private sealed class Slow : Callback
    {
        public override void StepDone(FitProgress progress)
        {
            if (progress.Steps == 1)
                Thread.Sleep(1100);
        }
    }
}
