namespace Courseware;

/// <summary>
/// Several classes by linear scores: P(c | x) = softmax(x·W + b)_c, with the W, b that minimise the mean cross-entropy + ½·l2·‖W‖² over all
/// rows: a network without a hidden layer, trained to its one minimum, without learning rate or seed.
/// </summary>
/// <remarks>
/// l2 is scikit-learn's 1/(C·N). With l2 = 0 the weights are not unique (adding a constant to a row of W changes nothing); only the
/// probabilities are.
/// </remarks>
public sealed class SoftmaxRegression
{
    private double[] _parameters = [];

    /// <param name="l2">Penalty ½·l2·‖W‖², at least 0; the intercepts are free of it.</param>
    /// <param name="tolerance">Ends when a step promises to lower the loss by less than this.</param>
    /// <param name="maxIterations">Ends after this many steps at the latest; <see cref="Converged"/> says whether it did.</param>
    public SoftmaxRegression(double l2 = 1e-4, double tolerance = 1e-7, int maxIterations = 1000)
    {
        TrainingRows.CheckSearch(nameof(SoftmaxRegression), l2, tolerance, maxIterations);
        (L2, Tolerance, MaxIterations) = (l2, tolerance, maxIterations);
    }

    public double L2 { get; }

    internal double Tolerance { get; }

    internal int MaxIterations { get; }

    internal int Features { get; private set; }

    internal int Classes { get; private set; }

    /// <summary>W row by row, (features, classes).</summary>
    public double[] Weights => _parameters.Length == 0 ? [] : _parameters[..(Features * Classes)];

    /// <summary>b, (classes).</summary>
    public double[] Intercepts => _parameters.Length == 0 ? [] : _parameters[(Features * Classes)..];

    /// <summary>Mean cross-entropy of the training rows plus penalty.</summary>
    public double Loss { get; private set; }

    public int Iterations { get; private set; }

    public bool Converged { get; private set; }

    /// <param name="x">Row by row, (N, features). Zeros cost nothing.</param>
    /// <param name="features">Columns of a row.</param>
    /// <param name="labels">Classes from 0, (N).</param>
    /// <param name="classes">Number of classes; by default the largest label plus one.</param>
    public SoftmaxRegression Fit(ReadOnlySpan<float> x, int features, ReadOnlySpan<int> labels, int? classes = null)
    {
        TrainingRows.Check(nameof(SoftmaxRegression), x, features, labels.Length);
        return Fit(SparseRows.Of(x, features), labels, classes);
    }

    /// <summary>P(c | x) row by row, (M, classes).</summary>
    public double[] Probabilities(ReadOnlySpan<float> x)
    {
        TrainingRows.CheckFitted(nameof(SoftmaxRegression), _parameters.Length > 0);
        TrainingRows.CheckQueries(nameof(SoftmaxRegression), x, Features);
        return LogLinear.Probabilities(SparseRows.Of(x, Features), _parameters, Classes);
    }

    /// <summary>The likeliest class of each row; of equal ones the lowest.</summary>
    public int[] Predict(ReadOnlySpan<float> x) => Likeliest(Probabilities(x));

    /// <summary>Share of rows with prediction = label.</summary>
    public double Accuracy(ReadOnlySpan<float> x, ReadOnlySpan<int> labels)
        => TrainingRows.Accuracy(nameof(SoftmaxRegression), Predict(x), labels);

    /// <summary>Fits the rows and labels of a data set.</summary>
    public SoftmaxRegression Fit(Dataset data)
    {
        TrainingRows.CheckLabelled(nameof(SoftmaxRegression), data);
        return Fit(TrainingRows.Of(nameof(SoftmaxRegression), data), data.Labels, data.ClassCount);
    }

    /// <summary>The predicted class of each row of a data set.</summary>
    public int[] Predict(Dataset data) => Likeliest(Probabilities(data));

    /// <summary>The probabilities for each row of a data set.</summary>
    public double[] Probabilities(Dataset data)
    {
        TrainingRows.CheckFitted(nameof(SoftmaxRegression), _parameters.Length > 0);
        return LogLinear.Probabilities(TrainingRows.QueriesOf(nameof(SoftmaxRegression), data, Features), _parameters, Classes);
    }

    /// <summary>Share of rows of a data set whose class is predicted.</summary>
    public double Accuracy(Dataset data)
    {
        TrainingRows.CheckLabelled(nameof(SoftmaxRegression), data);
        return TrainingRows.Accuracy(nameof(SoftmaxRegression), Predict(data), data.Labels);
    }

    private SoftmaxRegression Fit(SparseRows x, ReadOnlySpan<int> labels, int? classes)
    {
        int count = Math.Max(2, TrainingRows.CheckLabels(nameof(SoftmaxRegression), labels, classes));
        var found = LogLinear.Fit(x, labels, count, L2, Tolerance, MaxIterations);
        (_parameters, Features, Classes, Loss, Iterations, Converged) =
            (found.Parameters, x.Width, count, found.Value, found.Iterations, found.Converged);
        return this;
    }

    private int[] Likeliest(double[] p)
    {
        int[] best = new int[p.Length / Classes];
        for (int i = 0; i < best.Length; i++)
        {
            for (int c = 1; c < Classes; c++)
                best[i] = p[i * Classes + c] > p[i * Classes + best[i]] ? c : best[i];
        }
        return best;
    }
}
