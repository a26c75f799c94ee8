using Xunit;

namespace Courseware.Tests.Baselines;

public sealed class LinearRegressionTests
{
    [Fact]
    public void A_line_is_found_exactly()
    {
        var model = new LinearRegression().Fit([0f, 1f, 2f, 3f], 1, [1f, 3f, 5f, 7f]);
        Assert.Equal(2, model.Weights[0], 13);
        Assert.Equal(1, model.Intercept, 13);
        Assert.Equal(21, model.Predict([10f])[0], 12);
    }

    [Fact]
    public void A_plane_without_noise_gives_its_weights()
    {
        float[] x = Gaussians(200 * 7);
        double[] w = [1.5, -2, 0, 0.25, 3, -0.5, 8];
        float[] y = [.. Enumerable.Range(0, 200).Select(i => (float)(Enumerable.Range(0, 7).Sum(j => x[i * 7 + j] * w[j]) - 4))];
        var model = new LinearRegression().Fit(x, 7, y);
        Assert.All(Enumerable.Range(0, 7), j => Assert.Equal(w[j], model.Weights[j], 6));
        Assert.Equal(-4, model.Intercept, 6);
    }

    [Fact]
    public void The_residuals_are_orthogonal_to_every_column()
    {
        float[] x = Gaussians(300 * 5, 1), y = Gaussians(300, 2);
        var model = new LinearRegression().Fit(x, 5, y);
        double[] predictions = model.Predict(x);
        Assert.Equal(0, Enumerable.Range(0, 300).Sum(i => y[i] - predictions[i]), 10);
        Assert.All(Enumerable.Range(0, 5), j =>
            Assert.Equal(0, Enumerable.Range(0, 300).Sum(i => (y[i] - predictions[i]) * x[i * 5 + j]), 10));
    }

    [Fact]
    public void Ridge_of_one_feature_is_Sxy_over_Sxx_plus_lambda()
    {
        // Sxx = 5, Sxy = 10
        var model = new LinearRegression(ridge: 2.5).Fit([0f, 1f, 2f, 3f], 1, [1f, 3f, 5f, 7f]);
        Assert.Equal(10 / 7.5, model.Weights[0], 13);
        Assert.Equal(4 - 1.5 * 10 / 7.5, model.Intercept, 13);
    }

    [Fact]
    public void The_ridge_gradient_vanishes()
    {
        float[] x = Gaussians(100 * 6, 3), y = Gaussians(100, 4);
        var model = new LinearRegression(ridge: 7).Fit(x, 6, y);
        double[] predictions = model.Predict(x);
        Assert.All(Enumerable.Range(0, 6), j =>
            Assert.Equal(7 * model.Weights[j], Enumerable.Range(0, 100).Sum(i => (y[i] - predictions[i]) * x[i * 6 + j]), 10));
    }

    [Fact]
    public void Two_equal_columns_share_the_weight_under_ridge_and_are_an_error_without()
    {
        float[] x = [0, 0, 1, 1, 2, 2, 3, 3], y = [1, 3, 5, 7];
        var model = new LinearRegression(ridge: 0.1).Fit(x, 2, y);
        Assert.Equal(model.Weights[0], model.Weights[1], 12);
        Assert.Contains("column 1 of x is a combination of the columns before it",
            Assert.Throws<ArgumentException>(() => new LinearRegression().Fit(x, 2, y)).Message, StringComparison.Ordinal);
        Assert.Contains("column 0 of x is constant",
            Assert.Throws<ArgumentException>(() => new LinearRegression().Fit([3f, 3f], 1, [1f, 2f])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("targets[1] is NaN",
            Assert.Throws<ArgumentException>(() => new LinearRegression().Fit([0f, 1f], 1, [0f, float.NaN])).Message,
            StringComparison.Ordinal);
        Assert.Contains("must be at least 0", Assert.Throws<ArgumentOutOfRangeException>(() => new LinearRegression(-1)).Message,
            StringComparison.Ordinal);
        Assert.Contains("Call Fit first", Assert.Throws<InvalidOperationException>(() => new LinearRegression().Predict([1f])).Message,
            StringComparison.Ordinal);
    }

    internal static float[] Gaussians(int count, long seed = 0)
    {
        float[] x = new float[count];
        new RandomStream(seed, "test").FillGaussian(x, 0, 1);
        return x;
    }
}
