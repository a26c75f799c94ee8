namespace Courseware;

/// <summary>A trained model's outputs as ML.NET reads them. Safe for use from several threads, which ML.NET's cursors may run on.</summary>
internal sealed class ModelScorer : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Sequential _model;
    private readonly ITrainingEngine? _engine;
    private readonly PredictionTask _task;
    private readonly double _threshold;
    private readonly Kind _kind;
    private ITrainingSession? _session;

    public ModelScorer(Sequential model, ITrainingEngine? engine, PredictionTask task, double threshold)
    {
        (_model, _engine, _task, _threshold) = (model, engine, task, threshold);
        (Width, Outputs) = (Size(model.InputShape), Size(model.OutputShape));
        _kind = (model[^1] is Dense { Activation: { } last } ? last : model[^1]) switch
        {
            Softmax or Sigmoid => Kind.Probability,
            LogSoftmax => Kind.LogProbability,
            _ when task == PredictionTask.Binary && threshold != 0 => Kind.Number,
            _ => Kind.Logit,
        };
    }

    private enum Kind
    {
        Logit,
        Probability,
        LogProbability,
        Number,
    }

    /// <summary>Numbers in a row.</summary>
    public int Width { get; }

    /// <summary>Numbers in a score.</summary>
    public int Outputs { get; }

    /// <summary>The scores of <paramref name="count"/> rows, Count × Outputs.</summary>
    public void Score(ReadOnlySpan<float> features, int count, Span<float> scores)
    {
        lock (_gate)
        {
            _session ??= Start();
            _session.Predict(features, count, scores);
        }
        if (_task == PredictionTask.Multiclass)
        {
            for (var i = 0; i < count; i++)
                ToProbabilities(scores.Slice(i * Outputs, Outputs));
        }
        else if (_task == PredictionTask.Binary)
        {
            for (var i = 0; i < count; i++)
                scores[i] = Raw(scores[i]);
        }
    }

    /// <summary>How probable yes is, from a binary score.</summary>
    public float Probability(float score)
        => _kind == Kind.Number ? (float)Math.Clamp(score + _threshold, 0, 1) : (float)Elementary.Sigmoid((double)score);

    public void Dispose()
    {
        lock (_gate)
        {
            _session?.Dispose();
            _session = null;
        }
    }

    // ML.NET calls yes what scores above 0, and leaves out rows whose score is infinite: the limit is that of the smallest float.
    private float Raw(float output) => _kind switch
    {
        Kind.Probability => (float)Math.Clamp(Elementary.Log((double)output) - Elementary.Log1p(-(double)output), -104, 104),
        Kind.Number => (float)(output - _threshold),
        _ => output,
    };

    private void ToProbabilities(Span<float> outputs)
    {
        if (_kind == Kind.Probability)
            return;
        var largest = double.NegativeInfinity;
        foreach (var z in outputs)
            largest = Math.Max(largest, z);
        var sum = 0.0;
        foreach (var z in outputs)
            sum += Elementary.Exp(z - largest);
        foreach (ref var z in outputs)
            z = (float)(Elementary.Exp(z - largest) / sum);
    }

    private ITrainingSession Start()
    {
        var plan = new TrainingPlan(_model, new MeanSquaredError(), new Sgd(), 0);
        var chosen = _engine ?? Engine.Default;
        return (chosen.Cannot(plan) is null ? chosen : new ManagedEngine()).Start(plan);
    }

    private static int Size(int[] shape) => shape.Aggregate(1, (a, b) => a * b);
}
