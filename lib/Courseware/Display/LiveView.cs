namespace Courseware;

/// <summary>A place on the page that follows a running computation: at most a few updates a second, and always the last state.</summary>
/// <remarks>
/// A state is given as a function, called only if it is going to be shown, so offering one per training step costs nothing.
/// On a bare console only the last state is printed. Not for use by several threads at once.
/// </remarks>
public sealed class LiveView : IDisposable
{
    private readonly TimeSpan _interval;
    private readonly TimeProvider _clock;
    private Shown? _shown;
    private Func<object?>? _waiting;
    private long _sent;

    /// <param name="interval">Least time between two updates; a quarter of a second by default.</param>
    /// <param name="clock">Another clock, for tests.</param>
    public LiveView(TimeSpan? interval = null, TimeProvider? clock = null)
    {
        _interval = interval ?? TimeSpan.FromMilliseconds(250);
        _clock = clock ?? TimeProvider.System;
        ArgumentOutOfRangeException.ThrowIfLessThan(_interval, TimeSpan.Zero, nameof(interval));
    }

    /// <summary>How many times something was sent to the page.</summary>
    public int Updates { get; private set; }

    /// <summary>Whether a state that is offered now would be shown at once.</summary>
    internal bool IsDue => Show.HasNotebook && (Updates == 0 || _clock.GetElapsedTime(_sent) >= _interval);

    /// <summary>Offers a new state. It is shown at once, later, or, if another comes first, never.</summary>
    public void Offer(Func<object?> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _waiting = state;
        if (IsDue) Send();
    }

    /// <summary>Takes a state that only <see cref="Finish"/> shows.</summary>
    internal void Keep(Func<object?> state) => _waiting = state;

    /// <summary>Shows the last state that was offered, if it is not on the page yet.</summary>
    public void Finish()
    {
        if (_waiting is not null) Send();
    }

    /// <summary>Shows the last state.</summary>
    public void Dispose() => Finish();

    private void Send()
    {
        var value = _waiting!();
        _waiting = null;
        if (_shown is null) _shown = Show.Value(value);
        else _shown.Update(value);
        Updates++;
        // Timed from the end, so that a slow drawing or a slow page slows the updates and not the training.
        _sent = _clock.GetTimestamp();
    }
}
