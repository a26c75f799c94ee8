using System.Diagnostics;
using Courseware.Display;

namespace Courseware.Training;

/// <summary>One line that tells, while a model trains, how far it is: epoch, losses, speed, time to go; and at the end what it took. It is gone from the written notebook.</summary>
public sealed class ProgressLine : Callback, IDisposable
{
    private readonly Stopwatch clock = new();
    private LiveView? view;

    /// <inheritdoc/>
    public override void Begin(FitProgress progress)
    {
        clock.Restart();
        view = new LiveView();
    }

    /// <inheritdoc/>
    public override void StepDone(FitProgress progress) => view?.Offer(() => new Transient(Line(progress)));

    /// <inheritdoc/>
    public override void End(FitProgress progress)
    {
        view?.Offer(() => new Transient(Line(progress, isOver: true)));
        view?.Finish();
    }

    /// <inheritdoc/>
    public void Dispose() => view?.Dispose();

    private string Line(FitProgress progress, bool isOver = false)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var all = (double)progress.StepsPerEpoch * progress.Options.Epochs;
        var left = clock.Elapsed.TotalSeconds * (all / progress.Steps - 1);
        var rate = progress.Steps * (double)progress.Options.BatchSize / clock.Elapsed.TotalSeconds;
        var validation = progress.History.Epochs.Count > 0 && !double.IsNaN(progress.History.Last.ValLoss) ? FormattableString.Invariant($", validation loss {progress.History.Last.ValLoss:F4}") : "";
        var time = isOver ? FormattableString.Invariant($"took {clock.Elapsed.TotalSeconds:F1} s") : FormattableString.Invariant($"about {left:F0} s to go");
        return FormattableString.Invariant($"{progress.History.Name}: epoch {progress.Steps / progress.StepsPerEpoch} of {progress.Options.Epochs}, batch loss {progress.StepLoss:F4}{validation}, {rate:N0} samples/s, {time}");
    }
}
