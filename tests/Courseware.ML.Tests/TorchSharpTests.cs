using Courseware.Tests;
using Microsoft.ML;
using Xunit;

namespace Courseware.ML.Tests;

[Collection("environment")]
public sealed class TorchSharpTests
{
    [Fact]
    public void An_estimator_trained_by_TorchSharp_scores_as_one_trained_by_the_managed_engine()
    {
        var torch = TorchSharp();
        var context = new MLContext(seed: 1);
        var view = Datasets.Iris().ToDataView();
        Dataset Scores(FitOptions options)
        {
            var pipeline = context.Transforms.NormalizeMeanVariance("Features")
                .Append(new SequentialEstimator(context, () => Tables.Network([4], 3), options));
            using var fitted = pipeline.Fit(view);
            var scored = fitted.Transform(view);
            Assert.InRange(context.MulticlassClassification.Evaluate(scored).MicroAccuracy, 0.93, 1);
            return scored.ToDataset(features: "Score", label: "PredictedLabel");
        }

        var options = Tables.Options(new CrossEntropy());
        var managed = Scores(options with { Engine = new ManagedEngine() });
        var named = Scores(options with { Engine = torch });
        var before = Engine.Default;
        Engine.Use(torch);
        Dataset asDefault;
        try
        {
            asDefault = Scores(options);
        }
        finally
        {
            Engine.Use(before);
        }

        Assert.Equal(managed.Features, named.Features, Close);
        Assert.Equal(named.Features, asDefault.Features);
        Assert.Equal(managed.Labels, named.Labels);
        // Not the managed engine under another name: libtorch adds in an order of its own.
        Assert.NotEqual(managed.Features, named.Features);
    }

    private static bool Close(float a, float b) => Math.Abs(a - b) <= 1e-4;

    private static TorchSharpEngine TorchSharp()
    {
        if (LibTorch.IsLeftOut)
            Assert.Skip(LibTorch.LeftOut);
        return new(useGpu: false);
    }
}
