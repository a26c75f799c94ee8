namespace Courseware;

/// <summary>
/// Reads the features of samples into its own buffer, or without their zeros where model and session can make use of that.
/// </summary>
internal sealed class FeatureReader
{
    /// <summary>Up to this share of filled numbers a first layer is faster without the zeros.</summary>
    private const double Sparse = 0.2;

    private readonly IRowSource _data;
    private readonly int _width;
    private readonly Dataset? _sparse;
    private readonly SparseRows _rows = new();
    private float[] _features = [];

    public FeatureReader(IRowSource data, Sequential model)
    {
        _data = data;
        _width = Dataset.Product(data.FeatureShape);
        var startsDense = model.SkipWhile(layer => layer is Flatten).FirstOrDefault() is Dense;
        _sparse = startsDense && model.DType == DType.Float32 && data is Dataset { Density: <= Sparse } all ? all : null;
    }

    /// <summary>Reads some samples; valid until the next call.</summary>
    /// <param name="indices">Which samples.</param>
    /// <param name="session">Who takes them.</param>
    /// <param name="labels">As <see cref="IRowSource.Read"/>.</param>
    /// <param name="targets">As <see cref="IRowSource.Read"/>.</param>
    /// <param name="withoutZeros">The features without their zeros: then the returned span is empty. Null: they are in the span.</param>
    public ReadOnlySpan<float> Read(ReadOnlySpan<int> indices, ITrainingSession session, Span<int> labels, Span<float> targets,
        out SparseRows? withoutZeros)
    {
        if (_sparse is not null && session is ISparseSession)
        {
            _sparse.Gather(indices, _rows);
            _sparse.GatherAnswers(indices, labels, targets);
            withoutZeros = _rows;
            return [];
        }
        if (_features.Length < indices.Length * _width)
            _features = new float[indices.Length * _width];
        var read = _features.AsSpan(0, indices.Length * _width);
        _data.Read(indices, read, labels, targets);
        withoutZeros = null;
        return read;
    }
}
