using Microsoft.ML;
using Microsoft.ML.Data;

namespace Courseware;

/// <summary>
/// A network as the trainer of an ML.NET pipeline:
/// <code>var pipeline = context.Transforms.NormalizeMeanVariance("Features", fixZero: false).Append(new SequentialEstimator(context, () =>
/// new Sequential([28], seed: 1) { … }, options));</code>
/// ML.NET's own <c>Evaluate</c>, <c>CrossValidate</c> and <c>CreatePredictionEngine</c> take what it fits.
/// </summary>
/// <remarks>
/// The label's type says what is learnt: a key, many classes (one output a class); a boolean, yes or no (one output); a number or a vector
/// of them, regression. ML.NET's NormalizeMeanVariance and NormalizeMinMax do not centre unless they are told to (fixZero: false), and a
/// network learns slowly from inputs far from 0. Rows are read into memory once, for training draws them in another order each epoch; those
/// of a <see cref="DatasetView"/> are taken as they are.
/// </remarks>
/// <param name="context">ML.NET's context.</param>
/// <param name="makeModel">Makes the untrained model, again for each fit (cross-validation fits several).</param>
/// <param name="options">How to train, as for <c>model.Fit</c>.</param>
/// <param name="features">The column of features: a vector of float of the size that the model takes.</param>
/// <param name="label">The column to learn.</param>
public sealed class SequentialEstimator(MLContext context, Func<Sequential> makeModel, FitOptions options,
    string features = ColumnNames.Features, string label = ColumnNames.Label)
    : IEstimator<SequentialTransformer>
{
    /// <summary>Trains a new model.</summary>
    /// <exception cref="ArgumentException">The columns do not fit the model; the text names both and the fix.</exception>
    public SequentialTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var column = input.Schema.GetColumnOrNull(label) ?? throw NoColumn(label, "label", input.Schema.Select(c => c.Name));
        var classes = column.Type is KeyDataViewType key ? checked((int)key.Count) : column.Type is BooleanDataViewType ? 2 : 0;
        var task = Task(column.Type is VectorDataViewType { ItemType: var item } ? item
            : column.Type, classes > 2 || column.Type is KeyDataViewType);
        var model = makeModel();
        CheckOutputs(model, task, classes);

        var data = input.ToDataset(model.Name + "'s rows", features, label);
        if (data.FeatureCount == Size(model.InputShape))
            data = data.Reshape(model.InputShape);
        var history = model.Fit(data, options);
        return new(model, history, task, options, features, task == PredictionTask.Multiclass
            ? TextAnnotations.Read(column, ColumnNames.KeyValues, classes) ?? data.ClassNames : [], column.Type);
    }

    /// <summary>The columns after fitting, which are those of ML.NET's own trainers for the task.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var column = inputSchema.Where(c => c.Name == label).Select(c => (SchemaShape.Column?)c).FirstOrDefault()
            ?? throw NoColumn(label, "label", inputSchema.Select(c => c.Name));
        if (inputSchema.All(c => c.Name != features))
            throw NoColumn(features, "features", inputSchema.Select(c => c.Name));

        // Nobody outside ML.NET can make a shape of columns: that of a trainer with the same columns is taken.
        return Task(column.ItemType, column.IsKey) switch
        {
            PredictionTask.Multiclass =>
                context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(label, features).GetOutputSchema(inputSchema),
            PredictionTask.Binary =>
                context.BinaryClassification.Trainers.LbfgsLogisticRegression(label, features).GetOutputSchema(inputSchema),
            _ when column.Kind != SchemaShape.Column.VectorKind.Scalar => inputSchema,
            _ => context.Regression.Trainers.OnlineGradientDescent(label, features).GetOutputSchema(inputSchema),
        };
    }

    private PredictionTask Task(DataViewType item, bool isKey)
        => isKey ? PredictionTask.Multiclass
        : item is BooleanDataViewType ? PredictionTask.Binary
        : item == NumberDataViewType.Single ? PredictionTask.Regression
        : throw new ArgumentException($"The label '{label}' holds {item}. A network learns a key (many classes: MapValueToKey), a boolean (yes or no) or a float (ConvertType).");

    private void CheckOutputs(Sequential model, PredictionTask task, int classes)
    {
        var outputs = Size(model.OutputShape);
        if (task == PredictionTask.Multiclass && outputs != classes)
            throw new ArgumentException($"The label '{label}' is a key of {classes} classes, and model '{model.Name}' has {outputs} output{(outputs == 1 ? "" : "s")}: a score for each class is wanted. Give its last layer {classes} units{(outputs == 1 && classes == 2 ? $", or make the label a boolean: ToDataView(LabelForm.Boolean)" : "")}.");
        if (task == PredictionTask.Binary && outputs != 1)
            throw new ArgumentException($"The label '{label}' is a boolean, and model '{model.Name}' has {outputs} outputs: one is wanted, high for yes. Give its last layer 1 unit, or make the label a key: ToDataView(LabelForm.Key).");
    }

    private static ArgumentException NoColumn(string column, string what, IEnumerable<string> columns)
        => new($"There is no column '{column}' for the {what}. The columns: {string.Join(", ", columns)}.");

    private static int Size(int[] shape) => shape.Aggregate(1, (a, b) => a * b);
}
