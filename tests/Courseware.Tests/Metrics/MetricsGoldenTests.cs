using System.Globalization;
using Courseware.Tests.Golden;
using Xunit;

namespace Courseware.Tests.Metrics;

public sealed class MetricsGoldenTests
{
    [Theory, GoldenCases("f_metrics/classification.json")]
    public void Classification_report_equals_scikit_learns(GoldenCase c)
    {
        int classes = c.Integers("labels").Length;
        var report = ClassificationReport.Of(c.Input("y_true").Ints, c.Input("y_pred").Ints, classes);
        c.AssertDouble("accuracy", report.Accuracy);
        c.AssertDouble("accuracy", Accuracy.Of(c.Input("y_true").Ints, c.Input("y_pred").Ints));
        c.AssertExact("confusion_matrix", [.. report.Confusion.Counts]);
        foreach (var (name, scores) in new[] { ("macro", report.Macro), ("micro", report.Micro), ("weighted", report.Weighted) })
        {
            c.AssertDouble($"precision_{name}", scores.Precision);
            c.AssertDouble($"recall_{name}", scores.Recall);
            c.AssertDouble($"f1_{name}", scores.F1);
        }
        c.AssertDouble("precision_per_class", [.. report.PerClass.Select(s => s.Precision)]);
        c.AssertDouble("recall_per_class", [.. report.PerClass.Select(s => s.Recall)]);
        c.AssertDouble("f1_per_class", [.. report.PerClass.Select(s => s.F1)]);
        c.AssertExact("support_per_class", [.. report.PerClass.Select(s => s.Support)]);
        if (c.HasOutput("true_positive"))
        {
            c.AssertDouble("precision_positive_class_1", report.PerClass[1].Precision);
            c.AssertDouble("recall_positive_class_1", report.PerClass[1].Recall);
            c.AssertDouble("f1_positive_class_1", report.PerClass[1].F1);
            c.AssertExact("true_negative", [report.Confusion[0, 0]]);
            c.AssertExact("false_positive", [report.Confusion[0, 1]]);
            c.AssertExact("false_negative", [report.Confusion[1, 0]]);
            c.AssertExact("true_positive", [report.Confusion[1, 1]]);
        }
        c.AssertAllOutputsCompared();
    }

    [Theory, GoldenCases("f_metrics/top_k.json")]
    public void Top_k_accuracy_follows_each_library_on_ties(GoldenCase c)
    {
        int classes = c.Integers("labels").Length;
        int[] labels = c.Input("y_true").Ints;
        float[] scores = c.Input("scores").Floats;
        c.AssertExact(c.HasOutput("argmax") ? "argmax" : "argmax_first_maximum", Accuracy.Argmax(scores, classes));
        foreach (string output in c.Outputs.Where(o => o.StartsWith("top", StringComparison.Ordinal)))
        {
            int k = output[3] - '0';
            TopKTies[] ties = output.Length == 4 ? Enum.GetValues<TopKTies>() : [output[5..] switch
            {
                "scikit_learn" => TopKTies.HighestIndexFirst,
                "keras_in_top_k" => TopKTies.StrictlyGreater,
                _ => TopKTies.LowestIndexFirst,
            }];
            foreach (var tie in ties)
                c.AssertDouble(output, Accuracy.TopK(labels, scores, classes, k, tie));
        }
        c.AssertAllOutputsCompared();
    }

    [Theory, GoldenCases("f_metrics/roc_auc.json")]
    public void Roc_and_precision_recall_curves_equal_scikit_learns(GoldenCase c)
    {
        int[] labels = c.Input("y_true").Ints;
        float[] scores = c.Input("scores").Floats;
        var roc = RocCurve.Of(labels, scores);
        c.AssertDouble("auc", roc.Auc);
        c.AssertDouble("fpr_all_points", roc.FalsePositiveRates);
        c.AssertDouble("tpr_all_points", roc.TruePositiveRates);
        c.AssertDouble("thresholds_all_points", roc.Thresholds);
        var corners = roc.WithoutCollinearPoints();
        c.AssertDouble("fpr_dropped_collinear", corners.FalsePositiveRates);
        c.AssertDouble("tpr_dropped_collinear", corners.TruePositiveRates);
        c.AssertDouble("thresholds_dropped_collinear", corners.Thresholds);
        c.AssertDouble("auc", corners.Auc);
        var curve = PrecisionRecallCurve.Of(labels, scores);
        c.AssertDouble("average_precision", curve.AveragePrecision);
        c.AssertDouble("pr_curve_precision", curve.Precisions);
        c.AssertDouble("pr_curve_recall", curve.Recalls);
        c.AssertDouble("pr_curve_thresholds", curve.Thresholds);
        c.AssertDouble("accuracy_at_0.5", Accuracy.AtThreshold(labels, scores));
        c.AssertAllOutputsCompared();
    }

    [Theory, GoldenCases("f_metrics/roc_auc_multiclass.json")]
    public void One_versus_rest_auc_equals_scikit_learns(GoldenCase c)
    {
        var auc = OneVersusRestAuc.Of(c.Input("y_true").Ints, c.Input("probabilities").Floats, c.Input("probabilities").Shape[1]);
        c.AssertDouble("auc_one_vs_rest_macro", auc.Macro);
        c.AssertDouble("auc_per_class", auc.PerClass);
        c.AssertAllOutputsCompared();
    }

    [Theory, GoldenCases("f_metrics/regression.json")]
    public void Regression_scores_equal_scikit_learns(GoldenCase c)
    {
        var scores = RegressionScores.Of(c.Input("y_true").Data, c.Input("y_pred").Data);
        c.AssertDouble("mse", scores.MeanSquaredError);
        c.AssertDouble("rmse", scores.RootMeanSquaredError);
        c.AssertDouble("mae", scores.MeanAbsoluteError);
        c.AssertDouble("r2", scores.R2);
        c.AssertAllOutputsCompared();
    }

    [Theory, GoldenCases("f_metrics/log_loss.json")]
    public void Log_loss_equals_scikit_learns_with_any_clip(GoldenCase c)
    {
        int[] labels = c.Input("y_true").Ints;
        var p = c.Input(c.HasInput("probabilities") ? "probabilities" : "probability_of_1");
        bool binary = p.Shape.Length == 1;
        foreach (string output in c.Outputs)
        {
            double clip = output.StartsWith("log_loss_eps_", StringComparison.Ordinal)
                ? double.Parse(output["log_loss_eps_".Length..], CultureInfo.InvariantCulture) : LogLoss.Epsilon;
            c.AssertDouble(output,
                output == "brier" ? LogLoss.Brier(labels, p.Floats) : binary ? LogLoss.Binary(labels, p.Floats, clip)
                : LogLoss.Of(labels, p.Floats, p.Shape[1], clip));
        }
        c.AssertAllOutputsCompared();
    }
}
