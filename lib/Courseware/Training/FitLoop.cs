using System.Diagnostics;

namespace Courseware;

/// <summary>The training loop: epochs, batches, steps, measurements, callbacks. The engine computes.</summary>
internal sealed class FitLoop
{
    private readonly Sequential _model;
    private readonly FitOptions _options;
    private readonly BatchSource _train;
    private readonly BatchSource? _validation;
    private readonly SampleOrder _order;
    private readonly IReadOnlyList<Callback> _callbacks;

    public FitLoop(Sequential model, IRowSource train, FitOptions options)
    {
        Check(train, options);
        (_model, _options) = (model, options);
        _train = new BatchSource(train, model, options.Loss, nameof(train), options.SecondTargets);
        _validation = options.Validation is null ? null
            : new BatchSource(options.Validation, model, options.Loss, nameof(options.Validation));
        _callbacks = Callbacks(options);
        _order = new SampleOrder(train.Count, train.BlockSize, options.BatchSize, options.Seed);
    }

    public History Run()
    {
        var history = new History(_options.Name ?? _model.Name);
        var plan = new TrainingPlan(_model, _options.Loss, _options.Optimizer, _options.Seed);
        using var session = Choose(plan).Start(plan);
        var stepsPerEpoch = (_train.Count + _options.BatchSize - 1) / _options.BatchSize;
        var progress = new FitProgress(_model, history, _options, stepsPerEpoch, session);
        try
        {
            Run(session, progress, history);
        }
        finally
        {
            // Also of a run that is stopped or fails within an epoch: the model then has the weights of its last step.
            session.Synchronise();
        }
        return history;
    }

    private void Run(ITrainingSession session, FitProgress progress, History history)
    {
        foreach (var callback in _callbacks)
        {
            callback.TakeFor(TrialContext.Current);
            callback.Begin(progress);
        }

        for (var epoch = 1; epoch <= _options.Epochs && progress.StopBecause is null; epoch++)
        {
            history.Add(RunEpoch(epoch, session, progress));
            if (_options.StopWhenNotFinite && Diverged(history.Last) is { } what)
                StopDiverged(progress, history.Last, what);
            session.Synchronise();
            foreach (var callback in _callbacks)
                callback.EpochDone(progress);
        }

        if (_options.EvaluateTrainingEvery > 0 && double.IsNaN(history.Last.TrainLoss))
            history.ReplaceLast(Measured(history.Last, session));
        history.StoppedBecause = progress.StopBecause;
        foreach (var callback in _callbacks)
            callback.End(progress);
    }

    // Which loss says that training has diverged; null if none does. What the last step of an epoch did shows in the next epoch's loss, of
    // the last epoch in what is measured after it. (Where nothing was measured, NaN says so.)
    private string? Diverged(EpochRecord epoch)
        => !double.IsFinite(epoch.RunningLoss) ? FormattableString.Invariant($"loss is {epoch.RunningLoss}")
            : epoch.Epoch < _options.Epochs ? null
            : Measures(epoch.Epoch) && !double.IsFinite(epoch.TrainLoss)
            ? FormattableString.Invariant($"training loss, measured after it, is {epoch.TrainLoss}")
            : _validation is not null && !double.IsFinite(epoch.ValLoss)
            ? FormattableString.Invariant($"validation loss is {epoch.ValLoss}") : null;

    // The epochs that would follow could only repeat it.
    private void StopDiverged(FitProgress progress, EpochRecord epoch, string what)
    {
        progress.StopBecause = FormattableString.Invariant($"the {what} in epoch {epoch.Epoch}");
        TrialContext.WriteLine(FormattableString.Invariant(
            $"'{_model.Name}' diverged: its {what} in epoch {epoch.Epoch}, at learning rate {epoch.LearningRate}, and training stops. A smaller rate or scaled inputs may help; StopWhenNotFinite = false goes on."));
    }

    private static double Scheduled(LearningRateSchedule schedule, long step)
        => schedule.At(step) is var rate && rate is >= 0 and < double.PositiveInfinity ? rate
        : throw new InvalidOperationException(
            FormattableString.Invariant($"The schedule gives the learning rate {rate} at step {step}; it must be 0 or a positive number."));

    private bool Measures(int epoch)
        => _options.EvaluateTrainingEvery > 0 && (epoch % _options.EvaluateTrainingEvery == 0 || epoch == _options.Epochs);

