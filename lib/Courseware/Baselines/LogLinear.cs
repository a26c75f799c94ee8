namespace Courseware;

/// <summary>
/// What logistic and softmax regression share: the mean cross-entropy of logits z = x·W + b with ½·l2·‖W‖², its gradient, and the search
/// for its minimum. One output is a sigmoid, several are a softmax.
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
    private readonly SparseColumns[] _columns;
    private readonly double[][] _scores;

    private LogLinear(SparseRows rows, int[] labels, int features, int outputs, double l2)
    {
        (_rows, _labels, _features, _outputs, _l2) = (rows, labels, features, outputs, l2);
        // The blocks depend on the data alone, never on the number of threads: so does the order of the sums.
        _blocks = Math.Clamp(labels.Length / 256, 1, LargestBlockCount);
        _partial = [.. Enumerable.Range(0, _blocks).Select(_ => new double[(features + 1) * outputs])];
        _losses = new double[_blocks];
        _columns = [.. Enumerable.Range(0, _blocks).Select(block => new SparseColumns(rows, Start(block), Start(block + 1)))];
        _scores = [.. _columns.Select(columns => new double[columns.Count * outputs])];
    }

    /// <summary>Weights (features, outputs) row by row, then the intercepts (outputs).</summary>
    public static MinimumFound Fit(SparseRows x, ReadOnlySpan<int> labels, int outputs, double l2, double tolerance, int maxIterations)
    {
        var problem = new LogLinear(x, labels.ToArray(), x.Width, outputs, l2);
        return LimitedMemoryBfgs.Minimise(problem.Loss, new double[(x.Width + 1) * outputs], problem.Curvatures(), tolerance,
            maxIterations);
    }

    /// <summary>Probabilities of new rows, (M, outputs).</summary>
    public static double[] Probabilities(SparseRows rows, ReadOnlySpan<double> parameters, int outputs)
    {
        double[] p = new double[rows.Count * outputs];
        Logits(rows, 0, parameters, outputs, p);
        for (int i = 0; i < rows.Count; i++)
        {
            var z = p.AsSpan(i * outputs, outputs);
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
        var intercepts = gradient.AsSpan(_features * _outputs);
        intercepts.Clear();
        double loss = 0;
        int from = Start(block), to = Start(block + 1);
        Logits(_rows, from, parameters, _outputs, _scores[block]);
        for (int i = from; i < to; i++)
        {
            var z = _scores[block].AsSpan((i - from) * _outputs, _outputs);
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
            FixedSums.AddScaled(1, z, intercepts);
        }
        SparseScores.Gradient(_columns[block], _scores[block], _outputs, gradient.AsSpan(0, _features * _outputs));
        _losses[block] = loss;
    }

    private int Start(int block) => (int)((long)_labels.Length * block / _blocks);

    /// <summary>x·W + b for as many rows as there is room for, from row <paramref name="from"/> on.</summary>
    private static void Logits(SparseRows rows, int from, ReadOnlySpan<double> parameters, int outputs, Span<double> z)
    {
        var weights = parameters[..(rows.Width * outputs)];
        var intercepts = parameters[(rows.Width * outputs)..];
        for (int i = 0; i < z.Length; i += outputs)
            intercepts.CopyTo(z[i..]);
        SparseScores.AddProduct(rows, from, weights, outputs, z);
    }

    /// <summary>z becomes softmax(z); gives ln Σe^z.</summary>
    private static double Softmax(Span<double> z)
    {
        double largest = z[0];
        foreach (double v in z)
            largest = Math.Max(largest, v);
        foreach (ref double v in z)
            v -= largest;
        Elementary.Exp(z);
        double sum = 0;
        foreach (double v in z)
            sum += v;
        foreach (ref double v in z)
            v /= sum;
        return largest + Elementary.Log(sum);
    }

    /// <summary>
    /// About how curved the loss is along each parameter: features of unlike scales are searched with steps of unlike lengths.
    /// </summary>
    private double[] Curvatures()
    {
        double share = 1.0 / Math.Max(2, _outputs), perUnit = share * (1 - share);
        double[] squares = new double[_features];
        for (int i = 0; i < _rows.Count; i++)
        {
            for (int k = _rows.Starts[i]; k < _rows.Ends[i]; k++)
                squares[_rows.Columns[k]] += (double)_rows.Values[k] * _rows.Values[k];
        }
        double[] curvatures = new double[(_features + 1) * _outputs];
        for (int j = 0; j <= _features; j++)
        {
            double curvature = j == _features ? perUnit : perUnit * squares[j] / _labels.Length + _l2;
            curvatures.AsSpan(j * _outputs, _outputs).Fill(curvature > 0 ? curvature : 1);
        }
        return curvatures;
    }
}
