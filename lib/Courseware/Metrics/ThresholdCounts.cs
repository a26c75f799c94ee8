namespace Courseware;

/// <summary>
/// False and true positives when everything from a score upwards is called positive, for each distinct score, descending.
/// </summary>
internal static class ThresholdCounts
{
    public static (List<int> FalsePositives, List<int> TruePositives, List<double> Thresholds) Of(ReadOnlySpan<int> labels,
        ReadOnlySpan<double> scores)
    {
        double[] keys = scores.ToArray();
        int[] sorted = labels.ToArray();
        Array.Sort(keys, sorted);
        List<int> falsePositives = [], truePositives = [];
        List<double> thresholds = [];
        int negatives = 0, positives = 0;
        for (int i = keys.Length - 1; i >= 0; i--)
        {
            positives += sorted[i];
            negatives += 1 - sorted[i];
            if (i > 0 && keys[i - 1] == keys[i])
                continue;
            falsePositives.Add(negatives);
            truePositives.Add(positives);
            thresholds.Add(keys[i]);
        }
        return (falsePositives, truePositives, thresholds);
    }
}
