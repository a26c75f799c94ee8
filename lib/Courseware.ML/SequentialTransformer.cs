using Microsoft.ML;
using Microsoft.ML.Data;

namespace Courseware;

/// <summary>
/// A trained network in an ML.NET pipeline: it adds the columns Score, PredictedLabel and Probability that ML.NET's evaluators read.
/// </summary>
/// <remarks>
/// Many classes: Score holds a probability a class (the model's outputs, through softmax unless its last layer is one), PredictedLabel the
/// key of the largest. Yes or no: Score is above 0 for yes (a logit where the model or its loss speaks of one), Probability between 0 and
/// 1. Regression: Score is the output.
/// </remarks>
public sealed class SequentialTransformer : ITransformer, IDisposable
{
    private readonly string _features;
    private readonly ModelScorer _scorer;
    private readonly DataViewType _labelType;

    internal SequentialTransformer(Sequential model, History history, PredictionTask task, FitOptions options, string features,
        IReadOnlyList<string> classNames, DataViewType labelType)
    {
        (Model, History, Task, _features, ClassNames, _labelType) = (model, history, task, features, classNames, labelType);
        _scorer = new(model, options.Engine, task, options.Loss.DecisionThreshold);
    }

    /// <summary>The trained model. It is not to be trained on while this transformer is in use.</summary>
    public Sequential Model { get; }

    /// <summary>How training went.</summary>
    public History History { get; }

    /// <summary>What it predicts.</summary>
    public PredictionTask Task { get; }

    /// <summary>The classes' names, for many classes.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Always: a row's score depends on that row alone.</summary>
    public bool IsRowToRowMapper => true;

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Features(inputSchema);
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(inputSchema);
        switch (Task)
        {
            case PredictionTask.Multiclass:
                schema.AddColumn(ColumnNames.PredictedLabel, _labelType, TextAnnotations.Of(ColumnNames.KeyValues, ClassNames));
                schema.AddColumn(ColumnNames.Score, new VectorDataViewType(NumberDataViewType.Single, _scorer.Outputs),
                    TextAnnotations.Of(ColumnNames.SlotNames, ClassNames));
                break;
            case PredictionTask.Binary:
                schema.AddColumn(ColumnNames.PredictedLabel, BooleanDataViewType.Instance);
                schema.AddColumn(ColumnNames.Score, NumberDataViewType.Single);
                schema.AddColumn(ColumnNames.Probability, NumberDataViewType.Single);
                break;
            default:
                schema.AddColumn(ColumnNames.Score, _labelType is VectorDataViewType
                    ? new VectorDataViewType(NumberDataViewType.Single, _scorer.Outputs) : NumberDataViewType.Single);
                break;
        }
        return schema.ToSchema();
    }

    /// <summary>The rows with their scores, computed as they are read.</summary>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoredView(input, GetOutputSchema(input.Schema), Features(input.Schema), _scorer);
    }

    /// <summary>Scores one row at a time: what <c>CreatePredictionEngine</c> asks for.</summary>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new ScoreMapper(inputSchema, GetOutputSchema(inputSchema), Features(inputSchema), _scorer);
    }

    /// <summary>ML.NET's model files cannot hold it.</summary>
    /// <exception cref="NotSupportedException">Always; the text says what to do.</exception>
    void ICanSaveModel.Save(ModelSaveContext ctx)
        => throw new NotSupportedException($"An ML.NET model file cannot hold the network '{Model.Name}'. Save its weights with transformer.Model.Save(path), and load them into a model of the same layers with Load(path).");

    /// <summary>Gives up what the engine holds for predictions; the next one takes it again.</summary>
    public void Dispose() => _scorer.Dispose();

    private DataViewSchema.Column Features(DataViewSchema schema)
    {
        var column = schema.GetColumnOrNull(_features)
            ?? throw new ArgumentException($"Model '{Model.Name}' was trained on column '{_features}', which is not among {string.Join(", ", schema.Select(c => c.Name))}.");
        return column.Type is VectorDataViewType vector && vector.ItemType == NumberDataViewType.Single && vector.Size == _scorer.Width
            || (column.Type == NumberDataViewType.Single && _scorer.Width == 1) ? column
            : throw new ArgumentException($"Model '{Model.Name}' takes {_scorer.Width} numbers a row, and column '{_features}' holds {column.Type}. In a class of your own, give the property [VectorType({_scorer.Width})].");
    }
}