    /// <summary>
    /// Those that were asked for, and in a notebook a line for training that makes one wait (of trials, <see cref="Trials"/> shows one).
    /// </summary>
    internal static IReadOnlyList<Callback> Callbacks(FitOptions options)
        => options.Verbose && Show.HasNotebook && TrialContext.Current is null && !options.Callbacks.Any(callback => callback is ProgressLine)
            ? [.. options.Callbacks, new ProgressLine(after: TimeSpan.FromSeconds(1))]
            : options.Callbacks;

    private EpochRecord RunEpoch(int epoch, ITrainingSession session, FitProgress progress)
    {
        var clock = Stopwatch.StartNew();
        _order.Begin(epoch, _options.Shuffle);
        var (loss, penalty, rate) = (0.0, 0.0, _options.Optimizer.LearningRate);
        var right = 0;
        for (var indices = _order.Next(_options.BatchSize); !indices.IsEmpty; indices = _order.Next(_options.BatchSize))
        {
            Notebook.Cancellation.ThrowIfCancellationRequested();
            var batch = _train.Gather(indices, progress.Steps, session);
            rate = _options.Schedule is { } schedule ? Scheduled(schedule, progress.Steps) : _options.Optimizer.LearningRate;
            var step = session.Step(batch, rate);
            loss += step.Loss * indices.Length;
            penalty += step.Penalty * indices.Length;
            if (_train.HasClasses)
                right += _train.CountRight(session.Outputs, indices.Length);
            progress.Steps++;
            (progress.StepLoss, progress.StepPenalty) = (step.Loss, step.Penalty);
            foreach (var callback in _callbacks)
                callback.StepDone(progress);
        }

        var measured = Measures(epoch)
            ? SequentialTraining.Evaluate(session, _train)
            : new(double.NaN, double.NaN);
        var validated = _validation is null ? new(double.NaN, double.NaN) : SequentialTraining.Evaluate(session, _validation);
        return new(
            epoch, loss / _train.Count, _train.HasClasses ? (double)right / _train.Count : double.NaN, penalty / _train.Count,
            measured.Loss, measured.Accuracy, validated.Loss, validated.Accuracy, rate, clock.Elapsed.TotalSeconds);
    }

    private EpochRecord Measured(EpochRecord epoch, ITrainingSession session)
    {
        var train = SequentialTraining.Evaluate(session, _train);
        return epoch with { TrainLoss = train.Loss, TrainAccuracy = train.Accuracy };
    }

    private ITrainingEngine Choose(TrainingPlan plan)
    {
        var engine = _options.Engine ?? Engine.Default;
        if (engine.Cannot(plan) is not { } reason)
            return engine;
        TrialContext.WriteLine($"The {engine.Name} engine cannot do this ({reason}); the managed engine trains instead.");
        return new ManagedEngine();
    }

    /// <summary>Whether training can begin with these.</summary>
    internal static void Check(IRowSource train, FitOptions options)
    {
        if (options.Epochs < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), $"FitOptions.Epochs is how many times to go through the data, 1 or more; got {options.Epochs}.");
        }

        if (options.BatchSize < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), $"FitOptions.BatchSize is how many samples make one step, 1 or more; got {options.BatchSize}.");
        }

        if (train.Count > 0 && options.BatchSize > train.Count)
            throw new ArgumentException($"FitOptions.BatchSize is {options.BatchSize}, but '{train.Name}' has only {train.Count} samples. Use BatchSize = {train.Count} for full-batch training.", nameof(options));
        if (options.Loss is null)
        {
            throw new ArgumentException("FitOptions.Loss is null: give what to minimise, as in Loss = new CrossEntropy().",
                nameof(options));
        }

        if (options.Optimizer is null)
        {
            throw new ArgumentException("FitOptions.Optimizer is null: give the update rule, as in Optimizer = new Adam().",
                nameof(options));
        }

        if (options.Callbacks is null || options.Callbacks.Contains(null!))
            throw new ArgumentException("FitOptions.Callbacks has a callback that is null.", nameof(options));
        if (options.Loss is DistillationLoss && options.SecondTargets is null)
        {
            throw new ArgumentException(
                "DistillationLoss learns from labels and from a teacher's logits, but FitOptions.SecondTargets is not set. Use student.Distill(teacher, train, options), which computes them.", nameof(options));
        }

        BatchSource.CheckFeatures(train);
        BatchSource.CheckFeatures(options.Validation);
    }
}
