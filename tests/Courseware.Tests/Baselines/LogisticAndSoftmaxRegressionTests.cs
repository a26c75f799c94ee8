using Xunit;

namespace Courseware.Tests.Baselines;

public sealed class LogisticAndSoftmaxRegressionTests
{
    [Fact]
    public void Logistic_regression_on_a_two_by_two_table_gives_the_log_odds_ratio()
    {
        // x = 0: 30 of 40 are class 0; x = 1: 45 of 60 are class 1.
        float[] x = [.. Enumerable.Repeat(0f, 40), .. Enumerable.Repeat(1f, 60)];
        int[] y = [.. Enumerable.Repeat(0, 30), .. Enumerable.Repeat(1, 10), .. Enumerable.Repeat(0, 15), .. Enumerable.Repeat(1, 45)];
        var model = new LogisticRegression(l2: 0, tolerance: 1e-15).Fit(x, 1, y);
        Assert.True(model.Converged);
        Assert.Equal(Math.Log(10.0 / 30), model.Intercept, 1e-6);
        Assert.Equal(Math.Log(45.0 / 15) - Math.Log(10.0 / 30), model.Weights[0], 1e-6);
        Assert.Equal([0.25, 0.75], model.Probabilities([0f, 1f]).Select(p => Math.Round(p, 6)));
    }

    [Fact]
    public void Softmax_regression_on_a_table_gives_its_shares()
    {
        // One-hot columns: the probabilities are the shares of the classes in each group.
        float[] x = [.. Enumerable.Repeat(new[] { 1f, 0f }, 10).SelectMany(r => r), .. Enumerable.Repeat(new[] { 0f, 1f }, 10)
            .SelectMany(r => r)];
        int[] y = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2];
        var model = new SoftmaxRegression(l2: 0, tolerance: 1e-15).Fit(x, 2, y);
        Assert.Equal([0.5, 0.3, 0.2, 0.1, 0.6, 0.3], model.Probabilities([1f, 0f, 0f, 1f]).Select(p => Math.Round(p, 6)));
    }

    [Fact]
    public void Softmax_of_two_classes_is_logistic_with_half_the_penalty()
    {
        var (x, y) = Rows(300, 6, 2);
        var softmax = new SoftmaxRegression(l2: 0.02, tolerance: 1e-15).Fit(x, 6, y);
        var logistic = new LogisticRegression(l2: 0.01, tolerance: 1e-15).Fit(x, 6, y);
        double[] p = softmax.Probabilities(x), q = logistic.Probabilities(x);
        Assert.All(Enumerable.Range(0, 300), i => Assert.Equal(q[i], p[2 * i + 1], 1e-6));
    }

    [Fact]
    public void At_the_minimum_the_gradient_vanishes_in_every_weight()
    {
        var (x, y) = Rows(400, 5, 4);
        var model = new SoftmaxRegression(l2: 0.01, tolerance: 1e-15).Fit(x, 5, y);
        double[] p = model.Probabilities(x), w = model.Weights;
        for (int j = 0; j < 5; j++)
        {
            for (int c = 0; c < 4; c++)
            {
                double gradient = Enumerable.Range(0, 400)
                    .Average(i => (p[i * 4 + c] - (y[i] == c ? 1 : 0)) * x[i * 5 + j]) + 0.01 * w[j * 4 + c];
                Assert.Equal(0, gradient, 1e-6);
            }
        }
    }

    [Fact]
    public void Features_of_unlike_scales_are_no_obstacle()
    {
        var (x, y) = Rows(500, 4, 2);
        float[] scaled = [.. x.Select((v, i) => v * new[] { 1f, 1000f, 0.001f, 30f }[i % 4])];
        var one = new LogisticRegression(l2: 0, tolerance: 1e-14).Fit(x, 4, y);
        var other = new LogisticRegression(l2: 0, tolerance: 1e-14).Fit(scaled, 4, y);
        Assert.True(other.Converged);
        Assert.Equal(one.Loss, other.Loss, 1e-10);
        Assert.Equal(one.Weights[1], other.Weights[1] * 1000, 1e-4);
    }

    [Fact]
    public void A_separable_problem_with_a_penalty_converges_and_is_learned()
    {
        var model = new LogisticRegression().Fit([-2f, -1f, 1f, 2f], 1, [0, 0, 1, 1]);
        Assert.True(model.Converged);
        Assert.Equal(1, model.Accuracy([-2f, -1f, 1f, 2f], [0, 0, 1, 1]));
    }

    [Fact]
    public void A_thousand_sparse_columns_and_46_classes_converge()
    {
        var random = new RandomStream(5, "words");
        float[] x = new float[1500 * 1000];
        int[] y = new int[1500];
        for (int i = 0; i < 1500; i++)
        {
            y[i] = random.Next(46);
            for (int k = 0; k < 40; k++)
                x[i * 1000 + (random.Next(3) == 0 ? y[i] * 20 + random.Next(20) : random.Next(1000))] = 1;
        }
        var model = new SoftmaxRegression(l2: 1e-3, tolerance: 1e-8).Fit(x, 1000, y);
        Assert.True(model.Converged);
        Assert.InRange(model.Iterations, 1, 300);
        Assert.True(model.Accuracy(x, y) > 0.95);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("0…1; labels[0] is 2",
            Assert.Throws<ArgumentOutOfRangeException>(() => new LogisticRegression().Fit([0f, 1f], 1, [2, 0])).Message,
            StringComparison.Ordinal);
        Assert.Contains("l2 must be at least 0", Assert.Throws<ArgumentOutOfRangeException>(() => new SoftmaxRegression(l2: -1)).Message,
            StringComparison.Ordinal);
        Assert.Contains("Call Fit first", Assert.Throws<InvalidOperationException>(() => new SoftmaxRegression().Predict([1f])).Message,
            StringComparison.Ordinal);
        Assert.Contains("there are no training rows",
            Assert.Throws<ArgumentException>(() => new SoftmaxRegression().Fit([], 1, [])).Message, StringComparison.Ordinal);
    }

    internal static (float[] X, int[] Labels) Rows(int count, int features, int classes)
    {
        float[] x = LinearRegressionTests.Gaussians(count * features, 11);
        var random = new RandomStream(12, "labels");
        // Labels lean on the first column, with noise: no plane divides them.
        return (x, [.. Enumerable.Range(0, count)
            .Select(i => x[i * features] + random.NextGaussian() > 0 ? random.Next(classes) : random.Next(2) * (classes - 1))]);
    }
}
