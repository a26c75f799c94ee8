using System.Globalization;

namespace Courseware.Benchmarks;

/// <summary>
/// Cases 1–8 and 11: everything that <c>Fit</c> does for a step (order of the samples, gathering the batch from data in memory, forward, backward,
/// update, counting the right answers, looking for a cancellation), on dense random inputs; case 11 on Reuters.
/// </summary>
internal static class TrainingSteps
{
    private const int Batches = 16;

    public static void Reuters(int threads) => Run(
        1, threads, 512, Labelled([1000], 46, 512), new CrossEntropy(), new Adam(LearningRate: 0.001),
        new Sequential(inputs: [1000], seed: 1) { new Dense(64, new Relu()), new Dense(64, new Relu()), new Dense(46) });

    /// <summary>Case 1 on the words of the newswires, of which one number in seventeen is filled.</summary>
    public static void ReutersAsItIs(int threads) => Run(
        11, threads, 512, Aside.Of(() => Datasets.Reuters(numWords: 1000)).Train, new CrossEntropy(), new Adam(LearningRate: 0.001),
        new Sequential(inputs: [1000], seed: 1) { new Dense(64, new Relu()), new Dense(64, new Relu()), new Dense(46) });

    public static void Fashion(int threads) => Run(
        2, threads, 64, Labelled([784], 10, 64), new CrossEntropy(), new Sgd(LearningRate: 0.01),
        new Sequential(inputs: [784], seed: 1) { new Dense(512, new Relu()), new Dense(256, new Relu()), new Dense(128, new Relu()),
            new Dense(10) });

    public static void FashionDeep(int threads) => Run(
        3, threads, 64, Labelled([784], 10, 64), new CrossEntropy(), new Sgd(LearningRate: 0.01),
        new Sequential(inputs: [784], seed: 1)
        {
            new Dense(1024, new Relu()), new Dense(2048, new Relu()), new Dense(2048, new Relu()), new Dense(1024, new Relu()),
            new Dense(256, new Relu()), new Dense(128, new Relu()), new Dense(10),
        });

    public static void Higgs(int threads) => Run(
        4, threads, 500, Labelled([28], 2, 500), new BinaryCrossEntropyWithLogits(), new Adam(LearningRate: 0.001),
        new Sequential(inputs: [28], seed: 1)
        {
            new Dense(512, new Elu()), new Dropout(0.5), new Dense(512, new Elu()), new Dropout(0.5),
            new Dense(512, new Elu()), new Dropout(0.5), new Dense(512, new Elu()), new Dropout(0.5), new Dense(1),
        });

    public static void HiggsTiny(int threads) => Run(
        5, threads, 500, Labelled([28], 2, 500), new BinaryCrossEntropyWithLogits(), new Adam(LearningRate: 0.001),
        new Sequential(inputs: [28], seed: 1) { new Dense(16, new Elu()), new Dense(1) });

    public static void Cnn(int threads) => Run(
        6, threads, 64, Labelled([3, 32, 32], 10, 64), new CrossEntropy(), new Adam(LearningRate: 0.001),
        new Sequential(inputs: [3, 32, 32], seed: 1)
        {
            new Conv2D(32, 3, padding: 1, activation: new Relu()), new MaxPooling2D(2),
                new Conv2D(64, 3, padding: 1, activation: new Relu()), new MaxPooling2D(2),
            new Flatten(), new Dense(128, new Relu()), new Dense(10),
        });

    public static void HandCalculation(int threads) => Run(
        7, threads, 5, Regression([2], 5), new MeanSquaredError(), new Sgd(LearningRate: 0.01),
        new Sequential(inputs: [2], seed: 1) { new Dense(3, new Relu()), new Dense(1) });

    public static void FourClasses(int threads) => Run(
        8, threads, 32, Labelled([20], 4, 32), new CrossEntropy(), new Sgd(LearningRate: 0.01),
        new Sequential(inputs: [20], seed: 1)
        {
            new Dense(300, new Relu()), new Dropout(0.2), new Dense(200, new Relu()), new Dropout(0.2),
            new Dense(150, new Relu()), new Dropout(0.2), new Dense(50, new Relu()), new Dropout(0.2), new Dense(4),
        });

    /// <summary>Whether the cases tell where their time goes, and not how fast they are.</summary>
    public static bool IsProfile { get; set; }

    private static void Run(int number, int threads, int batchSize, Dataset data, Loss loss, Optimizer optimizer, Sequential model)
    {
        if (IsProfile)
        {
            Profile.Run(number, threads, batchSize, data, loss, optimizer, model);
            return;
        }
        var source = new BatchSource(data, model, loss, nameof(data));
        var plan = new TrainingPlan(model, loss, optimizer, Seed: 1);
        using var session = Engine.Default.Start(plan);
        var order = new int[data.Count];
        var at = data.Count;
        var (step, right, epoch) = (0L, 0L, 0);
        var measured = Measurement.Of(() =>
        {
            if (at + batchSize > order.Length)
            {
                for (var i = 0; i < order.Length; i++)
                    order[i] = i;
                new RandomStream(1, "shuffle", "", ++epoch).Shuffle(order.AsSpan());
                at = 0;
            }
            Notebook.Cancellation.ThrowIfCancellationRequested();
            var indices = order.AsSpan(at, batchSize);
            var batch = source.Gather(indices, step, session);
            session.Step(batch, optimizer.LearningRate);
            if (source.HasClasses)
                right += source.CountRight(session.Outputs, batchSize);
            at += batchSize;
            step++;
        });
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"case\":{number},{EngineField}{DataField(data)}\"threads\":{threads},\"samplesPerSecond\":{batchSize / measured.MedianSeconds:F0},\"bestSamplesPerSecond\":{batchSize / measured.BestSeconds:F0},\"microsecondsPerStep\":{measured.MedianSeconds * 1e6:F1},\"bytesAllocatedPerStep\":{measured.BytesPerCall:F1}}}"));
    }

    // Random numbers go without saying, too.
    private static string DataField(Dataset data)
        => data.Provenance.Kind is DataKind.None ? "" : $"\"data\":\"{data.Provenance.KindText}\",\"filled\":{data.Density.ToString("F3", CultureInfo.InvariantCulture)},";

    // The default engine goes without saying, as in the lines of earlier runs.
    private static string EngineField => Engine.Default is ManagedEngine ? "" : $"\"engine\":\"{Engine.Default.Name}\",";

    private static Dataset Labelled(int[] shape, int classes, int batchSize)
    {
        var count = Batches * batchSize;
        var labels = new int[count];
        for (var i = 0; i < count; i++)
            labels[i] = i * 7 % classes;
        return new Dataset("random", RandomValues.Dense(count * shape.Aggregate(1, (a, b) => a * b)), shape, labels);
    }

    // The whole set is one batch, as in the hand calculation.
    private static Dataset Regression(int[] shape, int batchSize)
        => new("random", RandomValues.Dense(batchSize * shape[0]), shape, targets: RandomValues.Dense(batchSize), targetWidth: 1);
}
