using Xunit;

namespace Courseware.Tests.Training;

/// <summary>Who computes, and how a run is stopped. These tests set what the whole process shares, so they run alone.</summary>
[Collection("environment")]
public sealed class EngineTests
{
    private static readonly Dataset s_train = Clouds.Of(60, [4], 3, 1);

    [Fact]
    public void An_engine_that_cannot_run_the_plan_gives_way_and_one_line_says_so()
    {
        var (managed, given) = (Model(), Model());
        managed.Fit(s_train, Options());
        var said = Said(() => given.Fit(s_train, Options() with { Engine = new Other(cannot: "Adam is not among its rules") }));
        Assert.Equal($"The other engine cannot do this (Adam is not among its rules); the managed engine trains instead.{Environment.NewLine}", said);
        Assert.Equal(managed.Fingerprint, given.Fingerprint);
    }

    [Fact]
    public void An_engine_that_can_is_used_without_a_word()
    {
        var engine = new Other(cannot: null);
        Assert.Equal("", Said(() => Model().Fit(s_train, Options() with { Engine = engine })));
        Assert.Equal(1, engine.Started);
        Assert.Equal((4, 5L), (engine.Plan!.Model.Parameters.Count, engine.Plan.Seed));
    }

    [Fact]
    public void The_default_engine_can_be_changed()
    {
        var (before, other) = (Engine.Default, new Other(cannot: null));
        try
        {
            Assert.Same(other, Engine.Use(other));
            Model().Fit(s_train, Options());
        }
        finally
        {
            Engine.Use(before);
        }
        Assert.Equal(1, other.Started);
    }

    [Fact]
    public void Asking_to_stop_ends_the_run_between_two_steps_and_the_model_stays_usable()
    {
        var model = Model();
        InCell(stop =>
        {
            var cancel = new CancelAfter(5, stop);
            Assert.Throws<OperationCanceledException>(() => model.Fit(s_train, Options() with { Callbacks = [cancel] }));
            Assert.Equal(5, cancel.Steps);
            Assert.Throws<OperationCanceledException>(() => model.Predict(s_train));
            Assert.Throws<OperationCanceledException>(() => model.Evaluate(s_train, new CrossEntropy()));
        });
        Assert.All(model.Predict(s_train), y => Assert.True(float.IsFinite(y)));
        Assert.Equal(2, model.Fit(s_train, Options()).Epochs.Count);
    }

    [Fact]
    public void A_run_that_is_stopped_within_an_epoch_leaves_the_weights_of_its_last_step_on_any_engine()
    {
        float[] Stopped(ITrainingEngine engine)
        {
            var model = Model();
            InCell(stop =>
                Assert.Throws<OperationCanceledException>(() =>
                    model.Fit(s_train, Options() with { Engine = engine, Callbacks = [new CancelAfter(6, stop)] })));
            return [.. model.Weights.SelectMany(w => w.ToSingles())];
        }
        Assert.Equal(Stopped(new ManagedEngine()), Stopped(new Apart()));
    }

    [Fact]
    public void A_search_for_neighbours_ends_when_the_cell_is_stopped()
    {
        var neighbours = new global::Courseware.KNearestNeighbours(3).Fit(s_train);
        var before = neighbours.Predict(s_train);
        InCell(stop =>
        {
            stop.Cancel();
            Assert.Throws<OperationCanceledException>(() => neighbours.Predict(s_train));
        });
        Assert.Equal(before, neighbours.Predict(s_train));
    }

    [Fact]
    public void A_comparison_says_which_engine_is_faster_chooses_none_and_leaves_the_model_as_it_was()
    {
        var (model, slow, quick) = (Model(), new Slow("slow", 8), new Slow("quick", 2));
        var before = model.Fingerprint;
        var (engine, fromSlow) = (Engine.Default, EngineComparison.Line(model, s_train, Options(), [slow, quick]));
        Assert.Matches(@"^One step of 16 samples here: slow [\d.]+ ms, quick [\d.]+ ms\. This model would be \d+\.\d × as fast on quick: Engine\.Use\(""quick""\) takes it\.$", fromSlow);
        Assert.Matches(@"^One step of 16 samples here: .*\. quick is \d+\.\d × as fast\. It is not built\.$",
            EngineComparison.Line(model, s_train, Options(), [quick, slow], "It is not built."));
        Assert.EndsWith("They are about as fast.", EngineComparison.Line(model, s_train, Options(), [slow, new Slow("other", 8)]),
            StringComparison.Ordinal);
        Assert.EndsWith(" ms. The other engine cannot do this (no Adam).",
            EngineComparison.Line(model, s_train, Options(), [quick, new Other("no Adam")]), StringComparison.Ordinal);
        Assert.Equal((before, engine), (model.Fingerprint, Engine.Default));
        Assert.All(model.Parameters, parameter => Assert.False(parameter.HasGrad));
    }

