using Microsoft.ML;
using Microsoft.ML.Data;

namespace Courseware;

/// <summary>Scores one row at a time.</summary>
internal sealed class ScoreMapper(DataViewSchema input, DataViewSchema output, DataViewSchema.Column features, ModelScorer scorer)
    : IRowToRowMapper
{
    public DataViewSchema InputSchema => input;

    public DataViewSchema OutputSchema => output;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
        => dependingColumns.Select(c => c.Index < input.Count ? input[c.Index] : features).DistinctBy(c => c.Index);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
        => new Row(input, output, features, scorer, [.. activeColumns.Select(c => c.Index)]);

    private sealed class Row : DataViewRow
    {
        private readonly DataViewRow _input;
        private readonly HashSet<int> _active;
        private readonly ModelScorer _scorer;
        private readonly FeatureColumnReader? _reader;
        private readonly ScoreGetters? _getters;
        private readonly float[] _features;
        private readonly float[] _scores;
        private long _scored = -1;

        public Row(DataViewRow input, DataViewSchema schema, DataViewSchema.Column column, ModelScorer scorer, HashSet<int> active)
        {
            (_input, Schema, _scorer, _active) = (input, schema, scorer, active);
            (_features, _scores) = (new float[scorer.Width], new float[scorer.Outputs]);
            if (!active.Any(index => index >= input.Schema.Count))
                return;
            _reader = new(input, input.Schema[column.Index]);
            _getters = new(scorer, Current);
        }

        public override DataViewSchema Schema { get; }

        public override long Position => _input.Position;

        public override long Batch => _input.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

        public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
            => column.Index < _input.Schema.Count ? _input.GetGetter<TValue>(_input.Schema[column.Index])
            : _getters is not null ? Getters.As<TValue>(column, _getters.For(column))
            : throw new InvalidOperationException($"Column '{column.Name}' was not asked for.");

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _input.Dispose();
            base.Dispose(disposing);
        }

        // Several columns are read off one row: it is scored once.
        private ReadOnlyMemory<float> Current()
        {
            if (_scored != _input.Position)
            {
                _reader!.Read(_features);
                _scorer.Score(_features, 1, _scores);
                _scored = _input.Position;
            }
            return _scores;
        }
    }
}
