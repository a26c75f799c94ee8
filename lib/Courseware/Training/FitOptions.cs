namespace Courseware;

/// <summary>How to train: <c>model.Fit(train, new FitOptions { Loss = …, Optimizer = …, Epochs = 20, BatchSize = 512 })</c>.</summary>
public sealed record FitOptions
{
    /// <summary>What to minimise.</summary>
    public required Loss Loss { get; init; }

    /// <summary>The update rule.</summary>
    public required Optimizer Optimizer { get; init; }

    /// <summary>How many times to go through the training set.</summary>
    public required int Epochs { get; init; }

    /// <summary>How many samples make one step; the last batch of an epoch may be smaller.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The seed of batch order and dropout.</summary>
    public long Seed { get; init; }

    /// <summary>What the loss and accuracy are measured on after each epoch; null for nothing.</summary>
    public IRowSource? Validation { get; init; }

    /// <summary>Replaces the optimizer's learning rate step by step.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>Draw a new order of the samples for each epoch.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>
    /// Measure the training set in evaluation mode every so many epochs, and after the last (also where training is stopped early); 0 for
    /// never.
    /// </summary>
    public int EvaluateTrainingEvery { get; init; } = 1;

    /// <summary>End training after an epoch whose loss is NaN or infinite, and say so; false to go on to the last epoch.</summary>
    public bool StopWhenNotFinite { get; init; } = true;

    /// <summary>
    /// A second target for each training sample, row-major, for a loss that takes two: the teacher's logits in distillation.
    /// </summary>
    public float[]? SecondTargets { get; init; }

    /// <summary>Called while training: early stopping, progress, live charts, checkpoints.</summary>
    public IReadOnlyList<Callback> Callbacks { get; init; } = [];

    /// <summary>
    /// In a notebook, show a <see cref="ProgressLine"/> once training has taken a second; false for silence (Keras' <c>verbose=0</c>).
    /// A ProgressLine among the <see cref="Callbacks"/> takes its place. Outside a notebook nothing is written.
    /// </summary>
    public bool Verbose { get; init; } = true;

    /// <summary>Who computes; null for <see cref="Courseware.Engine.Default"/>.</summary>
    public ITrainingEngine? Engine { get; init; }

    /// <summary>What charts call the run; the model's name if not given.</summary>
    public string? Name { get; init; }
}
