using System.Globalization;

namespace Courseware;

/// <summary>What happened while a model trained, epoch by epoch.</summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed class History : IDisplayable
{
    private const int ShownEpochs = 12;

    private readonly List<EpochRecord> _epochs = [];

    /// <summary>An empty history.</summary>
    /// <param name="name">What charts call the run.</param>
    public History(string name) => Name = name;

    /// <summary>What charts call the run.</summary>
    public string Name { get; }

    /// <summary>The epochs in order.</summary>
    public IReadOnlyList<EpochRecord> Epochs => _epochs;

    /// <summary>The last epoch.</summary>
    public EpochRecord Last
        => _epochs.Count > 0 ? _epochs[^1] : throw new InvalidOperationException($"The history of '{Name}' has no epoch yet.");

    /// <summary>
    /// The epoch with the lowest validation loss (the first, if several are equal); without validation, with the lowest training loss.
    /// </summary>
    public EpochRecord Best => _epochs.Count > 0
        ? _epochs.Aggregate((best, next) => Score(next) < Score(best) || double.IsNaN(Score(best)) ? next : best)
        : throw new InvalidOperationException($"The history of '{Name}' has no epoch yet.");

    /// <summary>Why training ended before the last epoch asked for; null if it did not.</summary>
    public string? StoppedBecause { get; internal set; }

    /// <summary>Measured seconds over all epochs.</summary>
    public double Seconds => _epochs.Sum(e => e.Seconds);

    /// <summary>
    /// A short hash of all recorded numbers' bits (times apart): equal on two machines if they computed exactly the same.
    /// </summary>
    public Fingerprint Fingerprint
    {
        get
        {
            var builder = new FingerprintBuilder();
            foreach (var e in _epochs)
            {
                builder.Add([e.RunningLoss, e.RunningAccuracy, e.Penalty, e.TrainLoss, e.TrainAccuracy, e.ValLoss, e.ValAccuracy,
                    e.LearningRate]);
            }

            return builder.ToFingerprint();
        }
    }

    /// <summary>One column of the history: <c>history.Values(e =&gt; e.ValLoss)</c>.</summary>
    public double[] Values(Func<EpochRecord, double> column) => [.. _epochs.Select(column)];

    /// <summary>The mean of a column over the last epochs.</summary>
    public double MeanOfLast(int count, Func<EpochRecord, double> column) => _epochs.TakeLast(count).Average(column);

    /// <summary>The first epoch, the last, the best and some between; of the columns those that were measured.</summary>
    public Table ToTable()
    {
        // The running figures only where nothing better was measured: they come from a network that changes, with dropout on.
        (string Name, Func<EpochRecord, double> Value)[] columns =
        [
            Measured(e => e.TrainLoss) ? ("training loss", e => e.TrainLoss) : ("running loss", e => e.RunningLoss),
            ("validation loss", e => e.ValLoss),
            Measured(e => e.TrainAccuracy) ? ("training accuracy", e => e.TrainAccuracy) : ("running accuracy", e => e.RunningAccuracy),
            ("validation accuracy", e => e.ValAccuracy),
        ];
        var measured = columns.Where(column => Measured(column.Value)).ToArray();
        var table = new Table(["epoch", .. measured.Select(column => new Column(column.Name, "0.0000"))]);
        if (_epochs.Count == 0)
            return table.WithCaption(ToString());
        var shown = Enumerable.Range(0, ShownEpochs).Select(i => i * (_epochs.Count - 1) / (ShownEpochs - 1)).Append(_epochs.IndexOf(Best))
            .Distinct().Order();
        return table
            .Rows(shown.Select(i => _epochs[i]), e =>
                [e.Epoch, .. measured.Select(column => double.IsNaN(column.Value(e)) ? null : (object)column.Value(e))])
            .WithCaption(ToString());

        bool Measured(Func<EpochRecord, double> value) => _epochs.Exists(e => !double.IsNaN(value(e)));
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();

    /// <summary>The history in one line.</summary>
    public override string ToString()
    {
        var end = _epochs.Count == 0 ? ""
            : string.Create(CultureInfo.InvariantCulture, $"; lowest loss {Score(Best):0.0000} after epoch {Best.Epoch}");
        var reason = StoppedBecause is null ? "" : $"; stopped: {StoppedBecause}";
        return string.Create(CultureInfo.InvariantCulture, $"{Name}: {_epochs.Count} epoch{(_epochs.Count == 1 ? "" : "s")}{end}{reason}");
    }

    internal void Add(EpochRecord epoch) => _epochs.Add(epoch);

    internal void ReplaceLast(EpochRecord epoch) => _epochs[^1] = epoch;

    private static double Score(EpochRecord e)
        => double.IsNaN(e.ValLoss) ? (double.IsNaN(e.TrainLoss) ? e.RunningLoss : e.TrainLoss) : e.ValLoss;
}
