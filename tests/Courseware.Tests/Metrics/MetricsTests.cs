using System.Globalization;
using Xunit;

namespace Courseware.Tests.Metrics;

public sealed class MetricsTests
{
    [Fact]
    public void Macro_f1_counts_a_class_that_never_occurs_as_zero()
    {
        var report = ClassificationReport.Of([0, 0, 1, 1], [0, 0, 1, 1], classes: 4);
        Assert.Equal(0.5, report.Macro.F1);
        Assert.Equal(1, report.Micro.F1);
    }

    [Fact]
    public void Weighted_one_versus_rest_auc_weighs_by_support()
    {
        // Class 0 (2 rows): AUC 1. Class 1 (1 row): AUC ½. Class 2 (1 row): AUC 0.
        float[] scores = [0.9f, 0.5f, 0.9f, 0.8f, 0.5f, 0.9f, 0.1f, 0.5f, 0.9f, 0.2f, 0.5f, 0.1f];
        var auc = OneVersusRestAuc.Of([0, 0, 1, 2], scores, 3);
        Assert.Equal([1, 0.5, 0], auc.PerClass);
        Assert.Equal(0.5, auc.Macro);
        Assert.Equal((2 * 1 + 0.5 + 0) / 4, auc.Weighted);
    }

    [Fact]
    public void Dropping_collinear_points_keeps_the_area()
    {
        var roc = RocCurve.Of([1, 1, 1, 0, 0, 1, 0], [7f, 6f, 5f, 4f, 3f, 2f, 1f]);
        var corners = roc.WithoutCollinearPoints();
        Assert.True(corners.Thresholds.Length < roc.Thresholds.Length);
        Assert.Equal(roc.Auc, corners.Auc);
    }

    [Fact]
    public void R2_is_0_for_the_mean_and_undefined_for_a_constant_target()
    {
        Assert.Equal(0, RegressionScores.Of([1.0, 2, 3], [2.0, 2, 2]).R2, 12);
        Assert.Equal(double.NaN, RegressionScores.Of([2.0, 2], [1.0, 3]).R2);
    }

    [Fact]
    public void A_spread_gives_mean_and_standard_error()
    {
        var spread = Spread.Of(1, 2, 3, 4);
        Assert.Equal(2.5, spread.Mean);
        Assert.Equal(Math.Sqrt(5.0 / 3), spread.StandardDeviation, 12);
        Assert.Equal(Math.Sqrt(5.0 / 3) / 2, spread.StandardError, 12);
        Assert.Equal("2.50 ± 0.65 (4 seeds)", spread.ToString("F2"));
        Assert.Equal("1.0000 (one seed)", Spread.Of(1).ToString());
    }

    [Fact]
    public void A_paired_difference_needs_more_than_two_standard_errors()
    {
        var clear = PairedDifference.Of([0.61, 0.62, 0.63], [0.60, 0.605, 0.615]);
        Assert.True(clear.IsPositive);
        Assert.True(PairedDifference.Of([0.60, 0.605, 0.615], [0.61, 0.62, 0.63]).IsNegative);
        Assert.True(PairedDifference.Of([0.61, 0.59, 0.60], [0.60, 0.60, 0.60]).IsUndecided);
        Assert.StartsWith("+0.0133 ± 0.0017", clear.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_seed_decides_nothing()
    {
        var one = PairedDifference.Of([1.0], [0.5]);
        Assert.True(one.IsUndecided);
        Assert.Equal("+0.5000 (one seed)", one.ToString());
    }

    [Fact]
    public void The_pairs_matter_and_not_the_spread_over_seeds()
    {
        // Seeds differ by 0.2, the pairs by 0.01 each: paired, the difference is beyond doubt.
        Assert.True(PairedDifference.Of([0.51, 0.61, 0.71], [0.50, 0.60, 0.70]).IsPositive);
    }

    [Fact]
    public void A_report_and_a_confusion_matrix_are_shown_as_tables()
    {
        var report = ClassificationReport.Of([0, 0, 1, 1], [0, 1, 1, 1], names: ["cat", "dog"]);
        string text = report.ToMimeBundle()["text/plain"];
        Assert.Contains("cat", text, StringComparison.Ordinal);
        Assert.Contains("0.667", text, StringComparison.Ordinal);
        Assert.Contains("accuracy 0.7500", text, StringComparison.Ordinal);
        Assert.StartsWith("<table", report.Confusion.ToMimeBundle()["text/html"], StringComparison.Ordinal);
    }

    [Fact]
    public void Different_counts_are_named() =>
        Assert.Contains("labels has 3, predictions has 2", Assert.Throws<ArgumentException>(() => Accuracy.Of([0, 1, 1], [0, 1])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void No_rows_is_an_error()
    => Assert.Contains("empty", Assert.Throws<ArgumentException>(() => Accuracy.Of([], [])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_label_out_of_range_is_named_with_its_place()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => ConfusionMatrix.Of([0, 5], [0, 1], classes: 3));
        Assert.Contains("labels[1] is 5", error.Message, StringComparison.Ordinal);
        Assert.Contains("predictions[1] is -1",
            Assert.Throws<ArgumentOutOfRangeException>(() => ConfusionMatrix.Of([0, 1], [0, -1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_auc_of_one_class_is_an_error_and_not_a_number() =>
        Assert.Contains("all 2 are 1", Assert.Throws<ArgumentException>(() => RocCurve.Of([1, 1], [0.5f, 0.6f])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void NaN_scores_are_an_error_in_every_curve()
    {
        Assert.Contains("scores[1] is NaN", Assert.Throws<ArgumentException>(() => RocCurve.Of([0, 1], [0.5f, float.NaN])).Message,
            StringComparison.Ordinal);
        Assert.Contains("scores[0, 1] is NaN", Assert.Throws<ArgumentException>(() => Accuracy.TopK([0], [0.5f, float.NaN], 2, 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Log_loss_of_logits_says_what_to_do()
    {
        Assert.Contains("softmax", Assert.Throws<ArgumentOutOfRangeException>(() => LogLoss.Of([0], [2f, -1f], 2)).Message,
            StringComparison.Ordinal);
        Assert.Contains("row 0 sums to 1.2", Assert.Throws<ArgumentException>(() => LogLoss.Of([0], [0.6f, 0.6f], 2)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Log_loss_of_a_guess_is_the_logarithm_of_the_number_of_classes() =>
        Assert.Equal(1.3862943611198906, LogLoss.Of([0, 3], [0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f], 4), 14);

    [Fact]
    public void Scores_of_a_wrong_size_are_named_with_the_size_that_fits() =>
        Assert.Contains("2 × 3 = 6", Assert.Throws<ArgumentException>(() => Accuracy.TopK([0, 1], [1f, 2f], 3, 1)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Texts_do_not_depend_on_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            german.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = german;
            Assert.Equal("1.5000 (one seed)", Spread.Of(1.5).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
