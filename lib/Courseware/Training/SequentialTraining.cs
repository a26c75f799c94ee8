namespace Courseware;

/// <summary>Training and using a <see cref="Sequential"/>, in Keras' words: Fit, Evaluate, Predict.</summary>
public static class SequentialTraining
{
    /// <summary>Samples in one piece when a whole data set is evaluated. Fixed, for it sets the order in which losses are added.</summary>
    private const int Chunk = 250;

    /// <summary>Trains the model in place and returns what happened.</summary>
    /// <exception cref="ArgumentException">The data do not fit the model or the loss; the text names both and says what to do.</exception>
    public static History Fit(this Sequential model, IRowSource train, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(options);
        return new FitLoop(model, train, options).Run();
    }

    /// <summary>Loss and accuracy on a data set, in evaluation mode.</summary>
    /// <exception cref="ArgumentException">A feature is NaN or infinite, or the data do not fit the model or the loss.</exception>
    /// <exception cref="InvalidOperationException">The model's outputs are NaN, as after a training that diverged.</exception>
    public static Evaluation Evaluate(this Sequential model, IRowSource data, Loss loss)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(loss);
        BatchSource.CheckFeatures(data);
        using var session = Start(model, loss);
        var evaluation = Evaluate(session, new BatchSource(data, model, loss, nameof(data)));
        return double.IsNaN(evaluation.Loss) ? throw Diverged(model, $"its loss on '{data.Name}' is NaN") : evaluation;
    }

    private static InvalidOperationException Diverged(Sequential model, string what) => new(
        $"Model '{model.Name}' has weights that are not finite, or so large that its outputs are not: {what}. Make it again and train with a smaller learning rate.");

    /// <summary>The outputs for every sample, row-major: samples × outputs, in evaluation mode.</summary>
    /// <exception cref="ArgumentException">A feature is NaN or infinite, or the data do not fit the model.</exception>
    public static float[] Predict(this Sequential model, IRowSource data)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        BatchSource.CheckShapes(data, model, nameof(data));
        BatchSource.CheckFeatures(data);
        using var session = Start(model, new MeanSquaredError());
        var outputs = model.OutputShape.Aggregate(1, (a, b) => a * b);
        var all = new float[(long)data.Count * outputs];
        var reader = new FeatureReader(data, model);
        var numbers = new int[Chunk];
        for (var from = 0; from < data.Count; from += Chunk)
        {
            Notebook.Cancellation.ThrowIfCancellationRequested();
            var indices = Range(numbers, from, data.Count);
            var features = reader.Read(indices, session, [], [], out var rows);
            if (data is not Dataset)
                BatchSource.CheckFeatures(data, features, indices);
            var part = all.AsSpan(from * outputs, indices.Length * outputs);
            if (rows is null)
                session.Predict(features, indices.Length, part);
            else
                ((ISparseSession)session).Predict(rows, part);
        }
        return all;
    }

    /// <summary>The class of every sample: the largest output, or for one output whether it is above a threshold.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The samples.</param>
    /// <exception cref="ArgumentException">A feature is NaN or infinite, or the data do not fit the model.</exception>
    /// <exception cref="InvalidOperationException">An output is NaN.</exception>
    /// <param name="threshold">For one output a sample; if not given, ½ where the model ends in a sigmoid (a probability), else 0 (a
    /// logit).</param>
    public static int[] PredictClasses(this Sequential model, IRowSource data, double? threshold = null)
    {
        if (threshold is { } given && double.IsNaN(given))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold),
                "The threshold is NaN, which no output is above; give a number, or leave it out.");
        }

        var outputs = model.Predict(data);
        var limit = threshold ?? (model[^1] is Sigmoid or Dense { Activation: Sigmoid } ? 0.5 : 0);
        var width = outputs.Length / Math.Max(1, data.Count);
        if (Array.FindIndex(outputs, float.IsNaN) is >= 0 and var bad)
            throw Diverged(model, $"its output for sample {bad / width} of '{data.Name}' is NaN, which is no class");
        return [.. Enumerable.Range(0, data.Count).Select(i => Predictions.Class(outputs.AsSpan(i * width, width), limit))];
    }

    /// <summary>The output of every layer for a few samples, in evaluation mode: layer by layer, samples × units, row-major.</summary>
    /// <exception cref="ArgumentException">A feature is NaN or infinite, or the data do not fit the model.</exception>
    public static float[][] Activations(this Sequential model, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        BatchSource.CheckShapes(data, model, nameof(data));
        BatchSource.CheckFeatures(data);
        using var session = Start(model, new MeanSquaredError());
        return session.Activations(data.Features, data.Count);
    }

    internal static Evaluation Evaluate(ITrainingSession session, BatchSource source)
    {
        var (loss, right) = (0.0, 0);
        var numbers = new int[Chunk];
        for (var from = 0; from < source.Count; from += Chunk)
        {
            Notebook.Cancellation.ThrowIfCancellationRequested();
            var indices = Range(numbers, from, source.Count);
            var batch = source.Gather(indices, 0, session);
            loss += session.Evaluate(batch) * indices.Length;
            if (source.HasClasses)
                right += source.CountRight(session.Outputs, indices.Length);
        }
        return new(loss / source.Count, source.HasClasses ? (double)right / source.Count : double.NaN);
    }

    // A model that another engine cannot run is still used, by the managed one.
    private static ITrainingSession Start(Sequential model, Loss loss)
    {
        var plan = new TrainingPlan(model, loss, new Sgd(), 0);
        return (Engine.Default.Cannot(plan) is null ? Engine.Default : new ManagedEngine()).Start(plan);
    }

    // The samples of the chunk that begins with sample from.
    private static ReadOnlySpan<int> Range(int[] numbers, int from, int count)
    {
        var chunk = numbers.AsSpan(0, Math.Min(Chunk, count - from));
        for (var i = 0; i < chunk.Length; i++)
            chunk[i] = from + i;
        return chunk;
    }
}
