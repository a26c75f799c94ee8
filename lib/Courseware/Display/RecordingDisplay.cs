namespace Courseware;

/// <summary>A notebook that only remembers what was shown: for tests of code that shows things.</summary>
/// <example><code>using var display = new RecordingDisplay(); chart.Show(); display.Outputs[0].Forms["text/plain"]</code></example>
/// <remarks>
/// It takes the output of the flow of control that made it (tasks that it starts included), so tests may run side by side.
/// </remarks>
internal sealed class RecordingDisplay : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<RecordedOutput> _sent = [];
    private readonly List<RecordedOutput> _outputs = [];
    private readonly Action<IReadOnlyDictionary<string, string>, string?, bool>? _before = Show.Current;

    public RecordingDisplay() => Show.Redirect(Record);

    /// <summary>What is on the page: updates have replaced what they update.</summary>
    public IReadOnlyList<RecordedOutput> Outputs
    {
        get { lock (_lock) return [.. _outputs]; }
    }

    /// <summary>Everything that was sent, updates included, in order.</summary>
    public IReadOnlyList<RecordedOutput> Sent
    {
        get { lock (_lock) return [.. _sent]; }
    }

    public void Dispose() => Show.Redirect(_before);

    private void Record(IReadOnlyDictionary<string, string> bundle, string? id, bool update)
    {
        lock (_lock)
        {
            var output = new RecordedOutput(bundle, id, update);
            _sent.Add(output);
            if (!update)
            {
                _outputs.Add(output);
                return;
            }
            for (var i = 0; i < _outputs.Count; i++)
                if (_outputs[i].Id == id) _outputs[i] = output;
        }
    }
}
