namespace Courseware;

/// <summary>What a teacher said last, on which samples, with which weights.</summary>
internal sealed class TeacherLogits
{
    private readonly Lock _gate = new();
    private readonly WeakReference<Dataset?> _data = new(null);
    private (Fingerprint Weights, int Layers, ITrainingEngine Engine)? _with;
    private float[] _logits = [];

    /// <summary>How often the teacher was asked.</summary>
    public int Computed { get; private set; }

    /// <summary>Its logits for all samples; computed if anything has changed since the last time.</summary>
    /// <param name="teacher">The same each time.</param>
    /// <param name="data">Samples that nobody can change.</param>
    public float[] Of(Sequential teacher, Dataset data)
    {
        // Trials that run side by side wait for the first of them to ask.
        lock (_gate)
        {
            var with = (teacher.Fingerprint, teacher.Count, Engine.Default);
            if (_with != with || !_data.TryGetTarget(out var known) || known != data)
            {
                _with = null;
                _logits = teacher.Predict(data);
                Computed++;
                _data.SetTarget(data);
                _with = with;
            }
            return _logits;
        }
    }
}
