using System.Globalization;

namespace Courseware.Benchmarks;

/// <summary>
/// How the cost of a training step grows: with the parameters at one batch size, and with the batch at one network, each over a factor of
/// 100 and more.
/// </summary>
internal static class Scale
{
    private const int Inputs = 256;
    private const int Classes = 10;

    public static void Run(int threads)
    {
        foreach (var width in new[] { 192, 384, 768, 1440, 2880 })
            Measure("parameters", threads, width, batchSize: 64);
        foreach (var batchSize in new[] { 32, 100, 320, 1000, 3200 })
            Measure("batch", threads, width: 384, batchSize);
    }

    private static void Measure(string grows, int threads, int width, int batchSize)
    {
        var model = new Sequential(inputs: [Inputs], seed: 1) { new Dense(width, new Relu()), new Dense(width, new Relu()),
            new Dense(Classes) };
        var features = RandomValues.Dense(batchSize * Inputs);
        var targets = new float[batchSize];
        for (var i = 0; i < batchSize; i++)
            targets[i] = i % Classes;
        using var session = Engine.Default.Start(new TrainingPlan(model, new CrossEntropy(), new Adam(LearningRate: 0.001), Seed: 1));
        var step = 0L;
        var measured =
            Measurement.Of(() =>
                session.Step(new Batch { Count = batchSize, Features = features, Targets = targets, Step = step++ }, 0.001));
        var parameters = model.Parameters.Sum(p => (long)p.Length);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"scale\":\"{grows}\",\"threads\":{threads},\"parameters\":{parameters},\"batch\":{batchSize},\"secondsPerStep\":{measured.MedianSeconds:G5},\"nanosecondsPerParameterAndSample\":{measured.MedianSeconds * 1e9 / parameters / batchSize:F4},\"bytesAllocatedPerStep\":{measured.BytesPerCall:F1}}}"));
    }
}
