using System.Globalization;

namespace Courseware;

/// <summary>The checks of predictions and targets that must be probabilities.</summary>
internal static class Probabilities
{
    /// <summary>How far from 1 a row of probabilities may sum: what rounding to three digits leaves.</summary>
    private const double Tolerance = 1e-3;

    /// <exception cref="ArgumentException">A number is outside [0, 1] or NaN.</exception>
    public static void Check(Tensor p, string loss)
    {
        for (var i = 0; i < p.Length; i++)
        {
            if (!(p.At(i) is >= 0 and <= 1))
                throw new ArgumentException($"{loss} takes probabilities, from 0 to 1, but element {i} of the predictions is {Text(p.At(i))}. End the model with a Sigmoid or Softmax, or use the loss on logits.");
        }
    }

    /// <exception cref="ArgumentException">A target is outside [0, 1] or NaN.</exception>
    public static void CheckTargets(Tensor t, string loss)
    {
        ArgumentNullException.ThrowIfNull(t);
        for (var i = 0; i < t.Length; i++)
        {
            if (!(t.At(i) is >= 0 and <= 1))
                throw new ArgumentException($"Element {i} of the targets is {WrongTarget(t.At(i), loss)}.");
        }
    }

    /// <exception cref="ArgumentException">A row, shape (N, C), is no distribution.</exception>
    public static void CheckRows(Tensor t, string loss)
    {
        var row = new float[t.Shape[1]];
        for (var n = 0; n < t.Shape[0]; n++)
        {
            for (var c = 0; c < row.Length; c++)
                row[c] = (float)t.At(n * row.Length + c);
            if (WrongRow(row, loss) is { } wrong)
                throw new ArgumentException($"Row {n} of the targets has {wrong}.");
        }
    }

    /// <summary>What is wrong with target values that must each be a probability; null where nothing is.</summary>
    public static string? WrongValues(ReadOnlySpan<float> targets, string loss)
    {
        foreach (var t in targets)
        {
            if (!(t is >= 0 and <= 1))
                return "a target of " + WrongTarget(t, loss);
        }
        return null;
    }

    /// <summary>What is wrong with target values that must be a distribution over the classes; null where nothing is.</summary>
    public static string? WrongRow(ReadOnlySpan<float> targets, string loss)
    {
        var sum = 0.0;
        foreach (var t in targets)
        {
            if (!(t is >= 0 and <= 1))
                return $"a target of {Text(t)}, but {loss} takes one-hot rows or probabilities, from 0 to 1. Logits go through a softmax first";
            sum += t;
        }
        return Math.Abs(sum - 1) <= Tolerance ? null
            : $"targets that sum to {sum.ToString("G6", CultureInfo.InvariantCulture)}, but {loss} takes one class a sample: one-hot rows, or probabilities that sum to 1. For several classes at once use BinaryCrossEntropyWithLogits";
    }

    private static string WrongTarget(double t, string loss)
        => $"{Text(t)}, but {loss} takes 0, 1 or a probability between them. Classes beyond 1 need CrossEntropy, other values a loss of numbers such as MeanSquaredError";

    private static string Text(double value) => value.ToString("G9", CultureInfo.InvariantCulture);
}
