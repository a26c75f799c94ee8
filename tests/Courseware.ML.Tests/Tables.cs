namespace Courseware.ML.Tests;

/// <summary>Small data sets and models that several tests share.</summary>
internal static class Tables
{
    /// <summary>Rows drawn at random: features, classes and a target value each.</summary>
    public static Dataset Random(int rows, int[] shape, int classes = 0, int targets = 0, bool names = false)
    {
        var random = new RandomStream(7, "rows");
        var width = shape.Aggregate(1, (a, b) => a * b);
        var features = new float[rows * width];
        random.FillGaussian(features, 0, 1);
        var values = new float[rows * targets];
        random.FillGaussian(values, 0, 1);
        return new("drawn rows", features, shape, classes > 0
            ? [.. Enumerable.Range(0, rows).Select(i => i < classes ? i : random.Next(classes))] : null,
            targets > 0 ? values : null, targets, classes > 0 ? [.. Enumerable.Range(0, classes).Select(c => $"kind {c}")] : null,
            names ? [.. Enumerable.Range(0, width).Select(i => $"column {i}")] : null);
    }

    public static Sequential Network(int[] inputs, int outputs, Activation? last = null, long seed = 1)
        => new(inputs, seed, name: "net") { new Dense(12, new Relu()), new Dense(outputs, last) };

    public static FitOptions Options(Loss loss, int epochs = 30)
        => new() { Loss = loss, Optimizer = new Adam(0.01), Epochs = epochs, BatchSize = 32, Seed = 3, EvaluateTrainingEvery = 0 };

    public static void Equal(Dataset expected, Dataset found)
    {
        Xunit.Assert.Equal(expected.Features, found.Features);
        Xunit.Assert.Equal(expected.FeatureShape, found.FeatureShape);
        Xunit.Assert.Equal(expected.Labels, found.Labels);
        Xunit.Assert.Equal(expected.Targets, found.Targets);
        Xunit.Assert.Equal(expected.TargetWidth, found.TargetWidth);
        Xunit.Assert.Equal(expected.ClassNames, found.ClassNames);
        Xunit.Assert.Equal(expected.FeatureNames, found.FeatureNames);
    }
}
