using System.Diagnostics;
using System.Globalization;
using Courseware.Tests;
using TorchSharp;
using Xunit;

namespace Courseware.TorchSharp.Tests;

/// <summary>What the TorchSharp engine alone must do: free native memory, and say what it cannot do.</summary>
public sealed class TorchSharpEngineTests
{
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
        var model = new Sequential([64], seed: 1) { new Dense(256, new Elu(), weightPenalty: new L2(1e-4)), new BatchNorm(),
            new Dropout(0.5), new Dense(256, new Relu()), new Dense(10) };
        using var session = engine.Start(new(model, new CrossEntropy(), new Adam(0.001), 3));
        var (features, targets) = (new float[64 * 64], new float[64]);
        var output = new float[64 * 10];
        Steps(100);
        var (tensors, bytes) = (torch.Tensor.TotalCount, Resident());
        Steps(1000);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{torch.Tensor.TotalCount - tensors};{Resident() - bytes}"));

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
        Assert.Equal("CustomOptimizer is an update rule that it does not know",
            engine.Cannot(Plan(Mlp(), new CustomOptimizer(0, (w, g, _) => w - 0.1 * g))));
        Assert.Equal("layer 'own1', Own, is a layer that it does not know",
            engine.Cannot(Plan(new Sequential([4], seed: 1) { new Own(), new Dense(3) })));
        Assert.Equal("layer 'dense1' has an activation that it does not know, Square",
            engine.Cannot(Plan(new Sequential([4], seed: 1) { new Dense(3, new Square()) })));
        Assert.Equal("layer 'dense1' has a penalty that it does not know, Cubes",
            engine.Cannot(Plan(new Sequential([4], seed: 1) { new Dense(3, weightPenalty: new Cubes()) })));
        Assert.Equal("Doubled is a loss that it does not know", engine.Cannot(new(Mlp(), new Doubled(), new Sgd(), 0)));
        Assert.Throws<NotSupportedException>(() => engine.Start(Plan(Mlp(), new CustomOptimizer(0, (w, g, _) => w))));
    }

    [Fact]
    public void One_line_says_what_computes_and_where()
        => Assert.Matches(@"^TorchSharp 0\.\d+\.\d+ on the (GPU|processor, \d+ threads?)$", TorchSharpAdapter.Engine().Description);

    private static TrainingPlan Plan(Sequential model, Optimizer? optimizer = null)
        => new(model, new CrossEntropy(), optimizer ?? new Sgd(0.01), 3);

    private static Sequential Mlp() => new([4], seed: 1) { new Dense(8, new Tanh()), new Dropout(0.2), new Dense(3) };

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
}
