using System.Globalization;

namespace Courseware;

/// <summary>The check of predictions that must be probabilities.</summary>
internal static class Probabilities
{
    /// <exception cref="ArgumentException">A number is outside [0, 1] or NaN.</exception>
    public static void Check(Tensor p, string loss)
    {
        for (var i = 0; i < p.Length; i++)
        {
            if (!(p.At(i) is >= 0 and <= 1))
                throw new ArgumentException($"{loss} takes probabilities, from 0 to 1, but element {i} of the predictions is {p.At(i).ToString("G9", CultureInfo.InvariantCulture)}. End the model with a Sigmoid or Softmax, or use the loss on logits.");
        }
    }
}
