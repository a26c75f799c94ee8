using Microsoft.ML;
using Microsoft.ML.Data;

namespace Courseware;

/// <summary>The columns that are read off a row's scores.</summary>
/// <param name="scorer">The model.</param>
/// <param name="current">The scores of the present row.</param>
internal sealed class ScoreGetters(ModelScorer scorer, Func<ReadOnlyMemory<float>> current)
{
    public Delegate For(DataViewSchema.Column column) => (column.Name, column.Type) switch
    {
        (ColumnNames.Probability, _) => (ValueGetter<float>)((ref float value) => value = scorer.Probability(current().Span[0])),
        (ColumnNames.Score, VectorDataViewType) => (ValueGetter<VBuffer<float>>)Scores,
        (ColumnNames.Score, _) => (ValueGetter<float>)((ref float value) => value = current().Span[0]),
        (_, KeyDataViewType { RawType: var raw }) => raw == typeof(byte) ? (ValueGetter<byte>)((ref byte value) => value = (byte)Key())
            : raw == typeof(ushort) ? (ValueGetter<ushort>)((ref ushort value) => value = (ushort)Key())
            : raw == typeof(ulong) ? (ValueGetter<ulong>)((ref ulong value) => value = (ulong)Key())
            : (ValueGetter<uint>)((ref uint value) => value = (uint)Key()),
        _ => (ValueGetter<bool>)((ref bool value) => value = current().Span[0] > 0),
    };

    private void Scores(ref VBuffer<float> value)
    {
        var scores = current().Span;
        var editor = VBufferEditor.Create(ref value, scores.Length);
        scores.CopyTo(editor.Values);
        value = editor.Commit();
    }

    // The class with the largest score, of equal ones the first; keys count from 1.
    private int Key()
    {
        var scores = current().Span;
        var best = 0;
        for (var c = 1; c < scores.Length; c++)
        {
            if (scores[c] > scores[best])
                best = c;
        }

        return best + 1;
    }
}
