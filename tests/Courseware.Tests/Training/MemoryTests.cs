using System.Globalization;
using Xunit;

namespace Courseware.Tests.Training;

/// <summary>
/// What training holds in memory, beside what it must hold: weights, their gradients, the optimizer's state, and the values of the forward
/// pass.
/// </summary>
public sealed class MemoryTests
{
    private const string Variable = "COURSEWARE_TEST_MEMORY";

    private sealed record Case(int BatchSize, int[] Shape, int Classes, Func<Sequential> Model, long Activations);

    // Activations: numbers of one sample that the forward pass makes (its features, and each layer's sum and its activation, pooled and
    // dropped-out values).
    private static readonly Dictionary<string, Case> s_cases = new()
    {
        ["large MLP"] = new(64, [784], 10,
            () => new([784], seed: 1)
            {
                new Dense(1024, new Relu()), new Dense(2048, new Relu()), new Dense(2048, new Relu()), new Dense(1024, new Relu()),
                new Dense(256, new Relu()), new Dense(128, new Relu()), new Dense(10),
            },
            784 + 2 * (1024 + 2048 + 2048 + 1024 + 256 + 128) + 10),
        ["CNN"] = new(64, [3, 32, 32], 10,
            () => new([3, 32, 32], seed: 1)
            {
                new Conv2D(32, 3, padding: 1, activation: new Relu()), new MaxPooling2D(2),
                    new Conv2D(64, 3, padding: 1, activation: new Relu()), new MaxPooling2D(2),
                new Flatten(), new Dense(128, new Relu()), new Dense(10),
            },
            3 * 1024 + 2 * (32 * 1024) + 32 * 256 + 2 * (64 * 256) + 64 * 64 + 2 * 128 + 10),
        ["MLP with dropout"] = new(500, [28], 2,
            () => new([28], seed: 1)
            {
                new Dense(512, new Elu()), new Dropout(0.5), new Dense(512, new Elu()), new Dropout(0.5),
                new Dense(512, new Elu()), new Dropout(0.5), new Dense(512, new Elu()), new Dropout(0.5), new Dense(2),
            },
            28 + 4 * (3 * 512) + 2),
    };

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Training_with_adam_holds_at_most_1_3_times_what_it_must(string name)
    {
        // In a process of its own, so that nothing else allocates meanwhile. With two threads on every machine: each has buffers of its
        // own.
        var parts = ChildProcess.Run(Measure, (Variable, name), ("COURSEWARE_THREADS", "2"), ("DOTNET_gcConcurrent", "0")).Split(';');
        var (needed, held) = (long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
        TestContext.Current.TestOutputHelper?.WriteLine($"{held / 1e6:F1} MB held, {needed / 1e6:F1} MB needed, {(double)held / needed:F2} times.");
        Assert.InRange((double)held / needed, 0.95, 1.3);
    }

    internal static void Measure()
    {
        var @case = s_cases[Environment.GetEnvironmentVariable(Variable)!];
        var (features, targets) = (new float[@case.BatchSize * @case.Shape.Aggregate(1, (a, b) => a * b)], new float[@case.BatchSize]);
        for (var i = 0; i < targets.Length; i++)
            targets[i] = i % @case.Classes;
        var before = GC.GetTotalMemory(forceFullCollection: true) + AlignedBuffer.AllBytes;
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{Needed()};{Train(steps: 3) - before}"));

        long Train(int steps)
        {
            var model = @case.Model();
            using var session = new ManagedEngine().Start(new(model, new CrossEntropy(), new Adam(0.001), 1));
            for (var step = 0; step < steps; step++)
                session.Step(new Batch { Count = @case.BatchSize, Features = features, Targets = targets, Step = step }, 0.001);
            var all = GC.GetTotalMemory(forceFullCollection: true) + AlignedBuffer.AllBytes;
            GC.KeepAlive(model);
            return all;
        }

        long Needed() => sizeof(float) * (4L * @case.Model().Parameters.Sum(p => p.Length) + @case.BatchSize * @case.Activations);
    }
}
