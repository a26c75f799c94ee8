namespace Courseware;

/// <summary>
/// The loss of landmarks of which some are hidden: the coordinates of visible points count, and further outputs may say which points are
/// visible.
/// </summary>
/// <remarks>
/// A row of targets is x₀, y₀, x₁, y₁, … and then a flag for each point: v = 1 visible, 0 hidden. With ℓ, the loss of the points, and the
/// flags as a mask, L = ℓ(v·p, v·t) / mean(v): where v = 0 both are 0 and differ by nothing, and the division makes the mean over all
/// points one over the visible points of the batch (0 if there is none). With <see cref="VisibilityWeight"/> w &gt; 0 a row of predictions
/// is x₀, y₀, … and then a logit z for each point, and L gains w·BCE(z, v), the binary cross-entropy of σ(z) over all points.
/// </remarks>
/// <param name="Points">ℓ, a loss that compares coordinates one by one or in pairs and is 0 where they agree:
/// <see cref="MeanSquaredError"/>, <see cref="MeanEuclidean"/>, …</param>
/// <param name="VisibilityWeight">w, 0 or more; 0 (the default) for predictions without logits of visibility.</param>
/// <exception cref="ArgumentOutOfRangeException">w is negative or no number.</exception>
public sealed record LandmarkLoss(Loss Points, double VisibilityWeight = 0) : Loss
{
    /// <summary>w, the weight of the cross-entropy of the flags, w ≥ 0.</summary>
    public double VisibilityWeight { get; init => field = Weight(value); } = Weight(VisibilityWeight);

    /// <summary>Three for each point: two coordinates and a flag.</summary>
    /// <exception cref="ArgumentException">So many outputs are no whole number of points.</exception>
    public override int TargetsFor(int outputs)
    {
        var each = VisibilityWeight > 0 ? 3 : 2;
        return outputs > 0 && outputs % each == 0 ? outputs / each * 3 : throw new ArgumentException(VisibilityWeight > 0
            ? $"LandmarkLoss with a weight for visibility takes three outputs a point, x, y and a logit; {outputs} outputs are no whole number of points."
            : $"LandmarkLoss takes two outputs a point, x and y; {outputs} outputs are no whole number of points.", nameof(outputs));
    }

    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        if (prediction.Rank != 2 || target.Rank != 2 || prediction.Shape[0] != target.Shape[0]
            || target.Shape[1] != TargetsFor(prediction.Shape[1]))
        {
            throw new ArgumentException($"LandmarkLoss compares predictions (N, {(VisibilityWeight > 0 ? "3P" : "2P")}) with targets (N, 3P), two coordinates and a flag for each of P points; got {Shapes.Text(prediction.Shape)} and {Shapes.Text(target.Shape)}.");
        }

        var (n, points) = (target.Shape[0], target.Shape[1] / 3);
        var visible = target.Columns(2 * points, points);                                      // (N, P)
        Tensor Masked(Tensor rows) => rows.Columns(0, 2 * points).Reshape(n, points, 2) * visible.Reshape(n, points, 1);

        var loss = (Points with { Reduction = Reduction }).Of(Masked(prediction), Masked(target));
        if (Reduction == Reduction.Mean)
            loss /= visible.Mean() + 1e-30; // A batch without a visible point: 0, not 0/0.
        if (VisibilityWeight == 0)
            return loss;
        var flags = new BinaryCrossEntropyWithLogits { Reduction = Reduction };
        return loss + VisibilityWeight * flags.Of(prediction.Columns(2 * points, points), visible);
    }

    internal override string? WrongTargets(ReadOnlySpan<float> targets)
        => Probabilities.WrongValues(targets[(targets.Length / 3 * 2)..], "LandmarkLoss, whose flags of visibility end a row,");

    private static double Weight(double value)
        => Setting.NotNegative(value, "LandmarkLoss' weight of the visibility", nameof(VisibilityWeight));
}
