using System.Diagnostics;

namespace Courseware;

/// <summary>
/// One line that shows, while a model trains, how far it is: epoch, losses, speed, time to go; and at the end what it took. The written
/// notebook does not keep it.
/// </summary>
public sealed class ProgressLine : Callback, IDisposable
{
    private readonly Stopwatch _clock = new();
    private readonly TimeSpan _after;
    private LiveView? _view;

    /// <summary>A line that is there from the first step.</summary>
    public ProgressLine()
        : this(TimeSpan.Zero)
    {
    }

    /// <param name="after">How long training must have taken for the line to appear.</param>
    internal ProgressLine(TimeSpan after) => _after = after;

    internal override bool MayBeShared => true;

    /// <inheritdoc/>
    public override void Begin(FitProgress progress)
    {
        // Of trials, one line shows how many are done.
        if (TrialContext.Current is not null)
            return;
        _clock.Restart();
        _view = new LiveView();
    }

    /// <inheritdoc/>
    public override void StepDone(FitProgress progress)
    {
        if (TrialContext.Current is null && _view is { IsDue: true } && _clock.Elapsed >= _after)
            Offer(progress, isOver: false);
    }

    /// <inheritdoc/>
    public override void End(FitProgress progress)
    {
        if (TrialContext.Current is not null || _clock.Elapsed < _after)
            return;
        Offer(progress, isOver: true);
        _view?.Finish();
    }

    /// <inheritdoc/>
    public void Dispose() => _view?.Dispose();

    // Apart from StepDone, which would else make the function's object in every step.
    private void Offer(FitProgress progress, bool isOver) => _view?.Offer(() => new Transient(Line(progress, isOver)));

    private string Line(FitProgress progress, bool isOver)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var all = (double)progress.StepsPerEpoch * progress.Options.Epochs;
        var left = _clock.Elapsed.TotalSeconds * (all / progress.Steps - 1);
        var rate = progress.Steps * (double)progress.Options.BatchSize / _clock.Elapsed.TotalSeconds;
        var validation = progress.History.Epochs.Count > 0 && !double.IsNaN(progress.History.Last.ValLoss)
            ? FormattableString.Invariant($", validation loss {progress.History.Last.ValLoss:F4}") : "";
        var time = isOver ? FormattableString.Invariant($"took {_clock.Elapsed.TotalSeconds:F1} s")
            : FormattableString.Invariant($"about {left:F0} s to go");
        return FormattableString.Invariant($"{progress.History.Name}: epoch {progress.Steps / progress.StepsPerEpoch} of {progress.Options.Epochs}, batch loss {progress.StepLoss:F4}{validation}, {rate:N0} samples/s, {time}");
    }
}
