using Microsoft.ML;

namespace Courseware;

/// <summary>A view with a network's scores beside its columns, computed in batches while it is read.</summary>
internal sealed class ScoredView(IDataView input, DataViewSchema schema, DataViewSchema.Column features, ModelScorer scorer) : IDataView
{
    public DataViewSchema Schema => schema;

    // The rows pass twice, once ahead for the scores: both times in one order.
    public bool CanShuffle => false;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var needed = columnsNeeded.ToArray();
        var passed = needed.Where(c => c.Index < input.Schema.Count).Select(c => input.Schema[c.Index]).ToArray();
        var scores = needed.Any(c => c.Index >= input.Schema.Count);
        return new ScoredCursor(schema, input.GetRowCursor(passed), scores ? input.GetRowCursor([features]) : null, features, scorer);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];
}
