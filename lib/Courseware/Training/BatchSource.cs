namespace Courseware;

/// <summary>Samples, checked against a model and a loss, that are gathered batch by batch into its own buffers.</summary>
/// <remarks>A data set in memory is checked whole, before the first step; other rows are checked as they are read.</remarks>
internal sealed class BatchSource
{
    private readonly IRowSource _data;
    private readonly Sequential _model;
    private readonly Loss _loss;
    private readonly FeatureReader _reader;
    private readonly bool _targetsAreLabels;
    private readonly int _targetWidth;
    private readonly float[]? _second;
    private readonly int _secondWidth;
    private float[] _targets = [];
    private float[] _batchSecond = [];
    private int[] _labels = [];

    public BatchSource(IRowSource data, Sequential model, Loss loss, string argument, float[]? second = null)
    {
        (_data, _model, _loss) = (data, model, loss);
        if (data.Count == 0)
            throw new ArgumentException($"'{data.Name}' is empty: there is nothing to learn from or to measure. Check the filter or split that made it.", argument);
        CheckShapes(data, model, argument);
        _reader = new FeatureReader(data, model);
        Outputs = model.OutputShape.Aggregate(1, (a, b) => a * b);
        Threshold = loss.DecisionThreshold;
        _targetsAreLabels = loss.TargetForm == TargetForm.ClassIndices || data.TargetWidth == 0;
        _targetWidth = loss.TargetForm == TargetForm.ClassIndices ? 1 : loss.TargetsFor(Outputs);
        CheckTargets(argument);
        if (second is not null && second.Length != (long)data.Count * Outputs)
            throw new ArgumentException($"Second targets (a teacher's outputs) need one row of {Outputs} numbers for each of the {data.Count} samples, {(long)data.Count * Outputs} in all; got {second.Length}.", argument);
        if (FirstBad(second) is >= 0 and var bad)
            throw new ArgumentException($"Second target {bad % Outputs} of sample {bad / Outputs} of '{data.Name}' is {second![bad]}: the teacher's outputs must be numbers. A teacher that diverged has nothing to teach.", argument);
        (_second, _secondWidth) = (second, second is null ? 0 : Outputs);
    }

    public int Count => _data.Count;

    /// <summary>Whether predictions can be right or wrong: the data have classes.</summary>
    public bool HasClasses => _data.HasClasses;

    private int Outputs { get; }

    private double Threshold { get; }

    /// <summary>Gathers the given samples for a session; the batch is valid until the next call.</summary>
    public Batch Gather(ReadOnlySpan<int> indices, long step, ITrainingSession session)
    {
        var count = indices.Length;
        var batchTargets = Grow(ref _targets, count * _targetWidth);
        var secondTargets = Grow(ref _batchSecond, count * _secondWidth);
        var batchLabels = Grow(ref _labels, HasClasses ? count : 0);
        var batchFeatures = _reader.Read(indices, session, batchLabels, _targetsAreLabels ? [] : batchTargets, out var rows);
        if (_data is not Dataset)
            CheckRead(indices, batchFeatures, batchLabels, _targetsAreLabels ? [] : batchTargets);
        if (_targetsAreLabels)
            Encode(batchLabels, batchTargets);
        for (var i = 0; i < count && _second is not null; i++)
            _second.AsSpan(indices[i] * _secondWidth, _secondWidth).CopyTo(secondTargets[(i * _secondWidth)..]);
        return new Batch
        {
            Count = count,
            Features = batchFeatures,
            Targets = batchTargets,
            SecondTargets = secondTargets,
            Step = step,
            Rows = rows
        };
    }

    /// <summary>
    /// How many of the gathered samples the outputs classify correctly: the largest output wins, or for one output the threshold.
    /// </summary>
    public int CountRight(ReadOnlySpan<float> outputs, int count)
    {
        var right = 0;
        for (var i = 0; i < count; i++)
        {
            if (Predictions.Class(outputs.Slice(i * Outputs, Outputs), Threshold) == _labels[i])
                right++;
        }

        return right;
    }

    /// <summary>Whether the samples have the shape that the model takes.</summary>
    public static void CheckShapes(IRowSource data, Sequential model, string argument)
    {
        if (model.Count == 0)
            throw new ArgumentException($"Model '{model.Name}' has no layers yet. Add some: new Sequential(inputs: [{string.Join(", ", data.FeatureShape)}], seed: 1) {{ new Dense(16), … }}.", argument);
        if (!Shapes.Same(data.FeatureShape, model.InputShape))
        {
            var fix = data is Dataset && Dataset.Product(data.FeatureShape) == model.InputShape.Aggregate(1, (a, b) => a * b)
                ? $"The sizes agree: call data.Reshape({string.Join(", ", model.InputShape)}), or make the model with inputs: [{string.Join(", ", data.FeatureShape)}]."
                : $"Make the model with inputs: [{string.Join(", ", data.FeatureShape)}].";
            throw new ArgumentException($"Model '{model.Name}' takes samples of shape {Shapes.Text(model.InputShape)}, but '{data.Name}' has samples of shape {Shapes.Text(data.FeatureShape)}. {fix}", argument);
        }
    }

