namespace Courseware;

/// <summary>
/// What logistic and softmax regression share: the mean cross-entropy of logits z = x·W + b with ½·l2·‖W‖², its gradient, and the search for
/// its minimum. One output is a sigmoid, several are a softmax.
/// </summary>
internal sealed class LogLinear
{
    private const int LargestBlockCount = 16;

    private readonly SparseRows _rows;
    private readonly int[] _labels;
    private readonly int _features, _outputs;
    private readonly double _l2;
    private readonly int _blocks;
    private readonly double[][] _partial;
    private readonly double[] _losses;

    private LogLinear(SparseRows rows, int[] labels, int features, int outputs, double l2)
    {
        (_rows, _labels, _features, _outputs, _l2) = (rows, labels, features, outputs, l2);
        // The blocks depend on the data alone, never on the number of threads: so does the order of the sums.
        _blocks = Math.Clamp(labels.Length / 256, 1, LargestBlockCount);
        _partial = [.. Enumerable.Range(0, _blocks).Select(_ => new double[(features + 1) * outputs])];
        _losses = new double[_blocks];
    }

    /// <summary>Weights (features, outputs) row by row, then the intercepts (outputs).</summary>
    public static MinimumFound Fit(ReadOnlySpan<float> x, int features, ReadOnlySpan<int> labels, int outputs, double l2, double tolerance, int maxIterations)
    {
        var problem = new LogLinear(new SparseRows(x, features), labels.ToArray(), features, outputs, l2);
        return LimitedMemoryBfgs.Minimise(problem.Loss, new double[(features + 1) * outputs], problem.Curvatures(), tolerance, maxIterations);
    }

    /// <summary>Probabilities of new rows, (M, outputs).</summary>
    public static double[] Probabilities(ReadOnlySpan<float> x, int features, ReadOnlySpan<double> parameters, int outputs)
    {
        var rows = new SparseRows(x, features);
        double[] p = new double[rows.Count * outputs];
        for (int i = 0; i < rows.Count; i++)
        {
            var z = p.AsSpan(i * outputs, outputs);
            Logits(rows, i, parameters, features, z);
            if (outputs == 1)
                z[0] = Elementary.Sigmoid(z[0]);
            else
                Softmax(z);
        }
        return p;
    }

    private double Loss(double[] parameters, double[] gradient)
    {
        Parallel.For(0, _blocks, block => LossOfBlock(block, parameters));
        Array.Clear(gradient);
        double loss = 0;
        for (int block = 0; block < _blocks; block++)
        {
            loss += _losses[block];
            FixedSums.AddScaled(1.0 / _labels.Length, _partial[block], gradient);
        }
        var weights = parameters.AsSpan(0, _features * _outputs);
        FixedSums.AddScaled(_l2, weights, gradient.AsSpan(0, weights.Length));
        return loss / _labels.Length + 0.5 * _l2 * FixedSums.Dot(weights, weights);
    }

    private void LossOfBlock(int block, double[] parameters)
    {
        double[] gradient = _partial[block];
        Array.Clear(gradient);
        var intercepts = gradient.AsSpan(_features * _outputs);
        Span<double> z = new double[_outputs];
        double loss = 0;
        int from = (int)((long)_labels.Length * block / _blocks), to = (int)((long)_labels.Length * (block + 1) / _blocks);
        for (int i = from; i < to; i++)
        {
            Logits(_rows, i, parameters, _features, z);
            int y = _labels[i];
            if (_outputs == 1)
            {
                // −ln σ(z) for y = 1, −ln(1 − σ(z)) for y = 0; ∂/∂z = σ(z) − y
                loss += Elementary.Softplus(y == 1 ? -z[0] : z[0]);
                z[0] = Elementary.Sigmoid(z[0]) - y;
            }
            else
            {
                // ln Σe^z − z_y; ∂/∂z = softmax(z) − onehot(y)
                double own = z[y];
                loss += Softmax(z) - own;
                z[y] -= 1;
            }
            for (int k = _rows.Starts[i]; k < _rows.Starts[i + 1]; k++)
                FixedSums.AddScaled(_rows.Values[k], z, gradient.AsSpan(_rows.Columns[k] * _outputs, _outputs));
            FixedSums.AddScaled(1, z, intercepts);
        }
        _losses[block] = loss;
    }

    private static void Logits(SparseRows rows, int i, ReadOnlySpan<double> parameters, int features, Span<double> z)
    {
        parameters[(features * z.Length)..].CopyTo(z);
        for (int k = rows.Starts[i]; k < rows.Starts[i + 1]; k++)
            FixedSums.AddScaled(rows.Values[k], parameters.Slice(rows.Columns[k] * z.Length, z.Length), z);
    }

    /// <summary>z becomes softmax(z); gives ln Σe^z.</summary>
    private static double Softmax(Span<double> z)
    {
        double largest = z[0];
        foreach (double v in z)
            largest = Math.Max(largest, v);
        double sum = 0;
        foreach (ref double v in z)
        {
            v = Elementary.Exp(v - largest);
            sum += v;
        }
        foreach (ref double v in z)
            v /= sum;
        return largest + Elementary.Log(sum);
    }

    /// <summary>About how curved the loss is along each parameter: features of unlike scales are searched with steps of unlike lengths.</summary>
    private double[] Curvatures()
    {
        double share = 1.0 / Math.Max(2, _outputs), perUnit = share * (1 - share);
        double[] squares = new double[_features];
        for (int k = 0; k < _rows.Values.Length; k++)
            squares[_rows.Columns[k]] += (double)_rows.Values[k] * _rows.Values[k];
        double[] curvatures = new double[(_features + 1) * _outputs];
        for (int j = 0; j <= _features; j++)
        {
            double curvature = j == _features ? perUnit : perUnit * squares[j] / _labels.Length + _l2;
            curvatures.AsSpan(j * _outputs, _outputs).Fill(curvature > 0 ? curvature : 1);
        }
        return curvatures;
    }
}
