using Courseware.Tensors;

namespace Courseware.Training;

/// <summary>What happened while a model trained, epoch by epoch.</summary>
public sealed class History
{
    private readonly List<EpochRecord> epochs = [];

    /// <summary>An empty history.</summary>
    /// <param name="name">What charts call the run.</param>
    public History(string name) => Name = name;

    /// <summary>What charts call the run.</summary>
    public string Name { get; }

    /// <summary>The epochs in order.</summary>
    public IReadOnlyList<EpochRecord> Epochs => epochs;

    /// <summary>The last epoch.</summary>
    public EpochRecord Last => epochs.Count > 0 ? epochs[^1] : throw new InvalidOperationException($"The history of '{Name}' has no epoch yet.");

    /// <summary>The epoch with the lowest validation loss (the first, if several are equal); without validation, with the lowest training loss.</summary>
    public EpochRecord Best => epochs.Count > 0
        ? epochs.Aggregate((best, next) => Score(next) < Score(best) || double.IsNaN(Score(best)) ? next : best)
        : throw new InvalidOperationException($"The history of '{Name}' has no epoch yet.");

    /// <summary>Why training ended before the last epoch asked for; null if it did not.</summary>
    public string? StoppedBecause { get; internal set; }

    /// <summary>Measured seconds over all epochs.</summary>
    public double Seconds => epochs.Sum(e => e.Seconds);

    /// <summary>A short hash of all recorded numbers' bits (times apart): equal on two machines if they computed exactly the same.</summary>
    public Fingerprint Fingerprint
    {
        get
        {
            var builder = new FingerprintBuilder();
            foreach (var e in epochs)
                builder.Add([e.RunningLoss, e.RunningAccuracy, e.Penalty, e.TrainLoss, e.TrainAccuracy, e.ValLoss, e.ValAccuracy, e.LearningRate]);
            return builder.ToFingerprint();
        }
    }

    /// <summary>One column of the history: <c>history.Values(e =&gt; e.ValLoss)</c>.</summary>
    public double[] Values(Func<EpochRecord, double> column) => [.. epochs.Select(column)];

    /// <summary>The mean of a column over the last epochs.</summary>
    public double MeanOfLast(int count, Func<EpochRecord, double> column) => epochs.TakeLast(count).Average(column);

    internal void Add(EpochRecord epoch) => epochs.Add(epoch);

    internal void ReplaceLast(EpochRecord epoch) => epochs[^1] = epoch;

    private static double Score(EpochRecord e) => double.IsNaN(e.ValLoss) ? (double.IsNaN(e.TrainLoss) ? e.RunningLoss : e.TrainLoss) : e.ValLoss;
}
