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
        Agree(figures, "accuracy", "mean recall of the classes", "log loss", "among the first 5");
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
            "network" => new SequentialEstimator(_context, () => Tables.Network([30], 1), Tables.Options(new BinaryCrossEntropyWithLogits(), 5)),
            _ => ClassicModels.BoostedTrees(_context, PredictionTask.Binary, trees: 20),
        });
        Agree(figures, "accuracy", "area under the ROC curve", "precision", "recall", "F1", "log loss");
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
        var parts = random.WithTargets([.. Enumerable.Range(0, 500).Select(i => random.Row(i)[0] * random.Row(i)[1] + 1)], 1).Split(0.7, seed: 2);
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
        var perceptron = _context.MulticlassClassification.Trainers.OneVersusAll(_context.BinaryClassification.Trainers.AveragedPerceptron(), useProbabilities: false);
        var loss = Trial.Run(_context, Datasets.Iris().Split(0.7, seed: 1), perceptron)["log loss"];
        Assert.False(loss.SameDefinition);
        Assert.True(double.IsNaN(loss.Ours));
    }

    [Fact]
    public void A_figure_that_is_not_there_is_told()
        => Assert.Contains("accuracy", Assert.Throws<ArgumentException>(() => Trial.Run(_context, Datasets.Iris().Split(0.7, seed: 1), ClassicModels.MaximumEntropy(_context))["AUC"]).Message, StringComparison.Ordinal);

    [Fact]
    public void Cross_validation_measures_every_row_once_by_the_folds_of_the_course()
    {
        var folds = Trial.CrossValidate(_context, Datasets.Wine(), folds: 4, ClassicModels.BoostedTrees(_context, PredictionTask.Multiclass, trees: 20), seed: 1);
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
}
