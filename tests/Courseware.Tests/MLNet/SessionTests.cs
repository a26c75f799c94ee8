using System.Diagnostics;
using System.Globalization;
using Courseware.Tests.Training;
using Xunit;

namespace Courseware.Tests.MLNet;

/// <summary>The TorchSharp engine as a session: weights and memory go both ways unchanged, nothing leaks, and what it cannot do it says.</summary>
public sealed class SessionTests
{
    [Theory, InlineData(DType.Float32), InlineData(DType.Float64)]
    public void Weights_go_there_and_back_bit_by_bit(DType dtype)
    {
        var model = Cnn(dtype);
        var before = Bits(model);
        using var session = TorchSharpAdapter.Engine().Start(Plan(model));
        Assert.Equal(model.Weights.Select(w => w.ToSingles()), session.ReadWeights());
        foreach (var weight in model.Weights)
            weight.Fill(7);
        session.Synchronise();
        Assert.Equal(before, Bits(model));

        // Other numbers, the odd ones among them.
        var given = session.ReadWeights();
        foreach (var weight in given)
            new RandomStream(4, "weights").FillGaussian(weight, 0, 3);
        (given[0][0], given[0][1], given[0][2], given[0][3]) = (-0f, float.Epsilon, float.PositiveInfinity, float.MaxValue);
        session.WriteWeights(given);
        Assert.Equal(given.SelectMany(w => w).Select(BitConverter.SingleToUInt32Bits), session.ReadWeights().SelectMany(w => w).Select(BitConverter.SingleToUInt32Bits));
        session.Synchronise();
        Assert.Equal(given.SelectMany(w => w).Select(BitConverter.SingleToUInt32Bits), model.Weights.SelectMany(w => w.ToSingles()).Select(BitConverter.SingleToUInt32Bits));
        Assert.Throws<ArgumentException>(() => session.WriteWeights([.. given.Skip(1)]));
    }

    [Fact]
    public void A_session_goes_on_from_another_ones_weights_and_memory()
    {
        var engine = TorchSharpAdapter.Engine();
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
        var engine = TorchSharpAdapter.Engine();
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
        using var session = TorchSharpAdapter.Engine().Start(Plan(Mlp()));
        var before = session.ReadWeights();
        Assert.Throws<InvalidOperationException>(() => session.ReadGradients());
        Assert.Throws<InvalidOperationException>(() => session.Outputs.Length);
        var (features, targets) = Batch(0);
        session.ComputeGradients(new Batch { Count = 16, Features = features, Targets = targets });
        session.Predict(features, 16, new float[16 * 3]);
        Assert.Equal(before, session.ReadWeights());
        Assert.Contains(session.ReadGradients().SelectMany(g => g), g => g != 0);
    }

    [Fact]
    public void A_thousand_steps_leave_no_tensor_and_no_native_memory_behind()
    {
        TorchSharpAdapter.Engine();
        var parts = ChildProcess.Run(MeasureLeaks).Trim().Split('\n')[^1].Split(';');
        var (tensors, bytes) = (long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
        TestContext.Current.TestOutputHelper?.WriteLine($"{tensors} tensors and {bytes / 1e6:F1} MB more after 1,000 steps.");
        Assert.Equal(0, tensors);
        // One step of this network makes about 1.5 MB of tensors: kept, a thousand would be 1.5 GB.
        Assert.InRange(bytes, long.MinValue, 100_000_000);
    }

    internal static void MeasureLeaks()
    {
        var engine = TorchSharpAdapter.Engine();
        // TorchSharp's own count of the tensors that are alive.
        var count = engine.GetType().Assembly.GetReferencedAssemblies().Where(a => a.Name == "TorchSharp")
            .Select(a => System.Reflection.Assembly.Load(a)).DefaultIfEmpty(AppDomain.CurrentDomain.GetAssemblies().First(a => a.GetName().Name == "TorchSharp")).First()
            .GetType("TorchSharp.torch+Tensor", throwOnError: true)!.GetProperty("TotalCount")!;
        var model = new Sequential([64], seed: 1) { new Dense(256, new Elu(), weightPenalty: new L2(1e-4)), new BatchNorm(), new Dropout(0.5), new Dense(256, new Relu()), new Dense(10) };
        using var session = engine.Start(Plan(model, new Adam(0.001)));
        var (features, targets) = (new float[64 * 64], new float[64]);
        var output = new float[64 * 10];
        Steps(100);
        var (tensors, bytes) = ((long)count.GetValue(null)!, Resident());
        Steps(1000);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(long)count.GetValue(null)! - tensors};{Resident() - bytes}"));

        void Steps(int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                new RandomStream(1, "x", "", step).FillGaussian(features, 0, 1);
                var batch = new Batch { Count = 64, Features = features, Targets = targets, Step = step };
                session.Step(batch, 0.001);
                session.Evaluate(batch);
                session.Predict(features, 64, output);
                if (step % 100 == 0)
                    session.WriteWeights(session.ReadWeights());
            }
        }

