using Courseware.Tests.Tensors;
using Xunit;

namespace Courseware.Tests.Losses;

/// <summary>What the mask of a landmark loss does.</summary>
public sealed class LandmarkLossTests
{
    // Two samples of three points: distances 5 (hidden), 13, 0.5 and 1, 2 (hidden), 0.1.
    private static readonly double[] s_truth = [0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1];
    private static readonly double[] s_off = [3, 4, 5, 12, 0.3, 0.4, 1, 0, 0, 2, 0.06, 0.08];

    private static Tensor Target => Tensor.From(s_truth, 2, 9);

    [Fact]
    public void It_is_the_mean_over_the_visible_points()
    {
        var prediction = Tensor.From(s_off, 2, 6);
        Assert.Equal((13 + 0.5 + 1 + 0.1) / 4, new LandmarkLoss(new MeanEuclidean()).Of(prediction, Target).Item(), 1e-11);
        Assert.Equal((169 + 0.25 + 1 + 0.01) / 8, new LandmarkLoss(new MeanSquaredError()).Of(prediction, Target).Item(), 1e-10);
        Assert.Equal(13 + 0.5 + 1 + 0.1, new LandmarkLoss(new MeanEuclidean()) { Reduction = Reduction.Sum }.Of(prediction, Target)
            .Item(), 1e-11);
    }

    [Fact]
    public void With_all_points_visible_it_is_the_loss_itself()
    {
        var (p, t) = (Samples.Normal([4, 6], 1), Samples.Normal([4, 6], 2));
        var rows = Tensor.Zeros([4, 9], DType.Float64);
        for (var i = 0; i < 36; i++)
            rows.Set(i, i % 9 < 6 ? t.At(i / 9 * 6 + i % 9) : 1);
        foreach (var loss in new Loss[] { new MeanEuclidean(), new MeanSquaredError(), new MeanAbsoluteError(), new Huber(0.3) })
            Assert.Equal(loss.Of(p, t).Item(), new LandmarkLoss(loss).Of(p, rows).Item(), 1e-11);
    }

    [Fact]
    public void Where_a_hidden_point_is_said_to_be_changes_nothing()
    {
        var moved = (double[])s_truth.Clone();
        (moved[0], moved[1], moved[11], moved[12]) = (7, -3, 0.5, 99);
        var (a, b) = (Tensor.Parameter("a", s_off, 2, 6), Tensor.Parameter("b", s_off, 2, 6));
        var (x, y) = (new LandmarkLoss(new MeanEuclidean()).Of(a, Target),
            new LandmarkLoss(new MeanEuclidean()).Of(b, Tensor.From(moved, 2, 9)));
        x.Backward();
        y.Backward();
        Assert.Equal(x.Item(), y.Item());
        Assert.Equal(a.Grad!.ToDoubles(), b.Grad!.ToDoubles());
        Assert.Equal([0, 0], a.Grad!.ToDoubles()[..2]);
    }

    [Fact]
    public void Logits_of_visibility_add_their_cross_entropy()
    {
        var (z, weight) = (Samples.Normal([2, 3], 4), 0.25);
        double[] rows = [.. s_off[..6], .. z.ToDoubles()[..3], .. s_off[6..], .. z.ToDoubles()[3..]];
        var flags = Tensor.From([0.0, 1, 1, 1, 0, 1], 2, 3);
        Assert.Equal(
            new LandmarkLoss(new MeanEuclidean()).Of(Tensor.From(s_off, 2, 6), Target)
            .Item() + weight * new BinaryCrossEntropyWithLogits().Of(z, flags).Item(),
            new LandmarkLoss(new MeanEuclidean(), weight).Of(Tensor.From(rows, 2, 9), Target).Item(), 1e-11);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    public void Its_gradients_equal_finite_differences(double weight)
    {
        var (p, hidden) = (Samples.Normal([2, weight > 0 ? 9 : 6], 3, requiresGrad: true), Target);
        GradientCheck.Check(() => new LandmarkLoss(new MeanEuclidean(), weight).Of(p, hidden), p);
        GradientCheck.Check(() => new LandmarkLoss(new MeanSquaredError(), weight).Of(p, hidden), p);
    }

    [Fact]
    public void A_batch_without_a_visible_point_has_loss_zero_and_no_gradient()
    {
        var p = Samples.Normal([2, 4], 1, DType.Float32, requiresGrad: true);
        var loss = new LandmarkLoss(new MeanEuclidean()).Of(p, Tensor.Zeros([2, 6]));
        loss.Backward();
        Assert.Equal(0, loss.Item());
        Assert.All(p.Grad!.ToDoubles(), g => Assert.Equal(0, g));
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Assert.Contains("two coordinates and a flag for each of P points; got (2, 6) and (2, 6)",
            Assert.Throws<ArgumentException>(() =>
                new LandmarkLoss(new MeanEuclidean()).Of(Tensor.From(s_off, 2, 6), Tensor.Zeros([2, 6], DType.Float64))).Message,
                StringComparison.Ordinal);
        Assert.Contains("5 outputs are no whole number of points",
            Assert.Throws<ArgumentException>(() => new LandmarkLoss(new MeanEuclidean()).TargetsFor(5)).Message, StringComparison.Ordinal);
        Assert.Contains("x, y and a logit; 10 outputs",
            Assert.Throws<ArgumentException>(() => new LandmarkLoss(new MeanEuclidean(), 1).TargetsFor(10)).Message,
            StringComparison.Ordinal);
        Assert.Contains("0 or a positive number; got -1",
            Assert.Throws<ArgumentOutOfRangeException>(() => new LandmarkLoss(new MeanEuclidean(), -1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_is_trained_and_measured_with_flags_among_its_targets()
    {
        var faces = Datasets.Faces(train: 60, test: 20);
        Sequential Model(int outputs) => new(inputs: [1, 32, 32], seed: 1) { new Flatten(), new Dense(outputs) };
        var options = new FitOptions
        {
            Loss = new LandmarkLoss(new MeanSquaredError()),
            Optimizer = new Adam(0.001),
            Epochs = 3,
            BatchSize = 16,
            Validation = faces.Test
        };
        var history = Model(10).Fit(faces.Train, options);
        Assert.True(history.Last.ValLoss < history.Epochs[0].ValLoss);
        Assert.True(double.IsFinite(Model(15)
            .Fit(faces.Train, options with { Loss = new LandmarkLoss(new MeanEuclidean(), 0.1) }).Last.ValLoss));
        Assert.Contains(
            "has 12 outputs (its last layer is 'dense1'), but 'Drawn faces, train' has 15 target values a sample. LandmarkLoss needs 18 for so many outputs.",
            Assert.Throws<ArgumentException>(() => Model(12).Fit(faces.Train, options)).Message, StringComparison.Ordinal);
    }
}
