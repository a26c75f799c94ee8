using Courseware.Data;
using Courseware.Losses;
using Courseware.MLNet.Pipelines;
using Courseware.Training;
using Microsoft.ML;
using Xunit;

namespace Courseware.MLNet.Tests;

[Collection("environment")]
public sealed class TorchSharpTests
{
    [Fact]
    public void An_estimator_trained_by_TorchSharp_scores_as_one_trained_by_the_managed_engine()
    {
        Assert.False(AdapterFolder.TorchWasFoundElsewhere); // Only TorchSharp's own folder has it.
        var torch = Engine();
        var context = new MLContext(seed: 1);
        var view = Datasets.Iris().ToDataView();
        Dataset Scores(FitOptions options)
        {
            var pipeline = context.Transforms.NormalizeMeanVariance("Features").Append(new SequentialEstimator(context, () => Tables.Network([4], 3), options));
            using var fitted = pipeline.Fit(view);
            var scored = fitted.Transform(view);
            Assert.InRange(context.MulticlassClassification.Evaluate(scored).MicroAccuracy, 0.93, 1);
            return scored.ToDataset(features: "Score", label: "PredictedLabel");
        }

        var options = Tables.Options(new CrossEntropy());
        var managed = Scores(options with { Engine = new ManagedEngine() });
        var named = Scores(options with { Engine = torch });
        var before = Training.Engine.Default;
        Training.Engine.Use(torch);
        Dataset asDefault;
        try
        {
            asDefault = Scores(options);
        }
        finally
        {
            Training.Engine.Use(before);
        }

        Assert.Equal(managed.Features, named.Features, Close);
        Assert.Equal(named.Features, asDefault.Features);
        Assert.Equal(managed.Labels, named.Labels);
        // Not the managed engine under another name: libtorch adds in an order of its own.
        Assert.NotEqual(managed.Features, named.Features);
    }

    private static bool Close(float a, float b) => Math.Abs(a - b) <= 1e-4;

    private static TorchSharpEngine Engine()
    {
        try
        {
            return new(useGpu: false);
        }
        catch (DllNotFoundException missing)
        {
            Assert.Skip(missing.Message);
            throw;
        }
    }
}