        static long Resident()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            using var process = Process.GetCurrentProcess();
            return process.WorkingSet64;
        }
    }

    [Fact]
    public void What_it_cannot_do_it_says()
    {
        var engine = TorchSharpAdapter.Engine();
        Assert.Equal("CustomOptimizer is an update rule that it does not know", engine.Cannot(Plan(Mlp(), new CustomOptimizer(0, (w, g, _) => w - 0.1 * g))));
        Assert.Equal("layer 'own1', Own, is a layer that it does not know", engine.Cannot(Plan(new Sequential([4], seed: 1) { new Own(), new Dense(3) })));
        Assert.Equal("layer 'dense1' has an activation that it does not know, Square", engine.Cannot(Plan(new Sequential([4], seed: 1) { new Dense(3, new Square()) })));
        Assert.Equal("layer 'dense1' has a penalty that it does not know, Cubes", engine.Cannot(Plan(new Sequential([4], seed: 1) { new Dense(3, weightPenalty: new Cubes()) })));
        Assert.Equal("Doubled is a loss that it does not know", engine.Cannot(new(Mlp(), new Doubled(), new Sgd(), 0)));
        Assert.Throws<NotSupportedException>(() => engine.Start(Plan(Mlp(), new CustomOptimizer(0, (w, g, _) => w))));
    }

    [Fact]
    public void An_update_rule_of_a_students_own_over_a_lane_runs_on_both()
    {
        var engine = TorchSharpAdapter.Engine();
        using var managed = new ManagedEngine().Start(Plan(Mlp(), new SignedStep(0.01)));
        using var torch = engine.Start(Plan(Mlp(), new SignedStep(0.01)));
        Run(managed, 0, 10);
        Run(torch, 0, 10);
        Assert.All(managed.ReadWeights().Zip(torch.ReadWeights()), p => Assert.Equal(p.First, p.Second, (a, b) => Math.Abs(a - b) < 1e-4));
    }

    [Fact]
    public void A_rule_may_keep_the_weight_and_the_gradient_as_they_were()
    {
        var engine = TorchSharpAdapter.Engine();
        using var managed = new ManagedEngine().Start(Plan(Mlp(), new Remembering(0.05)));
        using var torch = engine.Start(Plan(Mlp(), new Remembering(0.05)));
        Run(managed, 0, 10);
        Run(torch, 0, 10);
        Assert.All(managed.ReadWeights().Zip(torch.ReadWeights()), p => Assert.Equal(p.First, p.Second, (a, b) => Math.Abs(a - b) < 1e-5));
        Assert.All(managed.ReadOptimizerState().Slots.Zip(torch.ReadOptimizerState().Slots).SelectMany(p => p.First.Zip(p.Second)),
            p => Assert.Equal(p.First, p.Second, (a, b) => Math.Abs(a - b) < 1e-5));
    }

    [Fact]
    public void One_line_says_what_computes_and_where()
        => Assert.Matches(@"^TorchSharp 0\.\d+\.\d+ on the (GPU|processor, \d+ threads?)$", TorchSharpAdapter.Engine().Description);

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

    private static TrainingPlan Plan(Sequential model, Optimizer? optimizer = null) => new(model, new CrossEntropy(), optimizer ?? new Sgd(0.01), 3);

    private static Sequential Mlp() => new([4], seed: 1) { new Dense(8, new Tanh()), new Dropout(0.2), new Dense(3) };

    private static Sequential Cnn(DType dtype) => new([2, 6, 6], seed: 1, dtype) { new Conv2D(3, (3, 2)), new BatchNorm(), new Relu(), new Flatten(), new Dense(5) };

    private static ulong[] Bits(Sequential model) => [.. model.Weights.SelectMany(w => w.ToDoubles()).Select(BitConverter.DoubleToUInt64Bits)];

    private sealed class Own : Layer
    {
        public override Tensor Forward(Tensor x, Pass pass) => x;

        protected override int[] Build(int[] inputShape, LayerBuilder builder) => inputShape;
    }

    private sealed class Square : Activation
    {
        public override Tensor Of(Tensor x) => x * x;
    }

    private sealed record Cubes : Penalty
    {
        public override Tensor Of(Tensor weight) => (weight * weight * weight).Sum();
    }

    private sealed record Doubled : Loss
    {
        public override Tensor Of(Tensor prediction, Tensor target) => 2 * (prediction - target).Sum();
    }

    private sealed record SignedStep(double LearningRate) : Optimizer(LearningRate)
    {
        public override int Slots => 1;

        public override void Step(ParameterUpdate parameter, double α, long t) => parameter.Apply(new Rule(α));

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

        public override void Step(ParameterUpdate parameter, double α, long t) => parameter.Apply(new Rule(α, t));

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
