using Microsoft.ML;
using Xunit;

namespace Courseware.ML.Tests;

/// <summary>What models without a network reach on the homeworks' own data. Skipped where these are not at hand.</summary>
public sealed class HomeworkBaselineTests(ITestOutputHelper output)
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Maximum_entropy_sorts_newswires_into_their_topics()
    {
        var data = Datasets.Reuters(1000);
        Real(data.Provenance);
        var figures = Show(Trial.Run(_context, data, ClassicModels.MaximumEntropy(_context)));
        Assert.InRange(figures["accuracy"].Ours, 0.74, 0.85);
        Assert.Equal(figures["accuracy"].MLNet, figures["accuracy"].Ours, 1e-6);
        Assert.Equal(figures["log loss"].MLNet, figures["log loss"].Ours, 1e-6);
    }

    [Fact]
    public void Boosted_trees_tell_a_signal_from_background()
    {
        var data = Datasets.Higgs();
        Real(data.Provenance);
        var figures = Show(Trial.Run(_context, data, ClassicModels.BoostedTrees(_context, PredictionTask.Binary)));
        Assert.InRange(figures["area under the ROC curve"].Ours, 0.72, 0.85);
        Assert.Equal(figures["area under the ROC curve"].MLNet, figures["area under the ROC curve"].Ours, 1e-6);
    }

    [Fact]
    public void Boosted_trees_tell_the_price_of_a_phone()
    {
        var data = Datasets.MobilePrices();
        Real(data.Provenance);
        var folds = Trial.CrossValidate(_context, data, 5, ClassicModels.BoostedTrees(_context, PredictionTask.Multiclass, trees: 50),
            seed: 1);
        output.WriteLine(folds.ToString());
        Assert.InRange(folds.Ours("accuracy").Mean, 0.85, 0.98);
    }

    [Fact]
    public void Boosted_trees_are_the_same_on_every_run()
    {
        var parts = Datasets.BreastCancer().Split(0.5, seed: 1);
        var runs = Enumerable.Range(0, 2)
            .Select(_ => Trial.Run(new MLContext(1), parts, ClassicModels.BoostedTrees(new MLContext(1), PredictionTask.Binary, trees: 10)))
            .ToArray();
        Assert.Equal(runs[0].Pairs, runs[1].Pairs);
    }

    private MetricComparison Show(MetricComparison figures)
    {
        output.WriteLine(figures.ToString());
        return figures;
    }

    private static void Real(Provenance from)
    {
        if (!from.IsReal)
            Assert.Skip($"{from.Name}: no real copy at hand. Set COURSEWARE_DATA.");
    }
}
