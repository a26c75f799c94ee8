using Microsoft.ML;
using Microsoft.ML.Data;

namespace Courseware;

/// <summary>Copies a row's features, vector or single number, to where a batch is put together.</summary>
internal sealed class FeatureColumnReader
{
    private readonly ValueGetter<VBuffer<float>>? _vector;
    private readonly ValueGetter<float>? _number;
    private VBuffer<float> _value;

    public FeatureColumnReader(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
            _vector = row.GetGetter<VBuffer<float>>(column);
        else
            _number = row.GetGetter<float>(column);
    }

    public void Read(Span<float> target)
    {
        if (_vector is null)
        {
            _number!(ref target[0]);
            return;
        }
        _vector(ref _value);
        if (_value.Length != target.Length)
            throw new ArgumentException($"A row has {_value.Length} features where the model takes {target.Length}. In a class of your own, fill the whole array.");
        _value.CopyTo(target);
    }
}
