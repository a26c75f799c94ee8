using Xunit;

namespace Courseware.Tests.Baselines;

public sealed class BaselinesOnDatasetsTests
{
    private static readonly Dataset s_points = new("points", [0, 0, 0, 1, 4, 4, 4, 5, 9, 0, 9, 1], [2], labels: [0, 0, 1, 1, 2, 2]);

    [Fact]
    public void A_data_set_goes_in_as_it_is()
    {
        Assert.Equal(s_points.Labels, new KNearestNeighbours(1).Fit(s_points).Predict(s_points));
        Assert.Equal(1, new SoftmaxRegression().Fit(s_points).Accuracy(s_points));
        Assert.Equal(12, new LogisticRegression().Fit(s_points.Take(4)).Probabilities(s_points).Length * 2);
        var line = new Dataset("line", [0, 1, 2], [1], targets: [1, 3, 5], targetWidth: 1);
        Assert.Equal(5, new LinearRegression().Fit(line).Predict(line)[2], 12);
    }

    [Fact]
    public void Without_labels_or_targets_the_error_says_what_to_give()
    {
        Assert.Contains("'nameless' has none",
            Assert.Throws<ArgumentException>(() => new SoftmaxRegression().Fit(new Dataset("nameless", [0, 1], [1]))).Message,
            StringComparison.Ordinal);
        Assert.Contains("'points' has 0", Assert.Throws<ArgumentException>(() => new LinearRegression().Fit(s_points)).Message,
            StringComparison.Ordinal);
    }
}
