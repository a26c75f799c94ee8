using Microsoft.ML;
using Microsoft.ML.Data;

namespace Courseware;

/// <summary>Scores one row at a time.</summary>
internal sealed class ScoreMapper(DataViewSchema input, DataViewSchema output, DataViewSchema.Column features, ModelScorer scorer) : IRowToRowMapper
{
    public DataViewSchema InputSchema => input;

    public DataViewSchema OutputSchema => output;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
        => dependingColumns.Select(c => c.Index < input.Count ? input[c.Index] : features).DistinctBy(c => c.Index);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
        => new Row(input, output, features, scorer, [.. activeColumns.Select(c => c.Index)]);

    private sealed class Row : DataViewRow
    {
        private readonly DataViewRow input;
        private readonly HashSet<int> active;
        private readonly ModelScorer scorer;
        private readonly FeatureColumnReader? reader;
        private readonly ScoreGetters? getters;
        private readonly float[] features;
        private readonly float[] scores;
        private long scored = -1;

        public Row(DataViewRow input, DataViewSchema schema, DataViewSchema.Column column, ModelScorer scorer, HashSet<int> active)
        {
            (this.input, Schema, this.scorer, this.active) = (input, schema, scorer, active);
            (features, scores) = (new float[scorer.Width], new float[scorer.Outputs]);
            if (!active.Any(index => index >= input.Schema.Count))
                return;
            reader = new(input, input.Schema[column.Index]);
            getters = new(scorer, Current);
        }

        public override DataViewSchema Schema { get; }

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
            => column.Index < input.Schema.Count ? input.GetGetter<TValue>(input.Schema[column.Index])
            : getters is not null ? Getters.As<TValue>(column, getters.For(column))
            : throw new InvalidOperationException($"Column '{column.Name}' was not asked for.");

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }

        // Several columns are read off one row: it is scored once.
        private ReadOnlyMemory<float> Current()
        {
            if (scored != input.Position)
            {
                reader!.Read(features);
                scorer.Score(features, 1, scores);
                scored = input.Position;
            }
            return scores;
        }
    }
}
