namespace Courseware;

/// <summary>
/// What a classification loss compares with, as one coefficient q for each sample and class, so that L = −Σ q·log p. From class indices,
/// shape (N): q = w·((1−s)·onehot + s/C); from probabilities t, shape (N, C): q = w·((1−s)·t + s/C); w are class weights and s is the label
/// smoothing.
/// </summary>
internal sealed class ClassTargets
{
    private readonly string _loss;
    private readonly Tensor _target;
    private readonly double _smoothing;
    private readonly double[]? _weights;
    private readonly bool _divideByWeights;
    private readonly double[] _rowSums;

    public ClassTargets(string loss, Tensor prediction, Tensor target, double smoothing, double[]? weights, bool divideByWeights)
    {
        (_loss, _target, _smoothing, _weights, _divideByWeights) = (loss, target, smoothing, weights, divideByWeights);
        if (prediction.Rank != 2 || prediction.Shape[1] < 2)
            throw new ArgumentException($"{loss} takes one row of 2 or more class scores a sample, shape (N, classes); got {prediction.Described}. For a single output use BinaryCrossEntropyWithLogits.");
        var classes = prediction.Shape[1];
        HasIndices = target.Rank == 1 && target.Length == prediction.Shape[0];
        if (!HasIndices && !Shapes.Same(target.Shape, prediction.Shape))
            throw new ArgumentException($"{loss} compares predictions of shape {Shapes.Text(prediction.Shape)} with class indices of shape ({prediction.Shape[0]}) or probabilities of shape {Shapes.Text(prediction.Shape)}; got a target of shape {Shapes.Text(target.Shape)}.");
        if (weights is not null && weights.Length != classes)
            throw new ArgumentException($"{loss} has {weights.Length} class weights, but the predictions have {classes} classes.");
        Setting.Weights(weights, $"{loss}'s class weights"); // of an array that was changed since
        if (!HasIndices)
            Probabilities.CheckRows(target, loss);
        Coefficients = prediction.Like(prediction.Shape);
        _rowSums = new double[prediction.Shape[0]];
    }

    /// <summary>q, shape (N, C).</summary>
    public Tensor Coefficients { get; }

    /// <summary>Whether the targets are class indices.</summary>
    public bool HasIndices { get; }

    /// <summary>Whether the coefficients of every sample add up to 1.</summary>
    public bool SumToOne => HasIndices && _weights is null;

    /// <summary>What the mean divides by: the samples, or (PyTorch) the sum of the weights of the samples' labels.</summary>
    public double Count { get; private set; }

    /// <summary>Σ q over the classes of a sample.</summary>
    public double RowSum(int sample) => _rowSums[sample];

    /// <summary>Reads the present targets.</summary>
    public void Read()
    {
        var classes = Coefficients.Shape[1];
        if (SumToOne)
        {
            ReadPlainLabels(classes);
            return;
        }
        Count = 0;
        for (var n = 0; n < _rowSums.Length; n++)
        {
            var label = HasIndices ? Label(n, classes) : -1;
            _rowSums[n] = 0;
            for (var c = 0; c < classes; c++)
            {
                var t = HasIndices ? (c == label ? 1 : 0) : _target.At(n * classes + c);
                var q = Weight(c) * ((1 - _smoothing) * t + _smoothing / classes);
                Coefficients.Set(n * classes + c, q);
                _rowSums[n] += q;
            }
            Count += HasIndices && _divideByWeights ? Weight(label) : 1;
        }
        if (Count == 0)
            Count = 1; // A batch of classes that all weigh 0: a loss of 0, not 0/0.
    }

    /// <summary>The common case, with less to write: s/C everywhere, and 1 − s more at the label.</summary>
    private void ReadPlainLabels(int classes)
    {
        Coefficients.Fill(_smoothing / classes);
        for (var n = 0; n < _rowSums.Length; n++)
        {
            Coefficients.Set(n * classes + Label(n, classes), 1 - _smoothing + _smoothing / classes);
            _rowSums[n] = 1;
        }
        Count = _rowSums.Length;
    }

    private double Weight(int c) => _weights is null ? 1 : _weights[c];

    /// <summary>The class that a label means; an error where it is none.</summary>
    /// <param name="loss">The loss's name.</param>
    /// <param name="sample">Which sample.</param>
    /// <param name="label">Its label.</param>
    /// <param name="classes">How many classes there are.</param>
    public static int Label(string loss, int sample, double label, int classes)
        => label >= 0 && label < classes && label == Math.Floor(label)
            ? (int)label
            : throw new ArgumentException(
                FormattableString.Invariant($"{loss}: the label of sample {sample} is {label}, but with {classes} outputs labels are whole numbers ")
                + FormattableString.Invariant($"from 0 to {classes - 1}. Give the last layer more units, or correct the labels."));

    private int Label(int sample, int classes) => Label(_loss, sample, _target.At(sample), classes);
}
