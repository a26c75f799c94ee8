using Microsoft.ML;
using Microsoft.ML.Data;

namespace Courseware;

/// <summary>
/// One pass over a <see cref="ScoredView"/>: one cursor gives the columns that are passed on, another runs ahead and gathers features into
/// batches.
/// </summary>
internal sealed class ScoredCursor : DataViewRowCursor
{
    /// <summary>Rows in a batch: that of <c>model.Predict</c>, so that the numbers are the same.</summary>
    private const int Chunk = 250;

    private readonly DataViewRowCursor _rows;
    private readonly DataViewRowCursor? _ahead;
    private readonly FeatureColumnReader? _reader;
    private readonly ModelScorer _scorer;
    private readonly ScoreGetters? _getters;
    private readonly float[] _features;
    private readonly float[] _scores;
    private int _filled;
    private int _place = -1;

    public ScoredCursor(DataViewSchema schema, DataViewRowCursor rows, DataViewRowCursor? ahead, DataViewSchema.Column column,
        ModelScorer scorer)
    {
        (Schema, _rows, _ahead, _scorer) = (schema, rows, ahead, scorer);
        (_features, _scores) = ahead is null ? ([], []) : (new float[Chunk * scorer.Width], new float[Chunk * scorer.Outputs]);
        if (ahead is null)
            return;
        _reader = new(ahead, column);
        _getters = new(scorer, () => _scores.AsMemory(_place * scorer.Outputs, scorer.Outputs));
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _rows.Position;

    public override long Batch => _rows.Batch;

    public override bool MoveNext()
    {
        if (!_rows.MoveNext())
            return false;
        if (_ahead is not null && ++_place >= _filled)
            Fill();
        return true;
    }

    public override bool IsColumnActive(DataViewSchema.Column column)
        => column.Index < _rows.Schema.Count ? _rows.IsColumnActive(_rows.Schema[column.Index]) : _getters is not null;

    public override ValueGetter<DataViewRowId> GetIdGetter() => _rows.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        => column.Index < _rows.Schema.Count ? _rows.GetGetter<TValue>(_rows.Schema[column.Index])
        : _getters is not null ? Getters.As<TValue>(column, _getters.For(column))
        : throw new InvalidOperationException($"Column '{column.Name}' was not asked for when this pass began.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _rows.Dispose();
            _ahead?.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Fill()
    {
        for (_filled = 0; _filled < Chunk && _ahead!.MoveNext(); _filled++)
            _reader!.Read(_features.AsSpan(_filled * _scorer.Width, _scorer.Width));
        _place = 0;
        if (_filled == 0)
        {
            throw new InvalidOperationException(
                "The rows to score gave fewer rows the second time. A view must give the same rows on every pass: cache it with mlContext.Data.Cache.");
        }

        _scorer.Score(_features.AsSpan(0, _filled * _scorer.Width), _filled, _scores.AsSpan(0, _filled * _scorer.Outputs));
    }
}
