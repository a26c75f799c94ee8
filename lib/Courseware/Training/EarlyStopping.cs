namespace Courseware;

/// <summary>Ends training when the validation loss has not improved for some epochs, and can put the best weights back.</summary>
/// <param name="patience">How many epochs without improvement are allowed.</param>
/// <param name="restoreBestWeights">Put back the weights of the best epoch at the end.</param>
/// <param name="minimumImprovement">How much lower a loss must be to count as better.</param>
public sealed class EarlyStopping(int patience, bool restoreBestWeights = false, double minimumImprovement = 0) : Callback
{
    private readonly double _minimum =
        Setting.NotNegative(minimumImprovement, "EarlyStopping's minimumImprovement", nameof(minimumImprovement));
    private readonly int _patience = patience >= 0 ? patience
        : throw new ArgumentOutOfRangeException(
            nameof(patience), $"EarlyStopping's patience is a number of epochs, 0 or more; got {patience}.");
    private float[][]? _best;
    private double _bestLoss;
    private int _bestEpoch;

    /// <summary>The epoch with the best validation loss so far.</summary>
    public int BestEpoch => _bestEpoch;

    /// <inheritdoc/>
    public override void Begin(FitProgress progress)
    {
        if (progress.Options.Validation is null)
            throw new InvalidOperationException("EarlyStopping watches the validation loss, but FitOptions.Validation is not set.");
        (_best, _bestLoss, _bestEpoch) = (null, double.PositiveInfinity, 0);
    }

    /// <inheritdoc/>
    public override void EpochDone(FitProgress progress)
    {
        var epoch = progress.History.Last;
        if (epoch.ValLoss < _bestLoss - _minimum)
        {
            (_bestLoss, _bestEpoch) = (epoch.ValLoss, epoch.Epoch);
            if (restoreBestWeights)
                _best = progress.Session.ReadWeights();
        }
        else if (epoch.Epoch - _bestEpoch >= _patience)
        {
            progress.StopBecause ??= double.IsFinite(epoch.ValLoss) ? $"validation loss has not improved for {_patience} epochs"
                : FormattableString.Invariant($"validation loss has not improved for {_patience} epochs, and is {epoch.ValLoss} in epoch {epoch.Epoch}");
        }
    }

    /// <inheritdoc/>
    public override void End(FitProgress progress)
    {
        if (_best is not null)
            progress.Session.WriteWeights(_best);
    }
}
