using Courseware.Tests.Training;
using Xunit;

namespace Courseware.TorchSharp.Tests;

/// <summary>From the same weights, over the same batches, with the same dropout masks, both engines show the same curve.</summary>
public sealed class ParityTests
{
    [Fact]
    public void An_mlp_with_dropout_and_a_penalty_shows_the_same_fifty_losses() => Same(
        () => new Sequential([20], seed: 3)
        {
            new Dense(64, new Relu(), weightPenalty: new L2(1e-4)), new Dropout(0.3), new Dense(32, new Elu()), new Dropout(0.2),
                new Dense(5),
        },
        Clouds.Of(320, [20], 5, seed: 7, spread: 2),
        new()
        {
            Loss = new CrossEntropy(),
            Optimizer = new Adam(0.003),
            Epochs = 5,
            BatchSize = 32,
            Seed = 11,
            Schedule = new InverseTimeDecay(0.003, 20)
        });

    [Fact]
    public void A_cnn_shows_the_same_fifty_losses() => Same(
        () => new Sequential([3, 12, 12], seed: 4)
        {
            new Conv2D(8, 3, padding: 1), new BatchNorm(), new Relu(), new MaxPooling2D(2), new Conv2D(12, 3, activation: new Relu()),
                new AveragePooling2D(2),
            new Flatten(), new Dropout(0.25), new Dense(24, new Relu()), new Dense(4),
        },
        Clouds.Of(160, [3, 12, 12], 4, seed: 8, spread: 3),
        new() { Loss = new CrossEntropy(), Optimizer = new Momentum(0.01, 0.9), Epochs = 5, BatchSize = 16, Seed = 12 });

    [Fact]
    public void Distillation_shows_the_same_fifty_losses()
    {
        var train = Clouds.Of(320, [16], 6, seed: 9, spread: 2);
        var teacher = new Sequential([16], seed: 5) { new Dense(64, new Relu()), new Dense(6) };
        teacher.Fit(train,
            new()
            {
                Loss = new CrossEntropy(),
                Optimizer = new Adam(0.01),
                Epochs = 3,
                BatchSize = 32,
                Seed = 1,
                Engine = new ManagedEngine()
            });
        Same(
            () => new Sequential([16], seed: 6) { new Dense(12, new Relu()), new Dense(6) },
            train,
            new()
            {
                Loss = new DistillationLoss(Alpha: 0.1, Temperature: 4),
                Optimizer = new Adam(0.005),
                Epochs = 5,
                BatchSize = 32,
                Seed = 13,
                SecondTargets = teacher.Predict(train)
            });
    }

    [Fact]
    public void Early_stopping_and_its_best_weights_come_out_the_same()
    {
        var (train, held) = (Clouds.Of(120, [8], 3, seed: 1, spread: 3), Clouds.Of(90, [8], 3, seed: 2, spread: 3));
        History Run(ITrainingEngine engine, Sequential model) => model.Fit(train, new()
        {
            Loss = new CrossEntropy(),
            Optimizer = new Adam(0.03),
            Epochs = 40,
            BatchSize = 30,
            Seed = 3,
            Validation = held,
            Engine = engine,
            Callbacks = [new EarlyStopping(patience: 2, restoreBestWeights: true)],
        });

        Sequential Model() => new([8], seed: 2) { new Dense(32, new Relu()), new Dense(3) };
        var (mine, other) = (Model(), Model());
        var (managed, torch) = (Run(new ManagedEngine(), mine), Run(TorchSharpAdapter.Engine(), other));
        Assert.NotNull(managed.StoppedBecause);
        Assert.Equal(managed.Epochs.Count, torch.Epochs.Count);
        Assert.Equal(managed.Epochs.Select(e => e.ValLoss), torch.Epochs.Select(e => e.ValLoss), Close);
        var (best, loss) = (managed.Epochs.Min(e => e.ValLoss), new CrossEntropy());
        Assert.Equal(best, mine.Evaluate(held, loss).Loss, 1e-6);
        Assert.Equal(best, other.Evaluate(held, loss).Loss, 1e-4);
    }

    [Fact]
    public void A_run_that_is_broken_off_within_an_epoch_leaves_the_weights_of_its_last_step()
    {
        var train = Clouds.Of(120, [8], 3, seed: 1, spread: 3);
        float[] Broken(ITrainingEngine engine)
        {
            var model = new Sequential([8], seed: 2) { new Dense(16, new Relu()), new Dense(3) };
            var options = new FitOptions
            {
                Loss = new CrossEntropy(),
                Optimizer = new Sgd(0.05),
                Epochs = 3,
                BatchSize = 30,
                Seed = 3,
                Engine = engine,
                Callbacks = [new BreakOff(after: 6)]
            };
            Assert.Throws<OperationCanceledException>(() => model.Fit(train, options));
            return [.. model.Weights.SelectMany(w => w.ToSingles())];
        }
        Assert.Equal(Broken(new ManagedEngine()), Broken(TorchSharpAdapter.Engine()), (a, b) => Math.Abs(a - b) <= 1e-6);
    }

    private static void Same(Func<Sequential> model, Dataset train, FitOptions options)
    {
        var engine = TorchSharpAdapter.Engine();
        var (managed, torch) = (Losses(model(), train, options, new ManagedEngine()), Losses(model(), train, options, engine));
        Assert.Equal(50, managed.Count);
        TestContext.Current.TestOutputHelper?.WriteLine($"{managed[0]:F4} → {managed[^1]:F4}, largest difference {managed.Zip(torch, (a, b) => Math.Abs(a - b)).Max():E2}");
        Assert.True(managed[^1] < managed[0], "The run learns something.");
        Assert.Equal(managed, torch, Close);
    }

    private static bool Close(double a, double b) => Math.Abs(a - b) <= 1e-4;

    private static List<double> Losses(Sequential model, Dataset train, FitOptions options, ITrainingEngine engine)
    {
        var losses = new StepLosses();
        model.Fit(train, options with { Engine = engine, Callbacks = [losses] });
        return losses.Values;
    }

    private sealed class StepLosses : Callback
    {
        public List<double> Values { get; } = [];

        public override void StepDone(FitProgress progress) => Values.Add(progress.StepLoss + progress.StepPenalty);
    }

    private sealed class BreakOff(int after) : Callback
    {
        public override void StepDone(FitProgress progress)
        {
            if (progress.Steps == after)
                throw new OperationCanceledException();
        }
    }
}
