namespace Courseware;

/// <summary>Ends training when the validation loss has not improved for some epochs, and can put the best weights back.</summary>
/// <param name="patience">How many epochs without improvement are allowed.</param>
/// <param name="restoreBestWeights">Put back the weights of the best epoch at the end.</param>
/// <param name="minimumImprovement">How much lower a loss must be to count as better.</param>
public sealed class EarlyStopping(int patience, bool restoreBestWeights = false, double minimumImprovement = 0) : Callback
{
    private readonly int patience = patience >= 0 ? patience : throw new ArgumentOutOfRangeException(nameof(patience), $"EarlyStopping's patience is a number of epochs, 0 or more; got {patience}.");
    private float[][]? best;
    private double bestLoss;
    private int bestEpoch;

    /// <summary>The epoch with the best validation loss so far.</summary>
    public int BestEpoch => bestEpoch;

    /// <inheritdoc/>
    public override void Begin(FitProgress progress)
    {
        if (progress.Options.Validation is null)
            throw new InvalidOperationException("EarlyStopping watches the validation loss, but FitOptions.Validation is not set.");
        (best, bestLoss, bestEpoch) = (null, double.PositiveInfinity, 0);
    }

    /// <inheritdoc/>
    public override void EpochDone(FitProgress progress)
    {
        var epoch = progress.History.Last;
        if (epoch.ValLoss < bestLoss - minimumImprovement)
        {
            (bestLoss, bestEpoch) = (epoch.ValLoss, epoch.Epoch);
            if (restoreBestWeights)
                best = progress.Session.ReadWeights();
        }
        else if (epoch.Epoch - bestEpoch >= patience)
            progress.StopBecause = $"validation loss has not improved for {patience} epochs";
    }

    /// <inheritdoc/>
    public override void End(FitProgress progress)
    {
        if (best is not null)
            progress.Session.WriteWeights(best);
    }
}
