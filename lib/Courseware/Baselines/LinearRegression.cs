using System.Globalization;

namespace Courseware;

/// <summary>
/// Least squares in closed form: ŷ = x·w + b with the w, b that minimise Σ(y − ŷ)² + λ‖w‖². In double, by Householder's QR decomposition
/// (Golub &amp; Van Loan, algorithm 5.3.2), which loses no digits to forming XᵀX.
/// </summary>
/// <remarks>
/// λ = 0 is ordinary least squares; λ &gt; 0 is ridge regression (Hoerl &amp; Kennard 1970), scikit-learn's <c>Ridge(alpha=λ)</c>. The
/// intercept b is not penalised.
/// </remarks>
public sealed class LinearRegression
{
    /// <param name="ridge">λ ≥ 0.</param>
    public LinearRegression(double ridge = 0)
    {
        if (!(ridge >= 0 && double.IsFinite(ridge)))
        {
            throw new ArgumentOutOfRangeException(nameof(ridge),
                Text($"LinearRegression: ridge is λ in λ‖w‖² and must be at least 0; got {ridge:R}."));
        }

        Ridge = ridge;
    }

    internal double Ridge { get; }

    /// <summary>w, one a feature.</summary>
    public double[] Weights { get; private set; } = [];

    /// <summary>b.</summary>
    public double Intercept { get; private set; }

    /// <param name="x">Row by row, (N, features).</param>
    /// <param name="features">Columns of a row.</param>
    /// <param name="targets">y, (N).</param>
    /// <exception cref="ArgumentException">The shapes do not fit, a number is not finite, or (λ = 0) a column depends on
    /// others.</exception>
    public LinearRegression Fit(ReadOnlySpan<float> x, int features, ReadOnlySpan<float> targets)
    {
        TrainingRows.Check(nameof(LinearRegression), x, features, targets.Length);
        int n = targets.Length, rows = n + (Ridge > 0 ? features : 0);
        double[] y = new double[rows];
        double meanY = 0;
        for (int i = 0; i < n; i++)
        {
            if (!float.IsFinite(targets[i]))
            {
                throw new ArgumentException(Text($"LinearRegression: targets must be finite; targets[{i}] is {targets[i]}. Drop the row."),
                    nameof(targets));
            }

            meanY += targets[i];
        }
        meanY /= n;
        for (int i = 0; i < n; i++)
            y[i] = targets[i] - meanY;

        // Centred columns take the intercept out of the problem; √λ·I below them is the penalty: ‖(X; √λI)w − (y; 0)‖².
        double[][] columns = new double[features][];
        double[] means = new double[features], lengths = new double[features];
        for (int j = 0; j < features; j++)
        {
            double[] column = new double[rows];
            for (int i = 0; i < n; i++)
                means[j] += x[i * features + j];
            means[j] /= n;
            for (int i = 0; i < n; i++)
                column[i] = x[i * features + j] - means[j];
            if (Ridge > 0)
                column[n + j] = Math.Sqrt(Ridge);
            lengths[j] = Math.Sqrt(FixedSums.Dot(column, column));
            columns[j] = column;
        }
        Weights = Solve(columns, y, lengths);
        Intercept = meanY - FixedSums.Dot(means, Weights);
        return this;
    }

    /// <summary>Fits the rows and target values (one a row) of a data set.</summary>
    public LinearRegression Fit(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.TargetWidth != 1)
        {
            throw new ArgumentException(
                Text($"LinearRegression needs one target value a row; '{data.Name}' has {data.TargetWidth}. Give the data set targets, or pass the numbers to Fit(x, features, targets)."), nameof(data));
        }

        return Fit(data.Features, data.FeatureCount, data.Targets);
    }

    /// <summary>ŷ of each row of a data set.</summary>
    public double[] Predict(Dataset data) => Predict(data.Features);

    /// <summary>ŷ of each row of <paramref name="x"/>, (M, features).</summary>
    public double[] Predict(ReadOnlySpan<float> x)
    {
        TrainingRows.CheckFitted(nameof(LinearRegression), Weights.Length > 0);
        double[] predictions = new double[TrainingRows.CheckQueries(nameof(LinearRegression), x, Weights.Length)];
        for (int i = 0; i < predictions.Length; i++)
        {
            double sum = Intercept;
            for (int j = 0; j < Weights.Length; j++)
                sum = Math.FusedMultiplyAdd(x[i * Weights.Length + j], Weights[j], sum);
            predictions[i] = sum;
        }
        return predictions;
    }

    /// <summary>Least squares by Householder reflections. <paramref name="columns"/> and <paramref name="y"/> are overwritten.</summary>
    private static double[] Solve(double[][] columns, double[] y, double[] lengths)
    {
        int features = columns.Length;
        double[] diagonal = new double[features];
        for (int k = 0; k < features; k++)
        {
            Notebook.Cancellation.ThrowIfCancellationRequested();
            double[] v = columns[k];
            double length = k < v.Length ? Math.Sqrt(FixedSums.Dot(v.AsSpan(k), v.AsSpan(k))) : 0;
            // What is left of the column after taking out the ones before it is rounding noise.
            if (!(length > 1e-11 * lengths[k]))
            {
                throw new ArgumentException(
                    Text($"LinearRegression: column {k} of x is {(lengths[k] == 0 ? "constant" : "a combination of the columns before it")}, so its weight is not determined. Leave it out, or pass a small ridge, as in new LinearRegression(ridge: 1e-3)."));
            }

            diagonal[k] = v[k] > 0 ? -length : length;
            v[k] -= diagonal[k];
            double scale = -1 / (diagonal[k] * v[k]);
            Parallel.For(k + 1, features + 1, j =>
            {
                // H = I − scale·v·vᵀ; column by column, so the number of threads changes nothing.
                double[] column = j < features ? columns[j] : y;
                FixedSums.AddScaled(-scale * FixedSums.Dot(v.AsSpan(k), column.AsSpan(k)), v.AsSpan(k), column.AsSpan(k));
            });
        }
        double[] w = new double[features];
        for (int k = features - 1; k >= 0; k--)
        {
            double sum = y[k];
            for (int j = k + 1; j < features; j++)
                sum = Math.FusedMultiplyAdd(-columns[j][k], w[j], sum);
            w[k] = sum / diagonal[k];
        }
        return w;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
