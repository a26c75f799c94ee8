using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Xunit;

namespace Courseware.Tests.Training;

/// <summary>
/// The same bits on every machine: whole trainings, large enough that every kernel shares its work among threads and ends in incomplete
/// vectors and tiles, with any number of threads and with narrower vectors. The fingerprints are constants: a change of bits is a decision.
/// </summary>
public sealed class TrainingDeterminismTests
{
    private const string ThreadsVariable = "COURSEWARE_TEST_THREADS";

    /// <summary>Name, fingerprint of all weights, fingerprint of the history.</summary>
    private static readonly string[] s_expected = """
        mlp 51a28009172b a94f8b5a01fc
        cnn 9cf7263fba35 c323cd40fa56
        student 1e72d0eb4f54 82f8920a1748
        """.Split('\n', StringSplitOptions.TrimEntries);

    /// <summary>Here the pool's threads are often busy with other tests: that is one more way to share the work.</summary>
    [Fact]
    public void This_process_gives_the_recorded_bits() => Assert.Equal(s_expected, Trainings());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void The_number_of_threads_changes_no_bit(int threads)
    {
        var child = Child((ThreadsVariable, threads.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(threads, child.Threads);
        Assert.Equal(s_expected, child.Fingerprints);
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "0", 256, 8)]
    [InlineData("DOTNET_EnableAVX2", "0", 128, 4)]
    [InlineData("DOTNET_PreferredVectorBitWidth", "128", 128, 4)]
    [InlineData("DOTNET_EnableHWIntrinsic", "0", 0, 1)]
    public void Narrower_vectors_change_no_bit(string variable, string value, int vectorBits, int lanesOfProducts)
    {
        // Where there is nothing to switch off, a pass would prove nothing.
        if (variable == "DOTNET_EnableAVX512")
            Assert.SkipUnless(Avx512F.IsSupported, "This processor has no AVX-512 that could be switched off.");
        else if (vectorBits == 128)
            Assert.SkipUnless(Avx2.IsSupported, "This processor has no AVX2 that could be switched off.");

        var child = Child((variable, value), (ThreadsVariable, "2"));
        Assert.Equal(vectorBits, child.VectorBits);
        Assert.Equal(lanesOfProducts, child.LanesOfProducts);
        Assert.Equal(2, child.Threads);
        Assert.Equal(s_expected, child.Fingerprints);
    }

    [Fact]
    public void The_same_seed_twice_gives_the_same_weights_and_history()
    {
        var (first, second) = (Small(seed: 1, order: 2), Small(seed: 1, order: 2));
        Assert.Equal(first.Weights, second.Weights);
        Assert.Equal(first.History, second.History);
    }

    [Fact]
    public void Another_seed_of_the_weights_or_of_the_order_gives_another_result()
    {
        var given = Small(seed: 1, order: 2);
        Assert.NotEqual(given.Weights, Small(seed: 3, order: 2).Weights);
        Assert.NotEqual(given.Weights, Small(seed: 1, order: 3).Weights);
        Assert.NotEqual(given.History, Small(seed: 1, order: 3).History);
    }

    [Fact]
    public void A_layers_first_weights_do_not_depend_on_what_other_layers_drew()
    {
        var plain = new Sequential([6], seed: 4) { new Dense(5), new Dense(3) };
        var other = new Sequential([6], seed: 4) { new Dense(5, weightInitializer: new RandomNormal(), biasInitializer: new HeNormal()),
            new Dropout(0.5), new Dense(3) };
        Assert.NotEqual(Bits(plain[0]), Bits(other[0]));
        Assert.Equal(Bits(plain[1]), Bits(other[2]));
    }

    [Fact]
    public void A_dropout_mask_does_not_depend_on_which_layer_draws_first()
    {
        var model = new Sequential([40], seed: 4) { new Dropout(0.5), new Dropout(0.5) };
        var x = Tensor.Full([3, 40], 1);
        var pass = new Pass { Training = true, Seed = 9, Step = 5 };
        var (first, second) =
            (Fingerprint.Of(model[0].Forward(x, pass).ToSingles()), Fingerprint.Of(model[1].Forward(x, pass).ToSingles()));
        var (secondFirst, firstAfter) =
            (Fingerprint.Of(model[1].Forward(x, pass).ToSingles()), Fingerprint.Of(model[0].Forward(x, pass).ToSingles()));
        Assert.Equal(first, firstAfter);
        Assert.Equal(second, secondFirst);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Looking_on_does_not_change_what_is_learnt()
    {
        var seen = Small(seed: 1, order: 2, new Onlooker(Clouds.Of(30, [6], 3, 8)));
        Assert.Equal(Small(seed: 1, order: 2).Weights, seen.Weights);
    }

    private static (Fingerprint Weights, Fingerprint History) Small(long seed, long order, params Callback[] callbacks)
    {
        var model = new Sequential([6], seed) { new Dense(8, new Relu()), new BatchNorm(), new Dropout(0.2), new Dense(3) };
        var history = model.Fit(Clouds.Of(50, [6], 3, 7),
            new FitOptions
            {
                Loss = new CrossEntropy(),
                Optimizer = new Adam(0.01),
                Epochs = 2,
                BatchSize = 16,
                Seed = order,
                Callbacks = callbacks
            });
        return (model.Fingerprint, history.Fingerprint);
    }

    private static List<string> Trainings()
    {
        var lines = new List<string>();
        var (rows, heldOut) = (Clouds.Of(461, [131], 7, 1, spread: 4), Clouds.Of(263, [131], 7, 2, spread: 4));

        // 192 · 131 · 101 multiply-adds are shared among threads; 131, 101, 67 and 7 are no multiple of a vector, 461 none of the batch.
        var mlp = new Sequential([131], seed: 11) { new Dense(101, new Relu(), weightPenalty: new L2(1e-3)), new Dropout(0.3),
            new Dense(67, new Tanh()), new Dense(7) };
        Add("mlp", mlp, mlp.Fit(rows, new FitOptions
        {
            Loss = new CrossEntropy(),
            Optimizer = new Adam(),
            Schedule = new CosineDecay(0.004, 9, 0.0005),
            Epochs = 3,
            BatchSize = 192,
            Seed = 5,
            Validation = heldOut,
        }));

        var cnn = new Sequential([3, 15, 15], seed: 12)
        {
            new Conv2D(10, 3, padding: 1), new BatchNorm(), new Relu(), new MaxPooling2D(2),
            new Conv2D(13, 3, padding: 1, activation: new Elu()), new MaxPooling2D(3, stride: 2), new Flatten(), new Dropout(0.25),
                new Dense(7),
        };
        Add("cnn", cnn, cnn.Fit(Clouds.Of(100, [3, 15, 15], 7, 3, spread: 4), new FitOptions
        {
            Loss = new CrossEntropy(),
            Optimizer = new Momentum(0.02, 0.9),
            Epochs = 2,
            BatchSize = 40,
            Seed = 6,
            Validation = Clouds.Of(30, [3, 15, 15], 7, 4, spread: 4),
        }));

        var student = new Sequential([131], seed: 13) { new Dense(33, new Gelu()), new Dropout(0.1), new Dense(7) };
        Add("student", student, student.Distill(mlp, rows, new FitOptions
        {
            Loss = new DistillationLoss(Alpha: 0.3, Temperature: 4),
            Optimizer = new AdamW(0.003),
            Schedule = new ExponentialDecay(0.003, 4, 0.9),
            Epochs = 2,
            BatchSize = 64,
            Seed = 7,
            Validation = heldOut,
        }));
        return lines;

        void Add(string name, Sequential model, History history)
        {
            // Numbers that are not finite would compare equal whatever had made them.
            Assert.All(model.Weights, w => Assert.All(w.ToSingles(), x => Assert.True(float.IsFinite(x))));
            lines.Add($"{name} {model.Fingerprint} {history.Fingerprint}");
        }
    }

    private static ChildReport Child(params ReadOnlySpan<(string, string)> environment)
    {
        var lines = ChildProcess.Run(Print, environment)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var numbers = lines[0].Split(' ').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return new(numbers[0], numbers[1], numbers[2], lines[1..]);
    }

    /// <summary>In the child: what the settings came to, then the fingerprints.</summary>
    private static void Print()
    {
        WorkerPool.Threads = int.Parse(Environment.GetEnvironmentVariable(ThreadsVariable)!, CultureInfo.InvariantCulture);
        var lines = Trainings();
        var bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated
            ? 128 : 0;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bits} {MatMul.BestLanes} {WorkerPool.Started + 1}"));
        lines.ForEach(Console.WriteLine);
    }

    private static Fingerprint Bits(Layer layer)
        => layer.Parameters.Aggregate(new FingerprintBuilder(), (hash, p) => hash.Add(p.ToSingles())).ToFingerprint();

    /// <param name="Threads">The threads that have shared work, the first one included.</param>
    private sealed record ChildReport(int VectorBits, int LanesOfProducts, int Threads, string[] Fingerprints);

    /// <summary>Predicts, evaluates and draws random numbers of its own in the midst of training.</summary>
    private sealed class Onlooker(Dataset data) : Callback
    {
        public override void StepDone(FitProgress progress)
        {
            progress.Model.Predict(data);
            progress.Model.Evaluate(data, progress.Options.Loss);
            new RandomStream(progress.Options.Seed, "dropout", "dropout1", progress.Steps).NextFloat();
        }
    }
}
