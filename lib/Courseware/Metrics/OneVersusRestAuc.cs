namespace Courseware;

/// <summary>AUC for more than two classes: each class against all others, then averaged.</summary>
public sealed class OneVersusRestAuc
{
    private OneVersusRestAuc(RocCurve[] curves, int[] supports)
    {
        Curves = curves;
        PerClass = Array.ConvertAll(curves, c => c.Auc);
        Macro = PerClass.Sum() / PerClass.Length;
        Weighted = PerClass.Zip(supports, (auc, support) => auc * support).Sum() / supports.Sum();
    }

    /// <summary>The curve of each class.</summary>
    public IReadOnlyList<RocCurve> Curves { get; }

    public double[] PerClass { get; }

    /// <summary>Plain mean over the classes.</summary>
    public double Macro { get; }

    /// <summary>Mean over the classes weighted by their number of rows.</summary>
    public double Weighted { get; }

    /// <param name="labels">True classes, (N); each class must occur.</param>
    /// <param name="scores">Row by row, (N, classes).</param>
    /// <param name="classes">Number of columns.</param>
    public static OneVersusRestAuc Of(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores, int classes)
    {
        Inputs.Scores(nameof(OneVersusRestAuc), labels.Length, scores.Length, classes);
        Inputs.LabelsBelow(nameof(OneVersusRestAuc), labels, classes);
        var curves = new RocCurve[classes];
        int[] supports = new int[classes], isClass = new int[labels.Length];
        float[] column = new float[labels.Length];
        for (int c = 0; c < classes; c++)
        {
            for (int i = 0; i < labels.Length; i++)
            {
                isClass[i] = labels[i] == c ? 1 : 0;
                supports[c] += isClass[i];
                column[i] = scores[i * classes + c];
            }
            if (supports[c] == 0 || supports[c] == labels.Length)
            {
                throw new ArgumentException(
                    Inputs.Text($"OneVersusRestAuc: class {c} has {supports[c]} of {labels.Length} rows; its curve needs rows of the class and of others."), nameof(labels));
            }

            curves[c] = RocCurve.Of(isClass, column);
        }
        return new(curves, supports);
    }
}
