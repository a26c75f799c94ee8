namespace Courseware;

/// <summary>
/// Minimises a smooth function with the gradients of the last few steps in place of second derivatives: L-BFGS (Nocedal &amp; Wright 2006,
/// algorithms 7.4 and 7.5), full batch, no randomness.
/// </summary>
internal static class LimitedMemoryBfgs
{
    private const int Memory = 20;

    /// <param name="function">Gives f(x) and writes ∇f(x) into its second argument.</param>
    /// <param name="start">Where to begin; not changed.</param>
    /// <param name="curvatures">Rough second derivatives, all positive.</param>
    /// <param name="tolerance">Ends when a step promises to lower f by less than this.</param>
    /// <param name="maxIterations">Ends after this many steps at the latest.</param>
    public static MinimumFound Minimise(Func<double[], double[], double> function, double[] start, double[] curvatures, double tolerance,
        int maxIterations)
    {
        int n = start.Length;
        double[] x = [.. start], gradient = new double[n], direction = new double[n], nextX = new double[n], nextGradient = new double[n];
        List<(double[] S, double[] Y, double Rho)> pairs = [];
        double value = function(x, gradient);
        for (int iteration = 0; iteration < maxIterations; iteration++)
        {
            Notebook.Cancellation.ThrowIfCancellationRequested();
            Direction(gradient, pairs, curvatures, direction);
            double slope = FixedSums.Dot(gradient, direction);
            // A quadratic would fall by half of −slope.
            if (-0.5 * slope <= tolerance)
                return new(x, value, iteration, Converged: true);

            double step = 1, nextValue;
            while (true)
            {
                x.CopyTo(nextX, 0);
                FixedSums.AddScaled(step, direction, nextX);
                nextValue = function(nextX, nextGradient);
                if (nextValue <= value + 1e-4 * step * slope)
                    break;
                // The minimum of the parabola through the two values and the slope, kept within 0.1 … 0.5 of the step.
                double parabola = -slope * step * step / (2 * (nextValue - value - step * slope));
                step *= Math.Clamp(double.IsFinite(parabola) ? parabola / step : 0.5, 0.1, 0.5);
                if (step < 1e-12)
                    return new(x, value, iteration, Converged: true); // rounding is all that is left
            }
            double[] s = new double[n], y = new double[n];
            for (int i = 0; i < n; i++)
                (s[i], y[i]) = (nextX[i] - x[i], nextGradient[i] - gradient[i]);
            double sy = FixedSums.Dot(s, y);
            if (sy > 1e-14 * Math.Sqrt(FixedSums.Dot(s, s)) * Math.Sqrt(FixedSums.Dot(y, y)))
            {
                if (pairs.Count == Memory)
                    pairs.RemoveAt(0);
                pairs.Add((s, y, 1 / sy));
            }
            (x, nextX, gradient, nextGradient, value) = (nextX, x, nextGradient, gradient, nextValue);
        }
        return new(x, value, maxIterations, Converged: false);
    }

    /// <summary>−H∇f by the two-loop recursion.</summary>
    private static void Direction(double[] gradient, List<(double[] S, double[] Y, double Rho)> pairs, double[] curvatures,
        double[] direction)
    {
        gradient.CopyTo(direction, 0);
        double[] alphas = new double[pairs.Count];
        for (int k = pairs.Count - 1; k >= 0; k--)
        {
            alphas[k] = pairs[k].Rho * FixedSums.Dot(pairs[k].S, direction);
            FixedSums.AddScaled(-alphas[k], pairs[k].Y, direction);
        }
        double scale = 1;
        if (pairs.Count > 0)
        {
            double yhy = 0;
            double[] y = pairs[^1].Y;
            for (int i = 0; i < y.Length; i++)
                yhy += y[i] * y[i] / curvatures[i];
            scale = 1 / (pairs[^1].Rho * yhy);
        }
        for (int i = 0; i < direction.Length; i++)
            direction[i] *= scale / curvatures[i];
        for (int k = 0; k < pairs.Count; k++)
            FixedSums.AddScaled(alphas[k] - pairs[k].Rho * FixedSums.Dot(pairs[k].Y, direction), pairs[k].S, direction);
        for (int i = 0; i < direction.Length; i++)
            direction[i] = -direction[i];
    }
}
