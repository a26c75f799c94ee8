namespace Courseware;

/// <summary>
/// A shift and a scale for every column: x ← (x − shift) / scale. Fitted on the training part, applied to every part: the test part must
/// not help to choose them.
/// </summary>
public sealed class Scaling
{
    private Scaling(float[] shift, float[] scale) => (Shift, Factor) = (shift, scale);

    /// <summary>What is subtracted, a column each.</summary>
    internal float[] Shift { get; }

    /// <summary>What is divided by, a column each; 1 for a column that does not vary.</summary>
    internal float[] Factor { get; }

    /// <summary>
    /// Mean 0 and standard deviation 1 (population, divisor n, as scikit-learn's StandardScaler) on <paramref name="train"/>.
    /// </summary>
    public static Scaling Standard(Dataset train)
    {
        var (n, width) = (NeedRows(train), train.FeatureCount);
        var (mean, square, row) = (new double[width], new double[width], new float[width]);
        for (var i = 0; i < n; i++)
        {
            train.CopyRow(i, row);
            for (var j = 0; j < width; j++)
                mean[j] += row[j];
        }
        for (var j = 0; j < width; j++)
            mean[j] /= n;
        for (var i = 0; i < n; i++)
        {
            train.CopyRow(i, row);
            for (var j = 0; j < width; j++)
                square[j] += (row[j] - mean[j]) * (row[j] - mean[j]);
        }
        return new([.. mean.Select(m => (float)m)], [.. square.Select(s => NotZero((float)Math.Sqrt(s / n)))]);
    }

    /// <summary>0 to 1 on <paramref name="train"/>: (x − min) / (max − min).</summary>
    public static Scaling Unit(Dataset train)
    {
        var (n, width) = (NeedRows(train), train.FeatureCount);
        var (low, high, row) = (train.Row(0), train.Row(0), new float[width]);
        for (var i = 1; i < n; i++)
        {
            train.CopyRow(i, row);
            for (var j = 0; j < width; j++)
                (low[j], high[j]) = (Math.Min(low[j], row[j]), Math.Max(high[j], row[j]));
        }
        return new(low, [.. high.Zip(low, (h, l) => NotZero(h - l))]);
    }

    /// <summary>Scales one row in place.</summary>
    public void Apply(Span<float> row)
    {
        for (var j = 0; j < row.Length; j++)
            row[j] = (row[j] - Shift[j]) / Factor[j];
    }

    private static float NotZero(float scale) => scale > 0 ? scale : 1;

    private static int NeedRows(Dataset train)
        => train.Count > 0 ? train.Count : throw new ArgumentException($"A scaling is fitted on rows, and '{train.Name}' has none.");
}
