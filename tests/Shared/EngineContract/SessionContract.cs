using Courseware.Tests.Training;
using Xunit;

namespace Courseware.EngineContract;

/// <summary>
/// What every engine's sessions do alike: weights and memory go both ways unchanged, every thread may take a step, and what makes no sense
/// is the same error.
/// </summary>
public abstract class SessionContract
{
    /// <summary>The engine under test; it may skip the test.</summary>
    protected abstract ITrainingEngine Engine();

    [Theory, InlineData(DType.Float32), InlineData(DType.Float64)]
    public void Weights_go_there_and_back_bit_by_bit(DType dtype)
    {
        var model = Cnn(dtype);
        using var session = Engine().Start(Plan(model));
        Assert.Equal(model.Weights.Select(w => w.ToSingles()), session.ReadWeights());

        // Other numbers, the odd ones among them.
        var given = session.ReadWeights();
        foreach (var weight in given)
            new RandomStream(4, "weights").FillGaussian(weight, 0, 3);
        (given[0][0], given[0][1], given[0][2], given[0][3]) = (-0f, float.Epsilon, float.PositiveInfinity, float.MaxValue);
        session.WriteWeights(given);
        Assert.Equal(given.SelectMany(w => w).Select(BitConverter.SingleToUInt32Bits), session.ReadWeights().SelectMany(w => w)
            .Select(BitConverter.SingleToUInt32Bits));
        session.Synchronise();
        Assert.Equal(given.SelectMany(w => w).Select(BitConverter.SingleToUInt32Bits), model.Weights.SelectMany(w => w.ToSingles())
            .Select(BitConverter.SingleToUInt32Bits));
        Assert.Throws<ArgumentException>(() => session.WriteWeights([.. given.Skip(1)]));
    }

    [Fact]
    public void A_session_goes_on_from_another_ones_weights_and_memory()
    {
        var engine = Engine();
        using var first = engine.Start(Plan(Mlp(), new Adam(0.01)));
        Run(first, 0, 5);
        using var second = engine.Start(Plan(Mlp(), new Adam(0.01)));
        second.WriteWeights(first.ReadWeights());
        second.WriteOptimizerState(first.ReadOptimizerState());
        using var third = new ManagedEngine().Start(Plan(Mlp(), new Adam(0.01)));
        third.WriteWeights(first.ReadWeights());
        third.WriteOptimizerState(first.ReadOptimizerState());
        foreach (var session in new[] { first, second, third })
            Run(session, 5, 5);
        Assert.Equal(10, second.ReadOptimizerState().Steps);
        Assert.Equal(first.ReadWeights(), second.ReadWeights());
        Assert.All(first.ReadWeights().Zip(third.ReadWeights()), p => Assert.Equal(p.First, p.Second, (a, b) => Math.Abs(a - b) < 1e-5));
        Assert.Throws<ArgumentException>(() => second.WriteOptimizerState(new OptimizerState(1, [])));
    }

    [Fact]
    public void Every_thread_may_take_the_next_step()
    {
        var engine = Engine();
        using var here = engine.Start(Plan(Mlp()));
        using var elsewhere = engine.Start(Plan(Mlp()));
        for (var step = 0; step < 6; step++)
        {
            Run(here, step, 1);
            var (next, thread) = (step, new Thread(() => Run(elsewhere, step, 1)));
            thread.Start();
            thread.Join();
        }
        Assert.Equal(here.ReadWeights(), elsewhere.ReadWeights());
    }

    [Fact]
    public void Computing_gradients_changes_no_weight_and_predicting_no_statistic()
    {
        using var session = Engine().Start(Plan(Mlp()));
        var before = session.ReadWeights();
        Assert.Throws<InvalidOperationException>(() => session.ReadGradients());
        Assert.Throws<InvalidOperationException>(() => session.Outputs.Length);
        var (features, targets) = Batch(0);
        session.ComputeGradients(new Batch { Count = 16, Features = features, Targets = targets });
        session.Predict(features, 16, new float[16 * 3]);
        Assert.Equal(before, session.ReadWeights());
        Assert.Contains(session.ReadGradients().SelectMany(g => g), g => g != 0);
    }

    [Theory, InlineData(DType.Float32), InlineData(DType.Float64)]
    public void Batch_normalisation_of_a_batch_of_one_row_is_an_error_and_leaves_its_statistics(DType dtype)
    {
        var model = new Sequential([4], seed: 1, dtype) { new Dense(8), new BatchNorm(), new Dense(3) };
        using var session = Engine().Start(Plan(model));
        var before = session.ReadWeights();
        var (features, targets) = Batch(0);
        var error = Assert.Throws<ArgumentException>(() =>
            session.Step(new Batch { Count = 1, Features = features.AsSpan(0, 4), Targets = targets.AsSpan(0, 1) }, 0.01));
        Assert.Equal(
            "Layer 'batchnorm1' (BatchNorm) needs 2 or more values of each channel to train on, but a batch of shape (1, 8) has 1, "
            + "whose variance says nothing. Choose a batch size that leaves no batch of 1.", error.Message);
        Assert.Equal(before, session.ReadWeights());
        // Evaluation takes its running statistics, of which one row is enough.
        Assert.True(double.IsFinite(
            session.Evaluate(new Batch { Count = 1, Features = features.AsSpan(0, 4), Targets = targets.AsSpan(0, 1) })));
    }

