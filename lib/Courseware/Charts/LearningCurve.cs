namespace Courseware;

/// <summary>How one model fared while it trained.</summary>
/// <param name="Name">The model; the same name has the same colour and marker in every chart.</param>
/// <param name="Validation">One value per epoch, from epoch 1 on.</param>
/// <param name="Training">The same on the training data, if it should be drawn.</param>
public sealed record LearningCurve(string Name, IReadOnlyList<double> Validation, IReadOnlyList<double>? Training = null)
{
    /// <summary>The epoch of each value, where not every epoch was measured.</summary>
    public IReadOnlyList<double>? Epochs { get; init; }

    internal double EpochAt(int index) => Epochs is null ? index + 1 : Epochs[index];

    internal void Check()
    {
        if (Validation.Count == 0 && (Training is null || Training.Count == 0))
            throw new ArgumentException($"The learning curve \"{Name}\" is empty; train at least one epoch.");
        if (Epochs is not null && Epochs.Count < Math.Max(Validation.Count, Training?.Count ?? 0))
            throw new ArgumentException($"The learning curve \"{Name}\" names {Epochs.Count} epochs for {Math.Max(Validation.Count, Training?.Count ?? 0)} values; it needs one for each.");
    }
}
