namespace Courseware;

/// <summary>Mean negative log-likelihood of the true classes: 0 is perfect, ln C is as good as guessing among C classes.</summary>
/// <remarks>
/// −(1/N) Σ ln pᵢ,yᵢ with p clipped to [clip, 1 − clip], as scikit-learn's <c>log_loss</c>: a wrong answer given with certainty costs −ln
/// clip.
/// </remarks>
public static class LogLoss
{
    /// <summary>Machine epsilon of float64, scikit-learn's clip since 1.2 (before: 1e-15; Keras: 1e-7).</summary>
    internal const double Epsilon = 2.220446049250313e-16;

    /// <param name="labels">True classes, (N).</param>
    /// <param name="probabilities">Row by row, (N, classes); each row sums to 1.</param>
    /// <param name="classes">Number of columns.</param>
    /// <param name="clip">The smallest probability that is believed.</param>
    public static double Of(ReadOnlySpan<int> labels, ReadOnlySpan<float> probabilities, int classes, double clip = Epsilon)
    {
        Inputs.Scores(nameof(LogLoss), labels.Length, probabilities.Length, classes);
        Inputs.LabelsBelow(nameof(LogLoss), labels, classes);
        CheckClip(clip);
        double[] p = Inputs.Widen(probabilities);
        Inputs.Probabilities(nameof(LogLoss), p, nameof(probabilities));
        double loss = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double sum = 0, clipped = 0;
            for (int c = 0; c < classes; c++)
            {
                sum += p[i * classes + c];
                clipped += Math.Clamp(p[i * classes + c], clip, 1 - clip);
            }
            if (!(Math.Abs(sum - 1) <= 1e-3))
            {
                throw new ArgumentException(
                    Inputs.Text($"LogLoss: each row of probabilities must sum to 1; row {i} sums to {sum:G6}. Put the outputs through softmax first."), nameof(probabilities));
            }

            loss -= Elementary.Log(Math.Clamp(p[i * classes + labels[i]], clip, 1 - clip) / clipped);
        }
        return loss / labels.Length;
    }

    /// <summary>Two classes, from the probability of class 1.</summary>
    /// <param name="labels">0 or 1, (N).</param>
    /// <param name="probabilities">Of class 1, (N).</param>
    /// <param name="clip">The smallest probability that is believed.</param>
    public static double Binary(ReadOnlySpan<int> labels, ReadOnlySpan<float> probabilities, double clip = Epsilon)
    {
        double[] p = Checked("LogLoss.Binary", labels, probabilities);
        CheckClip(clip);
        double loss = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double q = Math.Clamp(p[i], clip, 1 - clip);
            loss -= Elementary.Log(labels[i] == 1 ? q : 1 - q);
        }
        return loss / labels.Length;
    }

    /// <summary>
    /// The Brier score, mean of (p − y)²: like the log-loss a measure of honest probabilities, but a certain error costs no more than 1.
    /// </summary>
    public static double Brier(ReadOnlySpan<int> labels, ReadOnlySpan<float> probabilities)
    {
        double[] p = Checked("LogLoss.Brier", labels, probabilities);
        double sum = 0;
        for (int i = 0; i < labels.Length; i++)
            sum += (p[i] - labels[i]) * (p[i] - labels[i]);
        return sum / labels.Length;
    }

    private static double[] Checked(string metric, ReadOnlySpan<int> labels, ReadOnlySpan<float> probabilities)
    {
        Inputs.SameCount(metric, labels.Length, probabilities.Length);
        Inputs.LabelsBelow(metric, labels, 2);
        double[] p = Inputs.Widen(probabilities);
        Inputs.Probabilities(metric, p, nameof(probabilities));
        return p;
    }

    private static void CheckClip(double clip)
    {
        if (!(clip is >= 0 and < 0.5))
        {
            throw new ArgumentOutOfRangeException(nameof(clip),
                Inputs.Text($"LogLoss: clip must be in 0…0.5; got {clip:R}. Usual values are 2.2e-16, 1e-15 and 1e-7."));
        }
    }
}
