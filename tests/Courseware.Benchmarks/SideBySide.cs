using System.Diagnostics;
using System.Globalization;

namespace Courseware.Benchmarks;

/// <summary>
/// Case 12: many small trainings by <see cref="Trials"/>, and in a plain loop as notebooks had them. One trial is twenty epochs of
/// 28-16-1 on a thousand rows.
/// </summary>
internal static class SideBySide
{
    private const int Count = 32;
    private const int Repeats = 7;

    public static void Run(int threads)
    {
        var data = new Dataset("random", RandomValues.Dense(1000 * 28), [28], [.. Enumerable.Range(0, 1000).Select(i => i % 2)]);
        int[] seeds = [.. Enumerable.Range(1, Count)];
        // In turn, so that a moment at which the machine was busy meets both.
        var (loop, trials) = (new double[Repeats], new double[Repeats]);
        for (var repeat = -1; repeat < Repeats; repeat++)
        {
            var (plain, beside) = (Seconds(() => _ = seeds.Select(Train).ToArray()), Seconds(() => Trials.Run(seeds, Train)));
            if (repeat >= 0)
                (loop[repeat], trials[repeat]) = (plain, beside);
        }
        Array.Sort(loop);
        Array.Sort(trials);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"case\":12,\"threads\":{threads},\"trials\":{Count},\"loopSeconds\":{loop[Repeats / 2]:F4},\"trialsSeconds\":{trials[Repeats / 2]:F4},\"timesAsFast\":{loop[Repeats / 2] / trials[Repeats / 2]:F2}}}"));

        double Train(int seed) => new Sequential(inputs: [28], seed) { new Dense(16, new Elu()), new Dense(1) }.Fit(data, new FitOptions
        {
            Loss = new BinaryCrossEntropyWithLogits(),
            Optimizer = new Adam(0.001),
            Epochs = 20,
            BatchSize = 100,
            Seed = seed,
            Validation = data,
        }).Last.ValLoss;
    }

    private static double Seconds(Action act)
    {
        var clock = Stopwatch.StartNew();
        act();
        return clock.Elapsed.TotalSeconds;
    }
}
