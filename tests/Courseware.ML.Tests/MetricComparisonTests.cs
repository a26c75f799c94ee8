using Microsoft.ML;
using Xunit;

namespace Courseware.ML.Tests;

/// <summary>Where ML.NET and the course define a figure alike, both compute the same number from the same scores.</summary>
public sealed class MetricComparisonTests
{
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData("network")]
    [InlineData("maximum entropy")]
    [InlineData("boosted trees")]
    public void Of_many_classes_the_figures_agree(string model)
    {
        var parts = Datasets.Digits().Flatten().Split(0.6, seed: 1);
        var figures = Trial.Run(_context, parts, model switch
        {
            "network" => new SequentialEstimator(_context, () => Tables.Network([64], 10), Tables.Options(new CrossEntropy(), 5)),
            "maximum entropy" => ClassicModels.MaximumEntropy(_context),
            _ => ClassicModels.BoostedTrees(_context, PredictionTask.Multiclass, trees: 10),
        });
        Agree(figures, "accuracy", "mean recall of the classes", "log loss", "log-loss reduction", "among the first 5");
        Assert.InRange(figures["accuracy"].Ours, 0.8, 1);
        Assert.Contains("ours", figures.ToString(), StringComparison.Ordinal);
        Assert.Contains("text/html", figures.ToMimeBundle().Keys);
    }

    [Theory]
    [InlineData("network")]
    [InlineData("boosted trees")]
    public void Of_two_classes_the_figures_agree(string model)
    {
        var parts = Datasets.BreastCancer().Split(0.6, seed: 1).Standardize();
        var figures = Trial.Run(_context, parts, model switch
        {
            "network" => new SequentialEstimator(_context, () =>
                Tables.Network([30], 1), Tables.Options(new BinaryCrossEntropyWithLogits(), 5)),
            _ => ClassicModels.BoostedTrees(_context, PredictionTask.Binary, trees: 20),
        });
        Agree(figures, "accuracy", "area under the ROC curve", "precision", "recall", "F1", "log loss", "log-loss reduction");
        Assert.InRange(figures["area under the ROC curve"].Ours, 0.95, 1);

        // Lines against steps: close, and not the same.
        var curve = figures["area under precision and recall"];
        Assert.False(curve.SameDefinition);
        Assert.Equal(curve.Ours, curve.MLNet, 0.02);
    }

    [Theory]
    [InlineData("network")]
    [InlineData("boosted trees")]
    public void Of_numbers_the_figures_agree(string model)
    {
        var random = Tables.Random(500, [3]);
        var parts = random.WithTargets([.. Enumerable.Range(0, 500).Select(i => random.Row(i)[0] * random.Row(i)[1] + 1)], 1)
            .Split(0.7, seed: 2);
        var figures = Trial.Run(_context, parts, model switch
        {
            "network" => new SequentialEstimator(_context, () => Tables.Network([3], 1), Tables.Options(new MeanSquaredError())),
            _ => ClassicModels.BoostedTrees(_context, PredictionTask.Regression, trees: 20),
        });
        Agree(figures, "mean absolute error", "mean squared error", "root mean squared error", "R²");
    }

    [Fact]
    public void A_class_without_rows_is_told_where_the_definitions_part()
    {
        var data = Datasets.Iris().Shuffle(1);
        var parts = new TrainTest(data, data.OnlyClasses(0, 2));
        var recall = Trial.Run(_context, parts, ClassicModels.MaximumEntropy(_context))["mean recall of the classes"];
        Assert.False(recall.SameDefinition);
        Assert.Contains("leaves out 1 class", recall.Note, StringComparison.Ordinal);
        Assert.Equal(recall.MLNet * 2 / 3, recall.Ours, 1e-6);
    }

    [Fact]
    public void Scores_that_are_no_probabilities_have_no_log_loss_of_ours()
    {
        var perceptron = _context.MulticlassClassification.Trainers.OneVersusAll(
            _context.BinaryClassification.Trainers.AveragedPerceptron(), useProbabilities: false);
        var loss = Trial.Run(_context, Datasets.Iris().Split(0.7, seed: 1), perceptron)["log loss"];
        Assert.False(loss.SameDefinition);
        Assert.True(double.IsNaN(loss.Ours));
    }

    [Fact]
    public void A_score_that_is_not_a_number_is_refused_where_ML_NET_leaves_its_row_out()
    {
        var rows = _context.Data.LoadFromEnumerable<Called>([Called.As(true, 1), Called.As(false, -1), Called.As(true, float.NaN)]);
        Assert.Equal(1, _context.BinaryClassification.EvaluateNonCalibrated(rows).Accuracy); // 2 of 3 are right
        var text = Assert.Throws<ArgumentException>(() => MetricComparison.Of(_context, rows, PredictionTask.Binary)).Message;
        Assert.Contains("The score of row 2 is NaN", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1f, true)]
    [InlineData(0.5f, false)]
    public void Tied_rows_of_both_classes_are_told_beside_the_area_that_depends_on_their_order(float last, bool tied)
    {
        var rows = _context.Data.LoadFromEnumerable<Called>(
            [Called.As(true, 1), Called.As(true, 2), Called.As(false, last), Called.As(false, -1)]);
        Assert.Equal(tied, MetricComparison.Of(_context, rows, PredictionTask.Binary)["area under precision and recall"].Note
            .Contains("2 rows share their score", StringComparison.Ordinal));
    }

    [Fact]
    public void A_test_set_that_a_sampling_key_has_left_empty_is_told()
    {
        var split = _context.Data.TrainTestSplit(Datasets.BreastCancer()
            .ToDataView(LabelForm.Boolean), samplingKeyColumnName: ColumnNames.Label);
        var model = ClassicModels.BoostedTrees(_context, PredictionTask.Binary, trees: 2).Fit(split.TrainSet);
        var text = Assert.Throws<ArgumentException>(() =>
            MetricComparison.Of(_context, model.Transform(split.TestSet), PredictionTask.Binary)).Message;
        Assert.Contains("samplingKeyColumnName", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PredictionTask.Binary)]
    [InlineData(PredictionTask.Multiclass)]
    [InlineData(PredictionTask.Regression)]
    public void Too_few_rows_for_a_tree_are_refused(PredictionTask task)
    {
        var rows = task == PredictionTask.Regression ? Tables.Random(30, [2], targets: 1)
            : Tables.Random(30, [2], classes: task == PredictionTask.Binary ? 2 : 3);
        var text = Assert.Throws<ArgumentException>(() =>
            Trial.Run(_context, new(rows.Take(19), rows), ClassicModels.BoostedTrees(_context, task), task)).Message;
        Assert.Contains("at least 20 rows", text, StringComparison.Ordinal);
        Assert.Equal(30, Trial.Run(_context, new(rows.Take(20), rows), ClassicModels.BoostedTrees(_context, task), task).Rows);
    }

    [Fact]
    public void A_figure_that_is_not_there_is_told()
        => Assert.Contains("accuracy",
            Assert.Throws<ArgumentException>(() =>
                Trial.Run(_context, Datasets.Iris().Split(0.7, seed: 1), ClassicModels.MaximumEntropy(_context))["AUC"]).Message,
                StringComparison.Ordinal);

    [Fact]
    public void Cross_validation_measures_every_row_once_by_the_folds_of_the_course()
    {
        var folds = Trial.CrossValidate(_context, Datasets.Wine(), folds: 4,
            ClassicModels.BoostedTrees(_context, PredictionTask.Multiclass, trees: 20), seed: 1);
        Assert.Equal(178, folds.Folds.Sum(f => f.Rows));
        Assert.Equal(4, folds.MLNet("accuracy").Count);
        Assert.Equal(folds.Ours("accuracy").Mean, folds.MLNet("accuracy").Mean, 1e-9);
        Assert.InRange(folds.Ours("accuracy").Mean, 0.9, 1);
        Assert.Contains("4 folds", folds.ToString(), StringComparison.Ordinal);
    }

    private static void Agree(MetricComparison figures, params string[] names) => Assert.All(names, name =>
    {
        var pair = figures[name];
        Assert.True(pair.SameDefinition, $"{name}: {pair.Note}");
        Assert.True(Math.Abs(pair.MLNet - pair.Ours) <= 1e-6, FormattableString.Invariant($"{name}: {pair.MLNet:R} and {pair.Ours:R}"));
    });

    private sealed class Called
    {
        public bool Label { get; set; }

        public float Score { get; set; }

        public bool PredictedLabel { get; set; }

        public static Called As(bool label, float score) => new() { Label = label, Score = score, PredictedLabel = score > 0 };
    }
}
