using Microsoft.ML;
using Microsoft.ML.Data;

namespace Courseware;

/// <summary>One pass over a <see cref="ScoredView"/>: one cursor gives the columns that are passed on, another runs ahead and gathers features into batches.</summary>
internal sealed class ScoredCursor : DataViewRowCursor
{
    /// <summary>Rows in a batch: that of <c>model.Predict</c>, so that the numbers are the same.</summary>
    private const int Chunk = 250;

    private readonly DataViewRowCursor rows;
    private readonly DataViewRowCursor? ahead;
    private readonly FeatureColumnReader? reader;
    private readonly ModelScorer scorer;
    private readonly ScoreGetters? getters;
    private readonly float[] features;
    private readonly float[] scores;
    private int filled;
    private int place = -1;

    public ScoredCursor(DataViewSchema schema, DataViewRowCursor rows, DataViewRowCursor? ahead, DataViewSchema.Column column, ModelScorer scorer)
    {
        (Schema, this.rows, this.ahead, this.scorer) = (schema, rows, ahead, scorer);
        (features, scores) = ahead is null ? ([], []) : (new float[Chunk * scorer.Width], new float[Chunk * scorer.Outputs]);
        if (ahead is null)
            return;
        reader = new(ahead, column);
        getters = new(scorer, () => scores.AsMemory(place * scorer.Outputs, scorer.Outputs));
    }

    public override DataViewSchema Schema { get; }

    public override long Position => rows.Position;

    public override long Batch => rows.Batch;

    public override bool MoveNext()
    {
        if (!rows.MoveNext())
            return false;
        if (ahead is not null && ++place >= filled)
            Fill();
        return true;
    }

    public override bool IsColumnActive(DataViewSchema.Column column)
        => column.Index < rows.Schema.Count ? rows.IsColumnActive(rows.Schema[column.Index]) : getters is not null;

    public override ValueGetter<DataViewRowId> GetIdGetter() => rows.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        => column.Index < rows.Schema.Count ? rows.GetGetter<TValue>(rows.Schema[column.Index])
        : getters is not null ? Getters.As<TValue>(column, getters.For(column))
        : throw new InvalidOperationException($"Column '{column.Name}' was not asked for when this pass began.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            rows.Dispose();
            ahead?.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Fill()
    {
        for (filled = 0; filled < Chunk && ahead!.MoveNext(); filled++)
            reader!.Read(features.AsSpan(filled * scorer.Width, scorer.Width));
        place = 0;
        if (filled == 0)
            throw new InvalidOperationException("The rows to score gave fewer rows the second time. A view must give the same rows on every pass: cache it with mlContext.Data.Cache.");
        scorer.Score(features.AsSpan(0, filled * scorer.Width), filled, scores.AsSpan(0, filled * scorer.Outputs));
    }
}
