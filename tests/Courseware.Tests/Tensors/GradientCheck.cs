using System.Globalization;
using Xunit;

namespace Courseware.Tests.Tensors;

/// <summary>
/// Compares gradients in double with central finite differences, D(h) = (f(x + h) − f(x − h)) / 2h, extrapolated to h = 0
/// (Richardson: D(h), D(h/2), D(h/4) … lie on a polynomial in h²). A plain difference is good to ten digits at best; this to thirteen.
/// </summary>
internal static class GradientCheck
{
    private const int Halvings = 4;

    // Several first steps: near a kink (of |x|, of a maximum) only the short ones stay on one side.
    private static readonly double[] s_firstSteps = [1.0 / 32, 1.0 / 128, 1.0 / 1024, 1.0 / 16384];

    /// <summary>Each leaf's gradient of the loss to 10⁻⁹ of its size (or of a hundredth of the leaf's largest).</summary>
    public static void Check(Func<Tensor> loss, params Tensor[] leaves)
    {
        foreach (var leaf in leaves)
            leaf.ZeroGrad();
        loss().Backward();
        foreach (var leaf in leaves)
        {
            var exact = leaf.Grad!.ToDoubles();
            var measured = new double[leaf.Length];
            for (var i = 0; i < leaf.Length; i++)
                measured[i] = Derivative(loss, leaf, i);

            var floor = 1e-2 * exact.Concat(measured).Select(Math.Abs).DefaultIfEmpty(0).Max() + 1e-4;
            for (var i = 0; i < leaf.Length; i++)
            {
                Assert.True(
                    Math.Abs(exact[i] - measured[i]) <= 1e-9 * Math.Max(floor, Math.Abs(exact[i])),
                    string.Create(
                        CultureInfo.InvariantCulture, $"{leaf.Described}, element {i}: gradient {exact[i]:R}, finite difference {measured[i]:R} at {leaf.At(i):R}."));
            }

            leaf.ZeroGrad();
        }
    }

    /// <summary>A scalar that depends on every element of a tensor in another way: Σ y·w with fixed random w.</summary>
    public static Tensor Weighted(Tensor y) => (y * Samples.Normal(y.Shape, 99, y.DType)).Sum();

    // The best extrapolation: its last columns agree, and rounding errors of the loss weigh little. The gradient under test has no say in
    // it.
    private static double Derivative(Func<Tensor> loss, Tensor leaf, int i)
    {
        var x = leaf.At(i);
        var (best, error) = (double.NaN, double.PositiveInfinity);
        var rounding = 2e-16 * Math.Abs(loss().Item());
        Span<double> row = stackalloc double[Halvings];
        foreach (var first in s_firstSteps)
        {
            for (var n = 0; n < Halvings; n++)
            {
                var h = first / (1 << n);
                leaf.Set(i, x + h);
                var above = loss().Item();
                leaf.Set(i, x - h);
                var below = loss().Item();
                // row holds D extrapolated from the steps before; each column removes one more power of h².
                var (value, power) = ((above - below) / (2 * h), 1.0);
                for (var column = 0; column <= n; column++)
                {
                    (value, row[column]) = (column == n ? 0 : value + (value - row[column]) / ((power *= 4) - 1), value);
                }
            }
            var doubt = Math.Abs(row[Halvings - 1] - row[Halvings - 2]) + Math.Abs(row[Halvings - 2] - row[Halvings - 3]) / 4
                + rounding / (first / (1 << Halvings));
            if (doubt < error)
                (best, error) = (row[Halvings - 1], doubt);
            if (doubt < 1e-12)
                break;
        }
        leaf.Set(i, x);
        return best;
    }
}
