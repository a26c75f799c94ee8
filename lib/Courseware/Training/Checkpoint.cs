namespace Courseware;

/// <summary>Saves the model to a file after every so many epochs; the file is replaced whole or not at all.</summary>
/// <param name="path">The file, in the safetensors format.</param>
/// <param name="every">How many epochs there are between two saves.</param>
/// <param name="onlyBest">Save only when the validation loss is the lowest so far.</param>
public sealed class Checkpoint(string path, int every = 1, bool onlyBest = false) : Callback
{
    private readonly int _every = every >= 1 ? every
        : throw new ArgumentOutOfRangeException(
            nameof(every), $"Checkpoint's every is the number of epochs between two saves, 1 or more; got {every}.");

    /// <inheritdoc/>
    public override void EpochDone(FitProgress progress)
    {
        var epoch = progress.History.Last;
        if (epoch.Epoch % _every == 0 && (!onlyBest || progress.History.Best == epoch))
            progress.Model.Save(path);
    }
}
