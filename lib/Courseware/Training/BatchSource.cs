using Courseware.Data;
using Courseware.Layers;
using Courseware.Losses;
using Courseware.Tensors;

namespace Courseware.Training;

/// <summary>A data set, checked against a model and a loss, that gathers batches into its own buffers.</summary>
internal sealed class BatchSource
{
    private readonly Dataset data;
    private readonly float[] targets;
    private readonly int targetWidth;
    private readonly float[]? second;
    private readonly int secondWidth;
    private float[] features = [];
    private float[] batchTargets = [];
    private float[] batchSecond = [];
    private int[] labels = [];

    public BatchSource(Dataset data, Sequential model, Loss loss, string argument, float[]? second = null)
    {
        this.data = data;
        if (data.Count == 0)
            throw new ArgumentException($"'{data.Name}' is empty: there is nothing to learn from or to measure. Check the filter or split that made it.", argument);
        CheckShapes(data, model, argument);
        (targets, targetWidth) = Targets(data, model, loss, argument);
        Outputs = model.OutputShape.Aggregate(1, (a, b) => a * b);
        Threshold = loss.DecisionThreshold;
        if (second is not null && second.Length != (long)data.Count * Outputs)
            throw new ArgumentException($"Second targets (a teacher's outputs) need one row of {Outputs} numbers for each of the {data.Count} samples, {(long)data.Count * Outputs} in all; got {second.Length}.", argument);
        (this.second, secondWidth) = (second, second is null ? 0 : Outputs);
    }

    public int Count => data.Count;

    /// <summary>Whether right and wrong can be told: the data have classes.</summary>
    public bool HasClasses => data.Labels.Length > 0;

    private int Outputs { get; }

    private double Threshold { get; }

    /// <summary>Gathers the given samples; the batch is valid until the next call.</summary>
    public Batch Gather(ReadOnlySpan<int> indices, long step)
    {
        var count = indices.Length;
        Grow(ref features, count * data.FeatureCount);
        Grow(ref batchTargets, count * targetWidth);
        Grow(ref batchSecond, count * secondWidth);
        data.Gather(indices, features);
        for (var i = 0; i < count; i++)
        {
            targets.AsSpan(indices[i] * targetWidth, targetWidth).CopyTo(batchTargets.AsSpan(i * targetWidth));
            second?.AsSpan(indices[i] * secondWidth, secondWidth).CopyTo(batchSecond.AsSpan(i * secondWidth));
        }
        if (HasClasses)
        {
            Grow(ref labels, count);
            for (var i = 0; i < count; i++)
                labels[i] = data.Labels[indices[i]];
        }
        return new Batch
        {
            Count = count,
            Features = features.AsSpan(0, count * data.FeatureCount),
            Targets = batchTargets.AsSpan(0, count * targetWidth),
            SecondTargets = batchSecond.AsSpan(0, count * secondWidth),
            Step = step,
        };
    }

    /// <summary>How many of the gathered samples the outputs classify rightly: the largest output wins, or for one output the threshold.</summary>
    public int CountRight(ReadOnlySpan<float> outputs, int count)
    {
        var right = 0;
        for (var i = 0; i < count; i++)
            if (Predictions.Class(outputs.Slice(i * Outputs, Outputs), Threshold) == labels[i])
                right++;
        return right;
    }

    /// <summary>Whether the samples have the shape that the model takes.</summary>
    public static void CheckShapes(Dataset data, Sequential model, string argument)
    {
        if (model.Count == 0)
            throw new ArgumentException($"Model '{model.Name}' has no layers yet. Add some: new Sequential(inputs: [{string.Join(", ", data.FeatureShape)}], seed: 1) {{ new Dense(16), … }}.", argument);
        if (!Shapes.Same(data.FeatureShape, model.InputShape))
        {
            var fix = data.FeatureCount == model.InputShape.Aggregate(1, (a, b) => a * b)
                ? $"The sizes agree: call data.Reshape({string.Join(", ", model.InputShape)}), or make the model with inputs: [{string.Join(", ", data.FeatureShape)}]."
                : $"Make the model with inputs: [{string.Join(", ", data.FeatureShape)}].";
            throw new ArgumentException($"Model '{model.Name}' takes samples of shape {Shapes.Text(model.InputShape)}, but '{data.Name}' has samples of shape {Shapes.Text(data.FeatureShape)}. {fix}", argument);
        }
    }

    private static (float[] Targets, int Width) Targets(Dataset data, Sequential model, Loss loss, string argument)
    {
        var outputs = model.OutputShape.Aggregate(1, (a, b) => a * b);
        var lossName = loss.GetType().Name;
        if (loss.TargetForm == TargetForm.ClassIndices || data.TargetWidth == 0)
        {
            if (data.Labels.Length == 0)
                throw new ArgumentException($"{lossName} needs {(loss.TargetForm == TargetForm.ClassIndices ? "class labels" : "targets or class labels")}, but '{data.Name}' has none.", argument);
            var highest = data.Labels.Max();
            var needed = outputs == 1 ? 2 : outputs;
            if (data.Labels.Min() < 0 || highest >= needed)
                throw new ArgumentException($"'{data.Name}' has labels from {data.Labels.Min()} to {highest}, but model '{model.Name}' has {outputs} output{(outputs == 1 ? ", which tells class 0 from class 1" : $"s: labels must lie in 0 … {outputs - 1}")}. Give the last layer {highest + 1} units, or filter the classes.", argument);
        }
        if (loss.TargetForm == TargetForm.ClassIndices)
            return (Array.ConvertAll(data.Labels, l => (float)l), 1);
        if (data.TargetWidth == 0)
            return outputs == 1 ? (Array.ConvertAll(data.Labels, l => (float)l), 1) : (OneHot(data.Labels, outputs), outputs);
        if (data.TargetWidth != outputs)
            throw new ArgumentException($"Model '{model.Name}' has {outputs} outputs (its last layer is '{model[^1].Name}'), but '{data.Name}' has {data.TargetWidth} target values a sample. They must be equal.", argument);
        var bad = Array.FindIndex(data.Targets, t => !float.IsFinite(t));
        if (bad >= 0)
            throw new ArgumentException($"Target value {bad % data.TargetWidth} of sample {bad / data.TargetWidth} of '{data.Name}' is {data.Targets[bad]}. Training on it would turn every weight into NaN: remove or mend the sample.", argument);
        return (data.Targets, data.TargetWidth);
    }

    private static float[] OneHot(int[] labels, int classes)
    {
        var rows = new float[labels.Length * classes];
        for (var i = 0; i < labels.Length; i++)
            rows[i * classes + labels[i]] = 1;
        return rows;
    }

    private static void Grow<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = new T[length];
    }
}
