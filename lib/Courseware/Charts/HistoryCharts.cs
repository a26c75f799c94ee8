namespace Courseware;

/// <summary>Charts of training histories: <c>new[] { tiny, small, large }.LossCurves("Who overfits?")</c>.</summary>
public static class HistoryCharts
{
    /// <summary>Validation loss (solid) and training loss in evaluation mode (dashed) of every run, on one axis.</summary>
    /// <param name="histories">The runs, in the order of the legend.</param>
    /// <param name="title">What to see.</param>
    /// <param name="quantity">The loss by name, with its unit.</param>
    /// <param name="logEpochs">Epochs on a log axis.</param>
    /// <param name="range">The y axis, where it must be the same as another chart's.</param>
    /// <param name="subtitle">A line under the title, such as a note on stand-in data.</param>
    public static Chart LossCurves(this IEnumerable<History> histories, string title, string quantity = "loss", bool logEpochs = false,
        (double Low, double High)? range = null, string? subtitle = null)
        => Plot.LearningCurves(histories.Select(h => Curve(h, e => e.TrainLoss, e => e.ValLoss)), title, quantity, logEpochs, Best.Lowest,
            range, subtitle);

    /// <summary>Validation loss (solid) and training loss in evaluation mode (dashed) of one run.</summary>
    /// <inheritdoc cref="LossCurves(IEnumerable{History}, string, string, bool, ValueTuple{double, double}?, string?)"/>
    public static Chart LossCurves(this History history, string title, string quantity = "loss", bool logEpochs = false,
        (double Low, double High)? range = null, string? subtitle = null)
        => new[] { history }.LossCurves(title, quantity, logEpochs, range, subtitle);

    /// <summary>Validation accuracy (solid) and training accuracy in evaluation mode (dashed) of every run, on one axis.</summary>
    /// <inheritdoc cref="LossCurves(IEnumerable{History}, string, string, bool, ValueTuple{double, double}?, string?)"/>
    public static Chart AccuracyCurves(this IEnumerable<History> histories, string title, string quantity = "accuracy",
        bool logEpochs = false, (double Low, double High)? range = null, string? subtitle = null)
        => Plot.LearningCurves(histories.Select(h => Curve(h, e => e.TrainAccuracy, e => e.ValAccuracy)), title, quantity, logEpochs,
            Best.Highest, range, subtitle);

    /// <summary>Validation accuracy (solid) and training accuracy in evaluation mode (dashed) of one run.</summary>
    /// <inheritdoc cref="LossCurves(IEnumerable{History}, string, string, bool, ValueTuple{double, double}?, string?)"/>
    public static Chart AccuracyCurves(this History history, string title, string quantity = "accuracy", bool logEpochs = false,
        (double Low, double High)? range = null, string? subtitle = null)
        => new[] { history }.AccuracyCurves(title, quantity, logEpochs, range, subtitle);

    /// <summary>One run as a curve. Where training was measured only every few epochs, the curve has points at those epochs.</summary>
    internal static LearningCurve Curve(History history, Func<EpochRecord, double> training, Func<EpochRecord, double> validation)
    {
        ArgumentNullException.ThrowIfNull(history);
        var measured = history.Epochs.Where(e => !double.IsNaN(training(e))).ToArray();
        var validated = history.Epochs.Any(e => !double.IsNaN(validation(e)));
        return measured.Length == 0
            ? new(history.Name, [.. history.Epochs.Select(validation)])
            : new(history.Name, validated ? [.. measured.Select(validation)]
                : [], [.. measured.Select(training)])
            { Epochs = [.. measured.Select(e => (double)e.Epoch)] };
    }
}
