namespace Courseware;

/// <summary>
/// A chart of the loss that moves while the model trains: <c>Callbacks = [new LiveCurves()]</c>. Several runs may share one, to be compared
/// as they grow: each has its model's colour, solid for validation and dashed for training.
/// </summary>
/// <param name="title">What to see.</param>
/// <param name="quantity">The loss by name, with its unit.</param>
/// <param name="subtitle">A line under the title.</param>
public sealed class LiveCurves(string title = "Loss while training", string quantity = "loss", string? subtitle = null)
    : Callback, IDisposable
{
    private const string Training = ", training", Validation = ", validation";
    private readonly LiveChart _chart =
        new(series => Plot.Lines(series.Select(InItsModelsStyle), title, "epoch", quantity, subtitle: subtitle));

    internal override bool MayBeShared => true;

    /// <inheritdoc/>
    public override void EpochDone(FitProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var (name, epoch) = (progress.History.Name, progress.History.Last);
        // A line shows one quantity: where training is measured only every few epochs, the loss that is seen while training.
        _chart.Add(name + Training, epoch.Epoch, progress.Options.EvaluateTrainingEvery == 1 ? epoch.TrainLoss : epoch.RunningLoss);
        if (!double.IsNaN(epoch.ValLoss))
            _chart.Add(name + Validation, epoch.Epoch, epoch.ValLoss);
    }

    /// <inheritdoc/>
    public override void End(FitProgress progress) => _chart.Finish();

    /// <inheritdoc/>
    public void Dispose() => _chart.Dispose();

    private static Series InItsModelsStyle(Series series) => series.Name.EndsWith(Training, StringComparison.Ordinal)
        ? series with { StyleOf = series.Name[..^Training.Length], Dash = "dash" }
        : series with { StyleOf = series.Name[..^Validation.Length], Dash = "solid" };
}
