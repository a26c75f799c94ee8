using Xunit;

namespace Courseware.Tests.Baselines;

public sealed class KNearestNeighboursTests
{
    [Fact]
    public void One_search_serves_every_k()
    {
        var (x, labels) = Rows(200, 19);
        var (query, _) = Rows(40, 19, 7);
        var knn = new KNearestNeighbours(1).Fit(x, 19, labels);
        int[] ks = [1, 3, 15, 51];
        int[][] together = knn.PredictForEach(query, ks);
        Assert.All(Enumerable.Range(0, ks.Length), i =>
            Assert.Equal(new KNearestNeighbours(ks[i]).Fit(x, 19, labels).Predict(query), together[i]));
    }

    [Fact]
    public void The_nearest_row_of_a_training_row_is_itself()
    {
        var (x, labels) = Rows(60, 11);
        var nearest = new KNearestNeighbours(3).Fit(x, 11, labels).Nearest(x);
        Assert.All(Enumerable.Range(0, 60), i => Assert.Equal((i, 0.0), (nearest.Indices[i * 3], nearest.Distances[i * 3])));
    }

    [Fact]
    public void Distances_of_long_rows_equal_the_plain_sum()
    {
        var (x, labels) = Rows(5, 37);
        var nearest = new KNearestNeighbours(5).Fit(x, 37, labels).Nearest(x.AsSpan(0, 37));
        Assert.All(Enumerable.Range(0, 5), i =>
        {
            double sum = Enumerable.Range(0, 37).Sum(j => Math.Pow((double)x[j] - x[nearest.Indices[i] * 37 + j], 2));
            Assert.Equal(Math.Sqrt(sum), nearest.Distances[i], 12);
        });
    }

    [Fact]
    public void Bad_input_is_named_with_shapes_and_fix()
    {
        Assert.Contains("k must be at least 1; got 0", Assert.Throws<ArgumentOutOfRangeException>(() => new KNearestNeighbours(0)).Message,
            StringComparison.Ordinal);
        Assert.Contains("Choose k ≤ 2", Assert.Throws<ArgumentException>(() => new KNearestNeighbours(3).Fit([0f, 1f], 1, [0, 1])).Message,
            StringComparison.Ordinal);
        Assert.Contains("2 × 3 = 6", Assert.Throws<ArgumentException>(() => new KNearestNeighbours(1).Fit([0f, 1f], 3, [0, 1])).Message,
            StringComparison.Ordinal);
        Assert.Contains("x[1, 0] is NaN",
            Assert.Throws<ArgumentException>(() => new KNearestNeighbours(1).Fit([0f, float.NaN], 1, [0, 1])).Message,
            StringComparison.Ordinal);
        Assert.Contains("labels[1] is -1",
            Assert.Throws<ArgumentOutOfRangeException>(() => new KNearestNeighbours(1).Fit([0f, 1f], 1, [0, -1])).Message,
            StringComparison.Ordinal);
        Assert.Contains("Call Fit first", Assert.Throws<InvalidOperationException>(() => new KNearestNeighbours(1).Predict([0f])).Message,
            StringComparison.Ordinal);
        Assert.Contains("whole rows of 2 features",
            Assert.Throws<ArgumentException>(() => new KNearestNeighbours(1).Fit([0f, 1f], 2, [0]).Predict([0f])).Message,
            StringComparison.Ordinal);
    }

    private static (float[] X, int[] Labels) Rows(int count, int features, int seed = 1)
    {
        var random = new Random(seed);
        return ([.. Enumerable.Range(0, count * features).Select(_ => (float)random.NextDouble())],
            [.. Enumerable.Range(0, count).Select(_ => random.Next(3))]);
    }
}
