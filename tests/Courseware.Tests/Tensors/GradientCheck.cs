using System.Globalization;
using Courseware.Tensors;
using Xunit;

namespace Courseware.Tests.Tensors;

/// <summary>Compares gradients with central finite differences, (f(x + h) − f(x − h)) / 2h, in double.</summary>
internal static class GradientCheck
{
    private const double H = 1e-5;

    /// <summary>Each leaf's gradient of the loss to 10⁻⁶ of its size (or of a thousandth of the leaf's largest).</summary>
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
            {
                var x = leaf.At(i);
                leaf.Set(i, x + H);
                var above = loss().Item();
                leaf.Set(i, x - H);
                var below = loss().Item();
                leaf.Set(i, x);
                measured[i] = (above - below) / (2 * H);
            }

            var floor = 1e-3 * exact.Concat(measured).Select(Math.Abs).DefaultIfEmpty(0).Max() + 1e-4;
            for (var i = 0; i < leaf.Length; i++)
                Assert.True(
                    Math.Abs(exact[i] - measured[i]) <= 1e-6 * Math.Max(floor, Math.Abs(exact[i])),
                    string.Create(CultureInfo.InvariantCulture, $"{leaf.Described}, element {i}: gradient {exact[i]:R}, finite difference {measured[i]:R}."));
            leaf.ZeroGrad();
        }
    }

    /// <summary>A scalar that depends on every element of a tensor in another way: Σ y·w with fixed random w.</summary>
    public static Tensor Weighted(Tensor y) => (y * Samples.Normal(y.Shape, 99, y.DType)).Sum();
}
