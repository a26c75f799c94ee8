using Microsoft.ML;
using Microsoft.ML.Data;

namespace Courseware;

/// <summary>ML.NET's figures of merit beside the course's, of the same scores: where both mean the same, the same numbers.</summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed class MetricComparison : IDisplayable
{
    private MetricComparison(IReadOnlyList<MetricPair> pairs, int rows) => (Pairs, Rows) = (pairs, rows);

    /// <summary>The figures in order.</summary>
    public IReadOnlyList<MetricPair> Pairs { get; }

    /// <summary>Rows measured.</summary>
    public int Rows { get; }

    /// <summary>The figure of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public MetricPair this[string name] => Pairs.FirstOrDefault(p => p.Name == name)
        ?? throw new ArgumentException($"There is no figure '{name}' among {string.Join(", ", Pairs.Select(p => p.Name))}.", nameof(name));

    /// <summary>The figures of scored rows.</summary>
    /// <param name="context">ML.NET's context.</param>
    /// <param name="scored">What a model's <c>Transform</c> gave: with its scores and the true labels.</param>
    /// <param name="task">What was predicted.</param>
    /// <param name="label">The column of true labels.</param>
    /// <param name="top">For many classes: also the share of rows whose class is among so many highest scores.</param>
    /// <exception cref="ArgumentException">There is no row, or a score is NaN.</exception>
    public static MetricComparison Of(MLContext context, IDataView scored, PredictionTask task, string label = ColumnNames.Label,
        int top = 5)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(scored);
        var scores = scored.ToDataset("the scored rows", ColumnNames.Score, label);
        if (scores.Features.AsSpan().IndexOf(float.NaN) is var nan && nan >= 0)
        {
            throw new ArgumentException(
                $"The score of row {nan / scores.FeatureCount} is NaN: ML.NET would leave the row out of its figures without a word. "
                + "A model that diverged predicts NaN (lower its learning rate), and so does one that reads NaN (see FilterRowsByMissingValues).", nameof(scored));
        }
        return new(task switch
        {
            PredictionTask.Multiclass => Multiclass(context, scored, scores, label, top),
            PredictionTask.Binary => Binary(context, scored, scores, label),
            _ => Regression(context, scored, scores, label),
        }, scores.Count);
    }

    /// <summary>A row a figure.</summary>
    public Table ToTable() => new Table("figure", new Column("ML.NET", "0.000000"), new Column("ours", "0.000000"), "note")
        .Rows(Pairs, p => [p.Name, p.MLNet, p.Ours, p.Note])
        .WithNote(FormattableString.Invariant($"{Rows:N0} rows"));

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    private static List<MetricPair> Multiclass(MLContext context, IDataView scored, Dataset scores, string label, int top)
    {
        var classes = scores.FeatureCount;
        top = Math.Min(top, classes);
        var theirs = context.MulticlassClassification.Evaluate(scored, label, topKPredictionCount: top);
        var called = scored.ToDataset("the predictions", ColumnNames.Score, ColumnNames.PredictedLabel).Labels;
        var report = ClassificationReport.Of(scores.Labels, called, classes);
        var empty = report.PerClass.Count(c => c.Support == 0);
        var probabilities = AddUpToOne(scores.Features, classes);
        var pairs = new List<MetricPair>
        {
            new("accuracy", theirs.MicroAccuracy, report.Accuracy),
            new("mean recall of the classes", theirs.MacroAccuracy, report.Macro.Recall, empty == 0, empty == 0 ? ""
                : $"ML.NET leaves out {empty} classes without a row; ours counts them as 0"),
        };
        var loss = probabilities ? LogLoss.Of(scores.Labels, scores.Features, classes, clip: 1e-15) : double.NaN;
        var entropy = report.PerClass.Where(c => c.Support > 0).Sum(c => -Share(c.Support) * Elementary.Log(Share(c.Support)));
        var note = probabilities ? "" : "the scores are no probabilities";
        pairs.Add(new("log loss", theirs.LogLoss, loss, probabilities, note));
        pairs.Add(new("log-loss reduction", theirs.LogLossReduction, 1 - loss / entropy, probabilities, note));
        if (top > 1)
            pairs.Add(new($"among the first {top}", theirs.TopKAccuracy, Accuracy.TopK(scores.Labels, scores.Features, classes, top)));
        return pairs;

        double Share(int rows) => rows / (double)scores.Count;
    }

    private static List<MetricPair> Binary(MLContext context, IDataView scored, Dataset scores, string label)
    {
        var calibrated = scored.Schema.GetColumnOrNull(ColumnNames.Probability) is not null;
        var theirs = calibrated ? context.BinaryClassification.Evaluate(scored, label)
            : context.BinaryClassification.EvaluateNonCalibrated(scored, label);
        int[] called = [.. scores.Features.Select(score => score > 0 ? 1 : 0)];
        var yes = ClassificationReport.Of(scores.Labels, called, 2).PerClass[1];
        var pairs = new List<MetricPair>
        {
            new("accuracy", theirs.Accuracy, Accuracy.Of(scores.Labels, called)),
            new("area under the ROC curve", theirs.AreaUnderRocCurve, RocCurve.Of(scores.Labels, scores.Features).Auc),
            new("area under precision and recall", theirs.AreaUnderPrecisionRecallCurve,
                PrecisionRecallCurve.Of(scores.Labels, scores.Features).AveragePrecision, false,
                "ML.NET joins the points by lines, ours by steps" + (MixedTies(scores) is var tied && tied > 0
                    ? FormattableString.Invariant($"; {tied:N0} rows share their score with one of the other class, and ML.NET's depends on their order") : "")),
            new("precision", theirs.PositivePrecision, yes.Precision),
            new("recall", theirs.PositiveRecall, yes.Recall),
            new("F1", theirs.F1Score, yes.F1),
        };
        if (calibrated)
        {
            var probabilities = scored.ToDataset("the probabilities", ColumnNames.Probability, label).Features;
            var loss = LogLoss.Binary(scores.Labels, probabilities);
            var figures = (CalibratedBinaryClassificationMetrics)theirs;
            var certain = double.IsInfinity(figures.LogLoss);
            var yesShare = yes.Support / (double)scores.Count;
            var entropy = -yesShare * Elementary.Log(yesShare) - (1 - yesShare) * Elementary.Log1p(-yesShare);
            pairs.Add(new("log loss", figures.LogLoss, loss / Elementary.Log(2.0), !certain, certain
                ? "in bits; a certain error is infinite in ML.NET's" : "in bits"));
            pairs.Add(new("log-loss reduction", figures.LogLossReduction, 1 - loss / entropy, !certain, certain
                ? "a certain error is infinite in ML.NET's" : ""));
        }
        return pairs;
    }

    // Rows whose score a row of the other class has too.
    private static int MixedTies(Dataset scores)
        => scores.Features.Zip(scores.Labels).GroupBy(row => row.First).Where(group => group.DistinctBy(row => row.Second).Count() > 1)
        .Sum(group => group.Count());

    private static List<MetricPair> Regression(MLContext context, IDataView scored, Dataset scores, string label)
    {
        var theirs = context.Regression.Evaluate(scored, label);
        var ours = RegressionScores.Of(scores.Targets, scores.Features);
        return
        [
            new("mean absolute error", theirs.MeanAbsoluteError, ours.MeanAbsoluteError),
            new("mean squared error", theirs.MeanSquaredError, ours.MeanSquaredError),
            new("root mean squared error", theirs.RootMeanSquaredError, ours.RootMeanSquaredError),
            new("R²", theirs.RSquared, ours.R2),
        ];
    }

    private static bool AddUpToOne(float[] scores, int classes)
    {
        for (var from = 0; from < scores.Length; from += classes)
        {
            var sum = 0.0;
            foreach (var p in scores.AsSpan(from, classes))
                sum = p is >= 0 and <= 1 ? sum + p : double.NaN;
            if (!(Math.Abs(sum - 1) < 1e-3))
                return false;
        }
        return true;
    }
}
