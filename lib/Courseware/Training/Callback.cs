namespace Courseware;

/// <summary>Something that watches a training run and may end it.</summary>
public abstract class Callback
{
    private TrialContext? _trial;

    /// <summary>Whether one object may watch several trainings at the same time.</summary>
    internal virtual bool MayBeShared => false;

    /// <summary>Before the first epoch.</summary>
    public virtual void Begin(FitProgress progress)
    {
    }

    /// <summary>After each step.</summary>
    public virtual void StepDone(FitProgress progress)
    {
    }

    /// <summary>After each epoch; its record is the history's last.</summary>
    public virtual void EpochDone(FitProgress progress)
    {
    }

    /// <summary>After the last epoch.</summary>
    public virtual void End(FitProgress progress)
    {
    }

    /// <summary>What it remembers of a training must not meet another training's that runs beside it.</summary>
    /// <exception cref="InvalidOperationException">Another trial of the same run has used it.</exception>
    internal void TakeFor(TrialContext? trial)
    {
        if (MayBeShared)
            return;
        var before = Interlocked.Exchange(ref _trial, trial);
        if (trial is not null && before is not null && before != trial && before.Run == trial.Run)
            throw new InvalidOperationException($"One {GetType().Name} watches the trainings of several trials, which run side by side: what it remembers of one would meet the others. Make it inside the trial, so that each has its own.");
    }
}

/// <summary>A training run as its callbacks see it.</summary>
public sealed class FitProgress
{
    internal FitProgress(Sequential model, History history, FitOptions options, int stepsPerEpoch, ITrainingSession session)
        => (Model, History, Options, StepsPerEpoch, Session) = (model, history, options, stepsPerEpoch, session);

    /// <summary>The model. Its weights are those of the last epoch's end.</summary>
    public Sequential Model { get; }

    /// <summary>What has happened so far.</summary>
    public History History { get; }

    /// <summary>How it trains.</summary>
    public FitOptions Options { get; }

    /// <summary>Steps in one epoch.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>Steps taken, over all epochs.</summary>
    public long Steps { get; internal set; }

    /// <summary>The loss of the last step's batch, in training mode, without penalty.</summary>
    public double StepLoss { get; internal set; }

    /// <summary>The penalty on the weights in the last step, which training adds to the loss.</summary>
    public double StepPenalty { get; internal set; }

    /// <summary>Set by a callback to end training after this epoch, with the reason.</summary>
    public string? StopBecause { get; set; }

    /// <summary>The engine's session: weights, gradients, activations.</summary>
    public ITrainingSession Session { get; }
}