    [Fact]
    public void A_comparison_in_a_cell_is_a_line_that_the_written_notebook_leaves_out()
    {
        var line = Engine.Compare(Model(), s_train, Options());
        Assert.StartsWith("One step of 16 samples here: managed ", line.Value as string, StringComparison.Ordinal);
        Assert.Contains(MimeTypes.Transient, line.ToMimeBundle().Keys);
        Assert.Contains("1 or more; got 0", Assert.Throws<ArgumentOutOfRangeException>(() =>
            Engine.Compare(Model(), s_train, Options() with { BatchSize = 0 })).Message, StringComparison.Ordinal);
    }

    /// <summary>Acts as the code of a cell that can be stopped.</summary>
    private static void InCell(Action<CancellationTokenSource> act)
    {
        using var stop = new CancellationTokenSource();
        AppContext.SetData("notebook.cancellation", (Func<CancellationToken>)(() => stop.Token));
        try
        {
            act(stop);
        }
        finally
        {
            AppContext.SetData("notebook.cancellation", null);
        }
    }

    private static string Said(Action act)
    {
        var (before, text) = (Console.Out, new StringWriter());
        Console.SetOut(text);
        try
        {
            act();
        }
        finally
        {
            Console.SetOut(before);
        }
        return text.ToString();
    }

    private static FitOptions Options()
        => new() { Loss = new CrossEntropy(), Optimizer = new Adam(0.02), Epochs = 2, BatchSize = 16, Seed = 5 };

    private static Sequential Model() => new([4], seed: 1) { new Dense(8, new Relu()), new Dropout(0.2), new Dense(3) };

    private sealed class Other(string? cannot) : ITrainingEngine
    {
        public string Name => "other";

        public int Started { get; private set; }

        public TrainingPlan? Plan { get; private set; }

        public string? Cannot(TrainingPlan plan) => cannot;

        public ITrainingSession Start(TrainingPlan plan)
        {
            Assert.Null(cannot);
            (Started, Plan) = (Started + 1, plan);
            return new ManagedEngine().Start(plan);
        }
    }

    /// <summary>Takes so many milliseconds more for a step.</summary>
    private sealed class Slow(string name, int milliseconds) : ITrainingEngine
    {
        public string Name => name;

        public string? Cannot(TrainingPlan plan) => null;

        public ITrainingSession Start(TrainingPlan plan)
            => new Apart.Session(plan.Model, new ManagedEngine().Start(plan), milliseconds);
    }

    /// <summary>
    /// Trains a copy, as an adapter does: only <see cref="ITrainingSession.Synchronise"/> brings its weights to the model.
    /// </summary>
    private sealed class Apart : ITrainingEngine
    {
        public string Name => "apart";

        public string? Cannot(TrainingPlan plan) => null;

        public ITrainingSession Start(TrainingPlan plan)
        {
            var copy = Model();
            var session = new ManagedEngine().Start(plan with { Model = copy });
            session.WriteWeights([.. plan.Model.Weights.Select(w => w.ToSingles())]);
            return new Session(plan.Model, session);
        }

        internal sealed class Session(Sequential model, ITrainingSession inner, int milliseconds = 0) : ITrainingSession
        {
            public ReadOnlySpan<float> Outputs => inner.Outputs;

            public (double Loss, double Penalty) Step(in Batch batch, double learningRate)
            {
                Thread.Sleep(milliseconds);
                return inner.Step(batch, learningRate);
            }

            public (double Loss, double Penalty) ComputeGradients(in Batch batch) => inner.ComputeGradients(batch);

            public double Evaluate(in Batch batch) => inner.Evaluate(batch);

            public void Predict(ReadOnlySpan<float> features, int count, Span<float> outputs) => inner.Predict(features, count, outputs);

            public float[][] Activations(ReadOnlySpan<float> features, int count) => inner.Activations(features, count);

            public float[][] ReadGradients() => inner.ReadGradients();

            public float[][] ReadWeights() => inner.ReadWeights();

            public void WriteWeights(float[][] weights) => inner.WriteWeights(weights);

            public OptimizerState ReadOptimizerState() => inner.ReadOptimizerState();

            public void WriteOptimizerState(OptimizerState state) => inner.WriteOptimizerState(state);

            public void Synchronise()
            {
                foreach (var (weight, values) in model.Weights.Zip(inner.ReadWeights()))
                    weight.CopyFrom(Tensor.From(values, weight.Shape));
            }

            public void Dispose() => inner.Dispose();
        }
    }

    private sealed class CancelAfter(int steps, CancellationTokenSource stop) : Callback
    {
        public long Steps { get; private set; }

        public override void StepDone(FitProgress progress)
        {
            if ((Steps = progress.Steps) == steps)
                stop.Cancel();
        }
    }
}
