using System.Diagnostics;

namespace Courseware;

/// <summary>Measures steps of one training on several engines, in turn, and puts what was measured into a line.</summary>
internal static class EngineComparison
{
    // Below this a difference is the machine's mood.
    private const double Clear = 1.15;
    private const int Rounds = 3;
    private const int MostSteps = 2000;

    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(300);

    /// <summary>The line.</summary>
    /// <param name="model">It keeps its weights.</param>
    /// <param name="train">What it is trained on.</param>
    /// <param name="options">How.</param>
    /// <param name="engines">The present one first.</param>
    /// <param name="missing">What is to be said of an engine that is not there; null for nothing.</param>
    public static string Line(Sequential model, IRowSource train, FitOptions options, IReadOnlyList<ITrainingEngine> engines,
        string? missing = null)
    {
        var plan = new TrainingPlan(model, options.Loss, options.Optimizer, options.Seed);
        var source = new BatchSource(train, model, options.Loss, nameof(train), options.SecondTargets);
        var size = Math.Min(options.BatchSize, train.Count);
        var (able, remarks) = (new List<ITrainingEngine>(), new List<string>());
        foreach (var engine in engines)
        {
            if (engine.Cannot(plan) is { } reason)
                remarks.Add($"The {engine.Name} engine cannot do this ({reason}).");
            else
                able.Add(engine);
        }
        if (missing is not null)
            remarks.Add(missing);
        if (able.Count == 0)
            return string.Join(" ", remarks);
        var weights = model.Weights.Select(w => w.ToDoubles()).ToArray();
        try
        {
            var seconds = Seconds([.. able], plan, source, size, options);
            var measured = FormattableString.Invariant($"One step of {size} samples here: {string.Join(", ", able.Zip(seconds, (e, s) => FormattableString.Invariant($"{e.Name} {1000 * s:G3} ms")))}.");
            return string.Join(" ", [measured, .. Verdict([.. able], seconds), .. remarks]);
        }
        finally
        {
            for (var i = 0; i < weights.Length; i++)
                model.Weights[i].CopyFrom(Tensor.From(weights[i], model.Weights[i].Shape));
            foreach (var parameter in model.Parameters)
                parameter.ZeroGrad();
        }
    }

    private static IEnumerable<string> Verdict(ITrainingEngine[] engines, double[] seconds)
    {
        if (engines.Length < 2)
            yield break;
        var (present, best) = (seconds[0], Array.IndexOf(seconds, seconds.Min()));
        yield return best > 0 && present / seconds[best] >= Clear
            ? FormattableString.Invariant($"This model would be {present / seconds[best]:0.0} × as fast on {engines[best].Name}: Engine.Use(\"{engines[best].Name}\") takes it.")
            : best == 0 && seconds.Skip(1).Min() / present >= Clear
            ? FormattableString.Invariant($"{engines[0].Name} is {seconds.Skip(1).Min() / present:0.0} × as fast.")
            : "They are about as fast.";
    }

    // The median step of each engine; its sessions live at the same time, and take turns.
    private static double[] Seconds(ITrainingEngine[] engines, TrainingPlan plan, BatchSource source, int size, FitOptions options)
    {
        var sessions = new List<ITrainingSession>();
        try
        {
            var times = engines.Select(_ => new List<double>()).ToArray();
            foreach (var engine in engines)
                sessions.Add(engine.Start(plan));
            for (var round = 0; round <= Rounds; round++)
            {
                for (var i = 0; i < engines.Length; i++)
                    Steps(sessions[i], source, size, options, round == 0 ? s_warmUp : s_round, round == 0 ? null : times[i]);
            }
            return [.. times.Select(of => of.Order().ElementAt(of.Count / 2))];
        }
        finally
        {
            foreach (var session in sessions)
                session.Dispose();
        }
    }

    private static void Steps(ITrainingSession session, BatchSource source, int size, FitOptions options, TimeSpan time,
        List<double>? times)
    {
        var indices = new int[size];
        var (whole, clock) = (Stopwatch.StartNew(), new Stopwatch());
        for (var step = 0; step < MostSteps && (step == 0 || whole.Elapsed < time); step++)
        {
            Notebook.Cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < size; i++)
                indices[i] = (step * size + i) % source.Count;
            clock.Restart();
            session.Step(source.Gather(indices, step, session), options.Optimizer.LearningRate);
            _ = session.Outputs[0];
            times?.Add(clock.Elapsed.TotalSeconds);
        }
    }
}
