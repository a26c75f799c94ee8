using Xunit;

namespace Courseware.Tests.Baselines;

/// <summary>The same bits on every machine: the fingerprints were recorded once, and hold with AVX-512 or AVX2 switched off.</summary>
public sealed class BaselinesDeterminismTests
{
    private static readonly (float[] X, int[] Labels) s_data = LogisticAndSoftmaxRegressionTests.Rows(700, 21, 3);

    [Fact]
    public void Neighbours_and_distances_have_their_recorded_bits()
    {
        var nearest = new KNearestNeighbours(5).Fit(s_data.X, 21, s_data.Labels).Nearest(s_data.X.AsSpan(0, 21 * 50));
        Assert.Equal("b5b91f72f053", new FingerprintBuilder().Add(nearest.Indices).Add(nearest.Distances).ToFingerprint().Text);
    }

    [Fact]
    public void Linear_regression_has_its_recorded_bits() =>
        Assert.Equal("b1070ff14d93",
            Fingerprint.Of(
                new LinearRegression(ridge: 0.5).Fit(s_data.X, 21, Array.ConvertAll(s_data.Labels, y => (float)y)).Weights).Text);

    [Fact]
    public void Softmax_regression_has_its_recorded_bits() =>
        Assert.Equal("10fc6d65ceaf",
            Fingerprint.Of(new SoftmaxRegression(l2: 0.01, tolerance: 1e-7).Fit(s_data.X, 21, s_data.Labels).Weights).Text);
}
