namespace Courseware;

/// <summary>How often the answer is right.</summary>
public static class Accuracy
{
    /// <summary>Share of rows with prediction = label, in 0…1.</summary>
    /// <param name="labels">True classes, one a row.</param>
    /// <param name="predictions">Predicted classes, one a row.</param>
    /// <exception cref="ArgumentException">The counts differ, or there is no row.</exception>
    public static double Of(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions)
    {
        Inputs.SameCount(nameof(Accuracy), labels.Length, predictions.Length);
        int right = 0;
        for (int i = 0; i < labels.Length; i++)
            right += labels[i] == predictions[i] ? 1 : 0;
        return (double)right / labels.Length;
    }

    /// <summary>
    /// Binary accuracy of scores: class 1 where score ≥ <paramref name="threshold"/> (0.5 for probabilities, 0 for logits).
    /// </summary>
    public static double AtThreshold(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores, float threshold = 0.5f)
    {
        Inputs.SameCount(nameof(Accuracy), labels.Length, scores.Length);
        Inputs.LabelsBelow(nameof(Accuracy), labels, 2);
        Inputs.NotNaN(nameof(Accuracy), scores, nameof(scores));
        Inputs.NotNaN(nameof(Accuracy), [threshold], nameof(threshold));
        int right = 0;
        for (int i = 0; i < labels.Length; i++)
            right += (scores[i] >= threshold ? 1 : 0) == labels[i] ? 1 : 0;
        return (double)right / labels.Length;
    }

    /// <summary>
    /// Share of rows whose label is among the <paramref name="k"/> highest scores. Of equal scores the first comes first, so k = 1 is
    /// <see cref="Of"/> of <see cref="Argmax"/>.
    /// </summary>
    /// <param name="labels">True classes, (N).</param>
    /// <param name="scores">Row by row, (N, classes): probabilities or logits.</param>
    /// <param name="classes">Number of columns of <paramref name="scores"/>.</param>
    /// <param name="k">How many guesses count.</param>
    public static double TopK(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores, int classes, int k)
        => TopK(labels, scores, classes, k, TopKTies.LowestIndexFirst);

    /// <inheritdoc cref="TopK(ReadOnlySpan{int}, ReadOnlySpan{float}, int, int)"/>
    /// <param name="labels">As above.</param>
    /// <param name="scores">As above.</param>
    /// <param name="classes">As above.</param>
    /// <param name="k">As above.</param>
    /// <param name="ties">Which of equal scores comes first: libraries differ.</param>
    internal static double TopK(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores, int classes, int k, TopKTies ties)
    {
        const string name = "Accuracy.TopK";
        Inputs.Scores(name, labels.Length, scores.Length, classes);
        Inputs.LabelsBelow(name, labels, classes);
        if (k < 1 || k > classes)
        {
            throw new ArgumentOutOfRangeException(nameof(k),
                Inputs.Text($"{name}: k must be in 1…{classes} for {classes} classes; got {k}."));
        }

        int hits = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            var row = scores.Slice(i * classes, classes);
            float own = row[labels[i]];
            int before = 0;
            for (int j = 0; j < classes; j++)
            {
                if (float.IsNaN(row[j]))
                {
                    throw new ArgumentException(
                        Inputs.Text($"{name}: scores[{i}, {j}] is NaN. A model that diverged predicts NaN: look at its loss, lower the learning rate."), nameof(scores));
                }

                bool tieBefore = row[j] == own
                    && (ties == TopKTies.LowestIndexFirst ? j < labels[i] : ties == TopKTies.HighestIndexFirst && j > labels[i]);
                before += row[j] > own || tieBefore ? 1 : 0;
            }
            hits += before < k ? 1 : 0;
        }
        return (double)hits / labels.Length;
    }

    /// <summary>The class with the highest score of each row; of equal scores the first.</summary>
    /// <param name="scores">Row by row, (N, classes).</param>
    /// <param name="classes">Number of columns.</param>
    public static int[] Argmax(ReadOnlySpan<float> scores, int classes)
    {
        if (classes < 1 || scores.Length % classes != 0)
        {
            throw new ArgumentException(
                Inputs.Text($"Accuracy.Argmax: scores must be whole rows of {classes} classes; got {scores.Length} numbers."),
                nameof(classes));
        }

        Inputs.NotNaN("Accuracy.Argmax", scores, nameof(scores));
        int[] best = new int[scores.Length / classes];
        for (int i = 0; i < best.Length; i++)
            best[i] = Largest.IndexIn(scores.Slice(i * classes, classes));
        return best;
    }
}
