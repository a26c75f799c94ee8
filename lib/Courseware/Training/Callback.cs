namespace Courseware;

/// <summary>Something that watches a training run and may end it.</summary>
public abstract class Callback
{
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
