namespace Courseware;

/// <summary>
/// Precision and recall for each distinct score as the threshold, ascending, closed by the point (recall 0, precision 1) that has no
/// threshold: the form of scikit-learn. Better than ROC where positives are rare.
/// </summary>
public sealed class PrecisionRecallCurve
{
    private PrecisionRecallCurve(double[] precisions, double[] recalls, double[] thresholds)
    {
        (Precisions, Recalls, Thresholds) = (precisions, recalls, thresholds);
        for (int i = 0; i + 1 < recalls.Length; i++)
            AveragePrecision += (recalls[i] - recalls[i + 1]) * precisions[i];
    }

    public double[] Precisions { get; }

    public double[] Recalls { get; }

    /// <summary>Ascending; one fewer than the points.</summary>
    public double[] Thresholds { get; }

    /// <summary>Σ (Rₙ − Rₙ₋₁)·Pₙ: a step sum, not a trapezoid, which would flatter.</summary>
    public double AveragePrecision { get; }

    /// <param name="labels">1 = positive, 0 = negative; both must occur.</param>
    /// <param name="scores">One a row; higher means more surely positive.</param>
    public static PrecisionRecallCurve Of(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores) => Of(labels, Inputs.Widen(scores));

    /// <inheritdoc cref="Of(ReadOnlySpan{int}, ReadOnlySpan{float})"/>
    public static PrecisionRecallCurve Of(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores)
    {
        Inputs.SameCount(nameof(PrecisionRecallCurve), labels.Length, scores.Length);
        Inputs.NotNaN(nameof(PrecisionRecallCurve), scores, nameof(scores));
        var (total, _) = Inputs.BothBinary(nameof(PrecisionRecallCurve), labels);
        var (falsePositives, truePositives, thresholds) = ThresholdCounts.Of(labels, scores);
        int points = thresholds.Count;
        double[] precisions = new double[points + 1], recalls = new double[points + 1];
        for (int i = 0; i < points; i++)
        {
            int right = truePositives[points - 1 - i], called = right + falsePositives[points - 1 - i];
            precisions[i] = (double)right / called;
            recalls[i] = (double)right / total;
        }
        precisions[points] = 1;
        thresholds.Reverse();
        return new(precisions, recalls, [.. thresholds]);
    }
}
