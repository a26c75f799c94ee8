using Microsoft.ML;
using Microsoft.ML.Data;

namespace Courseware.ML.Tests.Definitions;

/// <summary>Rows that a model might have scored, for ML.NET's <c>Evaluate</c>.</summary>
internal static class Scored
{
    /// <summary>Two classes: whether it is yes, the score and the probability of yes.</summary>
    public static CalibratedBinaryClassificationMetrics Binary(MLContext context,
        params (bool Label, double Score, double Probability)[] rows)
        => context.BinaryClassification.Evaluate(context.Data.LoadFromEnumerable(rows.Select(row => new YesNo
        {
            Label = row.Label,
            Score = (float)row.Score,
            Probability = (float)row.Probability,
            PredictedLabel = row.Score > 0,
        })));

    /// <summary>Many classes: the true one, and a probability for each. The class with the highest is the one that is called.</summary>
    public static MulticlassClassificationMetrics Multiclass(MLContext context, int top, params (int Label, float[] Scores)[] rows)
    {
        var names = Enumerable.Range(0, rows[0].Scores.Length).Select(name => new Name { Value = $"class {name}" }).ToArray();
        var schema = SchemaDefinition.Create(typeof(OneOfMany));
        schema["Score"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, names.Length);
        var view = context.Data.LoadFromEnumerable(rows.Select(row => new OneOfMany
        {
            Label = names[row.Label].Value,
            Score = row.Scores,
            PredictedLabel = names[Array.IndexOf(row.Scores, row.Scores.Max())].Value,
        }), schema);
        var keys = context.Data.LoadFromEnumerable(names);
        var numbered = context.Transforms.Conversion.MapValueToKey("Label", keyData: keys)
            .Append(context.Transforms.Conversion.MapValueToKey("PredictedLabel", keyData: keys));
        return context.MulticlassClassification.Evaluate(numbered.Fit(view).Transform(view), topKPredictionCount: top);
    }

    /// <summary>Numbers: the true one and the predicted one.</summary>
    public static RegressionMetrics Numbers(MLContext context, params (double Label, double Score)[] rows)
        => context.Regression.Evaluate(
            context.Data.LoadFromEnumerable(rows.Select(row => new Predicted { Label = (float)row.Label, Score = (float)row.Score })));

    private sealed class YesNo
    {
        public bool Label { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }
    }

    private sealed class OneOfMany
    {
        public string Label { get; set; } = "";

        public float[] Score { get; set; } = [];

        public string PredictedLabel { get; set; } = "";
    }

    private sealed class Name
    {
        public string Value { get; set; } = "";
    }

    private sealed class Predicted
    {
        public float Label { get; set; }

        public float Score { get; set; }
    }
}