    /// <summary>Whether every number of a data set in memory is one; other rows are checked as they are read.</summary>
    public static void CheckFeatures(IRowSource? rows)
    {
        if (rows is not Dataset { IsSurelyFinite: false } data)
            return;
        var row = new float[data.FeatureCount];
        for (var i = 0; i < data.Count; i++)
        {
            data.CopyRow(i, row);
            CheckFeatures(data, row, [i]);
        }
    }

    /// <summary>Whether every number of the samples <paramref name="rows"/>, just read, is one.</summary>
    public static void CheckFeatures(IRowSource data, ReadOnlySpan<float> features, ReadOnlySpan<int> rows)
    {
        if (FirstBad(features) is >= 0 and var bad)
            throw new ArgumentException($"Feature {bad % (features.Length / rows.Length)} of sample {rows[bad / (features.Length / rows.Length)]} of '{data.Name}' is {features[bad]}. One such number turns every weight into NaN: remove the sample, or fill the gap.", nameof(data));
    }

    private void CheckTargets(string argument)
    {
        var loss = _loss.GetType().Name;
        if (_targetsAreLabels && !_data.HasClasses)
            throw new ArgumentException($"{loss} needs {(_loss.TargetForm == TargetForm.ClassIndices ? "class labels" : "targets or class labels")}, but '{_data.Name}' has none.", argument);
        if (!_targetsAreLabels && _data.TargetWidth != _targetWidth)
            throw new ArgumentException($"Model '{_model.Name}' has {Outputs} outputs (its last layer is '{_model[^1].Name}'), but '{_data.Name}' has {_data.TargetWidth} target values a sample. {(_targetWidth == Outputs ? "They must be equal." : $"{loss} needs {_targetWidth} for so many outputs.")}", argument);
        if (_targetsAreLabels && _targetWidth != Outputs && _loss.TargetForm != TargetForm.ClassIndices)
        {
            throw new ArgumentException($"{loss} needs {_targetWidth} target values a sample, but '{_data.Name}' has class labels.",
                argument);
        }

        if (_data is not Dataset all)
            return;
        if (_targetsAreLabels)
            CheckLabels(all.Labels, argument);
        else
            CheckValues(all.Targets, null, argument);
    }

    // Rows is null where the values are of all samples, in order.
    private void CheckValues(ReadOnlySpan<float> targets, ReadOnlySpan<int> rows, string argument)
    {
        if (FirstBad(targets) is >= 0 and var bad)
            throw BadTarget(bad % _targetWidth, rows.IsEmpty ? bad / _targetWidth : rows[bad / _targetWidth], targets[bad], argument);
        for (var i = 0; i < targets.Length / _targetWidth; i++)
        {
            if (_loss.WrongTargets(targets.Slice(i * _targetWidth, _targetWidth)) is { } wrong)
                throw new ArgumentException($"Sample {(rows.IsEmpty ? i : rows[i])} of '{_data.Name}' has {wrong}.", argument);
        }
    }

    private void CheckRead(ReadOnlySpan<int> rows, ReadOnlySpan<float> features, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets)
    {
        CheckFeatures(_data, features, rows);
        if (_targetsAreLabels)
            CheckLabels(labels, nameof(_data));
        else
            CheckValues(targets, rows, nameof(_data));
    }

    private void CheckLabels(ReadOnlySpan<int> labels, string argument)
    {
        var (lowest, highest) = (int.MaxValue, int.MinValue);
        foreach (var label in labels)
            (lowest, highest) = (Math.Min(lowest, label), Math.Max(highest, label));
        if (lowest < 0 || highest >= (Outputs == 1 ? 2 : Outputs))
            throw new ArgumentException($"'{_data.Name}' has labels from {lowest} to {highest}, but model '{_model.Name}' has {Outputs} output{(Outputs == 1 ? ", which separates class 0 from class 1" : $"s: labels must be in 0 … {Outputs - 1}")}. Give the last layer {highest + 1} units, or filter the classes.", argument);
    }

    private ArgumentException BadTarget(int value, int sample, float found, string argument)
        => new($"Target value {value} of sample {sample} of '{_data.Name}' is {found}. Training on it would turn every weight into NaN: remove or fix the sample.", argument);

    // Classes as the loss needs them: one index, one 0 or 1 for a single output, or one-hot.
    private void Encode(ReadOnlySpan<int> labels, Span<float> targets)
    {
        if (_targetWidth > 1)
            targets.Clear();
        for (var i = 0; i < labels.Length; i++)
        {
            if (_targetWidth == 1)
                targets[i] = labels[i];
            else
                targets[i * _targetWidth + labels[i]] = 1;
        }
    }

    private static int FirstBad(ReadOnlySpan<float> values)
    {
        if (SparseProduct.AllFinite(values))
            return -1;
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                return i;
        }

        return -1;
    }

    private static Span<T> Grow<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = new T[length];
        return buffer.AsSpan(0, length);
    }
}
