namespace Courseware;

/// <summary>
/// The receiver operating characteristic: true-positive rate against false-positive rate as the threshold falls. One point for each
/// <em>distinct</em> score (ties move diagonally); a row is called positive when score ≥ threshold. The first point is (0, 0) at threshold
/// +∞.
/// </summary>
public sealed class RocCurve
{
    private readonly int[] _falsePositives, _truePositives;

    private RocCurve(int[] falsePositives, int[] truePositives, double[] thresholds)
    {
        (_falsePositives, _truePositives, Thresholds) = (falsePositives, truePositives, thresholds);
        FalsePositiveRates = Array.ConvertAll(falsePositives, x => (double)x / falsePositives[^1]);
        TruePositiveRates = Array.ConvertAll(truePositives, x => (double)x / truePositives[^1]);
        // The trapezoids' area in whole numbers: twice the pairs (positive above negative), a tie counting one half of a pair.
        long twice = 0;
        for (int i = 1; i < falsePositives.Length; i++)
            twice += (long)(falsePositives[i] - falsePositives[i - 1]) * (truePositives[i] + truePositives[i - 1]);
        Auc = twice / (2.0 * falsePositives[^1] * truePositives[^1]);
    }

    public double[] FalsePositiveRates { get; }

    public double[] TruePositiveRates { get; }

    /// <summary>Descending; the first is +∞.</summary>
    public double[] Thresholds { get; }

    /// <summary>Area under the curve = P(score of a positive &gt; score of a negative) + ½ P(equal).</summary>
    public double Auc { get; }

    /// <summary>
    /// The corners alone: points in the middle of a straight stretch are left out (scikit-learn's <c>drop_intermediate</c>). Same area.
    /// </summary>
    public RocCurve WithoutCollinearPoints()
    {
        // The stretch from (0, 0) to the first score's point is not judged, as in scikit-learn.
        int last = Thresholds.Length - 1;
        int[] kept = [0, .. Enumerable.Range(1, last)
            .Where(i => i == 1 || i == last || Bends(_falsePositives, i) || Bends(_truePositives, i))];
        return kept.Length == Thresholds.Length ? this
            : new([.. kept.Select(i => _falsePositives[i])], [.. kept.Select(i => _truePositives[i])],
                [.. kept.Select(i => Thresholds[i])]);

        static bool Bends(int[] counts, int i) => counts[i + 1] - counts[i] != counts[i] - counts[i - 1];
    }

    /// <param name="labels">1 = positive, 0 = negative; both must occur.</param>
    /// <param name="scores">One a row; higher means more surely positive. Probabilities and logits give the same curve.</param>
    public static RocCurve Of(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores) => Of(labels, Inputs.Widen(scores));

    /// <inheritdoc cref="Of(ReadOnlySpan{int}, ReadOnlySpan{float})"/>
    public static RocCurve Of(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores)
    {
        Inputs.SameCount(nameof(RocCurve), labels.Length, scores.Length);
        Inputs.NotNaN(nameof(RocCurve), scores, nameof(scores));
        Inputs.BothBinary(nameof(RocCurve), labels);
        var (falsePositives, truePositives, thresholds) = ThresholdCounts.Of(labels, scores);
        return new([0, .. falsePositives], [0, .. truePositives], [double.PositiveInfinity, .. thresholds]);
    }
}
