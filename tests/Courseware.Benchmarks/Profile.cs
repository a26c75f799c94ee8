using System.Diagnostics;
using System.Globalization;

namespace Courseware.Benchmarks;

/// <summary>Where a step's time goes: each kind of operation, forward and backward, and the update; one line each, the largest first.</summary>
internal static class Profile
{
    private const int Steps = 60;
    private const int WarmUp = 20;

    public static void Run(int number, int threads, int batchSize, Dataset data, Loss loss, Optimizer optimizer, Sequential model)
    {
        var plan = new TrainingPlan(model, loss, optimizer, Seed: 1);
        var indices = Enumerable.Range(0, batchSize).ToArray();
        var batch = new BatchSource(data, model, loss, nameof(data)).Gather(indices, 0, new ManagedEngine().Start(plan));
        var (input, target) = (Tensor.From(data.Features.AsSpan(0, batchSize * data.FeatureCount).ToArray(), [batchSize, .. model.InputShape]),
            Tensor.From(batch.Targets.ToArray(), plan.TargetShape(batch)));
        var pass = new Pass { Training = true, Seed = 1 };
        var (updater, output) = (new ParameterUpdater(model.Parameters, optimizer), input);
        var tape = Tape.Record(() => loss.Of(output = model.Forward(input, pass), target));
        tape.ShareGradients(input, target, output);
        var ticks = new Dictionary<string, long>();
        for (var step = -WarmUp; step < Steps; step++)
        {
            if (step == 0)
                ticks.Clear();
            pass.Step = step + WarmUp;
            foreach (var operation in tape.Operations)
                Time($"{operation.Name} forward", operation.Forward);
            Time("gradients cleared", () =>
            {
                foreach (var operation in tape.Operations)
                {
                    operation.Output.ZeroGrad();
                    foreach (var one in operation.Inputs)
                        one.ZeroGrad();
                }
                tape.Result.Seed();
            });
            foreach (var operation in tape.Operations.Reverse())
                Time($"{operation.Name} backward", operation.PropagateBack);
            Time("update", () => updater.Step());
        }
        var all = ticks.Values.Sum();
        foreach (var (name, of) in ticks.OrderByDescending(pair => pair.Value))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{{\"profile\":{number},\"threads\":{threads},\"operation\":\"{name}\",\"share\":{(double)of / all:F3},\"microsecondsPerStep\":{of * 1e6 / Stopwatch.Frequency / Steps:F1}}}"));
        }

        void Time(string name, Action act)
        {
            var began = Stopwatch.GetTimestamp();
            act();
            ticks[name] = ticks.GetValueOrDefault(name) + Stopwatch.GetTimestamp() - began;
        }
    }
}