    [Theory, InlineData(3), InlineData(-1), InlineData(-100), InlineData(1.5f), InlineData(float.NaN)]
    public void A_label_that_is_no_class_is_an_error_that_names_sample_and_label(float label)
    {
        using var session = Engine().Start(Plan(Mlp()));
        var before = session.ReadWeights();
        var (features, targets) = Batch(0);
        targets[5] = label;
        var error = Assert.Throws<ArgumentException>(() =>
            session.Step(new Batch { Count = 16, Features = features, Targets = targets }, 0.01));
        Assert.Equal(
            FormattableString.Invariant($"CrossEntropy: the label of sample 5 is {label}, but with 3 outputs labels are whole numbers from 0 to 2. ")
            + "Give the last layer more units, or correct the labels.", error.Message);
        Assert.Equal(before, session.ReadWeights());
    }

    [Fact]
    public void A_feature_that_is_not_a_number_makes_the_loss_not_a_number()
    {
        using var session = Engine().Start(Plan(Mlp()));
        var (features, targets) = Batch(0);
        features[7] = float.NaN;
        Assert.True(double.IsNaN(session.ComputeGradients(new Batch { Count = 16, Features = features, Targets = targets }).Loss));
        Assert.True(double.IsNaN(session.Evaluate(new Batch { Count = 16, Features = features, Targets = targets })));
    }

    [Fact]
    public void An_update_rule_of_a_students_own_over_a_lane_runs_on_both()
    {
        var engine = Engine();
        using var managed = new ManagedEngine().Start(Plan(Mlp(), new SignedStep(0.01)));
        using var other = engine.Start(Plan(Mlp(), new SignedStep(0.01)));
        Run(managed, 0, 10);
        Run(other, 0, 10);
        Assert.All(managed.ReadWeights().Zip(other.ReadWeights()), p => Assert.Equal(p.First, p.Second, (a, b) => Math.Abs(a - b) < 1e-4));
    }

    [Fact]
    public void A_rule_may_keep_the_weight_and_the_gradient_as_they_were()
    {
        var engine = Engine();
        using var managed = new ManagedEngine().Start(Plan(Mlp(), new Remembering(0.05)));
        using var other = engine.Start(Plan(Mlp(), new Remembering(0.05)));
        Run(managed, 0, 10);
        Run(other, 0, 10);
        Assert.All(managed.ReadWeights().Zip(other.ReadWeights()), p => Assert.Equal(p.First, p.Second, (a, b) => Math.Abs(a - b) < 1e-5));
        Assert.All(managed.ReadOptimizerState().Slots.Zip(other.ReadOptimizerState().Slots).SelectMany(p => p.First.Zip(p.Second)),
            p => Assert.Equal(p.First, p.Second, (a, b) => Math.Abs(a - b) < 1e-5));
    }

    private static void Run(ITrainingSession session, int from, int steps)
    {
        for (var step = from; step < from + steps; step++)
        {
            var (features, targets) = Batch(step);
            session.Step(new Batch { Count = 16, Features = features, Targets = targets, Step = step }, 0.01);
        }
    }

    private static (float[] Features, float[] Targets) Batch(int step)
    {
        var data = Clouds.Of(16, [4], 3, seed: 20 + step);
        return (data.Features.ToArray(), [.. data.Labels.ToArray().Select(l => (float)l)]);
    }

    private static TrainingPlan Plan(Sequential model, Optimizer? optimizer = null)
        => new(model, new CrossEntropy(), optimizer ?? new Sgd(0.01), 3);

    private static Sequential Mlp() => new([4], seed: 1) { new Dense(8, new Tanh()), new Dropout(0.2), new Dense(3) };

    private static Sequential Cnn(DType dtype)
        => new([2, 6, 6], seed: 1, dtype) { new Conv2D(3, (3, 2)), new BatchNorm(), new Relu(), new Flatten(), new Dense(5) };

    private sealed record SignedStep(double LearningRate) : Optimizer(LearningRate)
    {
        public override int Slots => 1;

        internal override void Step(ParameterUpdate parameter, double α, long t) => parameter.Apply(new Rule(α));

        private readonly struct Rule(double α) : Courseware.IUpdateRule
        {
            public void Apply<V>(ref V w, V g, ref V s, ref V t, ref V u)
                where V : struct, Courseware.ILane<V>
            {
                s = V.Max(0.9 * s, V.Abs(g));
                w -= α * V.Tanh(10 * g) + V.Where(g, 0.001, -0.001) * (1 / (1 + V.Exp(-s))) + V.Fma(s, 0.001, V.Min(g, 0.01) * 0.1);
            }
        }
    }

    /// <summary>Slots that take over tensors, a constant and one another.</summary>
    private sealed record Remembering(double LearningRate) : Optimizer(LearningRate)
    {
        public override int Slots => 3;

        internal override void Step(ParameterUpdate parameter, double α, long t) => parameter.Apply(new Rule(α, t));

        private readonly struct Rule(double α, long step) : Courseware.IUpdateRule
        {
            public void Apply<V>(ref V w, V g, ref V s, ref V t, ref V u)
                where V : struct, Courseware.ILane<V>
            {
                var before = w;
                w = step % 3 == 0 ? s : w - α * (0.5 * g + 0.5 * t);
                s = before;
                (t, u) = (g, step % 2 == 0 ? 0.25 : t / -2);
                // One new tensor in two places.
                if (step % 5 == 0)
                    s = w = w - α * g;
            }
        }
    }
}
