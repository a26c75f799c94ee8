using Microsoft.ML;
using Microsoft.ML.Data;

namespace Courseware;

/// <summary>Copies a row's features, vector or single number, to where a batch is put together.</summary>
internal sealed class FeatureColumnReader
{
    private readonly ValueGetter<VBuffer<float>>? vector;
    private readonly ValueGetter<float>? number;
    private VBuffer<float> value;

    public FeatureColumnReader(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
            vector = row.GetGetter<VBuffer<float>>(column);
        else
            number = row.GetGetter<float>(column);
    }

    public void Read(Span<float> target)
    {
        if (vector is null)
        {
            number!(ref target[0]);
            return;
        }
        vector(ref value);
        if (value.Length != target.Length)
            throw new ArgumentException($"A row has {value.Length} features where the model takes {target.Length}. In a class of your own, fill the whole array.");
        value.CopyTo(target);
    }
}
