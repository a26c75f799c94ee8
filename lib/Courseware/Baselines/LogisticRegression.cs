namespace Courseware;

/// <summary>
/// Two classes by a linear score: P(1 | x) = σ(x·w + b), with the w, b that minimise the mean binary cross-entropy + ½·l2·‖w‖² over all
/// rows (Cox 1958). The function is convex: there is one answer, and it is found to many digits, without learning rate or seed.
/// </summary>
/// <remarks>
/// l2 is scikit-learn's 1/(C·N). With l2 = 0 and classes that a plane divides, the weights grow without end: keep it above 0.
/// </remarks>
public sealed class LogisticRegression
{
    private double[] _parameters = [];

    /// <param name="l2">Penalty ½·l2·‖w‖², at least 0; the intercept is free of it.</param>
    /// <param name="tolerance">Ends when a step promises to lower the loss by less than this.</param>
    /// <param name="maxIterations">Ends after this many steps at the latest; <see cref="Converged"/> says whether it did.</param>
    public LogisticRegression(double l2 = 1e-4, double tolerance = 1e-7, int maxIterations = 1000)
    {
        TrainingRows.CheckSearch(nameof(LogisticRegression), l2, tolerance, maxIterations);
        (L2, Tolerance, MaxIterations) = (l2, tolerance, maxIterations);
    }

    public double L2 { get; }

    internal double Tolerance { get; }

    internal int MaxIterations { get; }

    internal int Features { get; private set; }

    /// <summary>w, one a feature.</summary>
    public double[] Weights => _parameters.Length == 0 ? [] : _parameters[..Features];

    /// <summary>b.</summary>
    public double Intercept => _parameters.Length == 0 ? 0 : _parameters[Features];

    /// <summary>Mean cross-entropy of the training rows plus penalty.</summary>
    public double Loss { get; private set; }

    public int Iterations { get; private set; }

    public bool Converged { get; private set; }

    /// <param name="x">Row by row, (N, features).</param>
    /// <param name="features">Columns of a row.</param>
    /// <param name="labels">0 or 1, (N).</param>
    public LogisticRegression Fit(ReadOnlySpan<float> x, int features, ReadOnlySpan<int> labels)
    {
        TrainingRows.Check(nameof(LogisticRegression), x, features, labels.Length);
        return Fit(SparseRows.Of(x, features), labels);
    }

    /// <summary>P(1 | x) of each row of <paramref name="x"/>, (M, features).</summary>
    public double[] Probabilities(ReadOnlySpan<float> x)
    {
        TrainingRows.CheckFitted(nameof(LogisticRegression), _parameters.Length > 0);
        TrainingRows.CheckQueries(nameof(LogisticRegression), x, Features);
        return LogLinear.Probabilities(SparseRows.Of(x, Features), _parameters, 1);
    }

    /// <summary>1 where P(1 | x) ≥ ½, else 0.</summary>
    public int[] Predict(ReadOnlySpan<float> x) => Classes(Probabilities(x));

    /// <summary>Share of rows with prediction = label.</summary>
    public double Accuracy(ReadOnlySpan<float> x, ReadOnlySpan<int> labels)
        => TrainingRows.Accuracy(nameof(LogisticRegression), Predict(x), labels);

    /// <summary>Fits the rows and labels of a data set.</summary>
    public LogisticRegression Fit(Dataset data)
    {
        TrainingRows.CheckLabelled(nameof(LogisticRegression), data);
        return Fit(TrainingRows.Of(nameof(LogisticRegression), data), data.Labels);
    }

    /// <summary>The predicted class of each row of a data set.</summary>
    public int[] Predict(Dataset data) => Classes(Probabilities(data));

    /// <summary>The probabilities for each row of a data set.</summary>
    public double[] Probabilities(Dataset data)
    {
        TrainingRows.CheckFitted(nameof(LogisticRegression), _parameters.Length > 0);
        return LogLinear.Probabilities(TrainingRows.QueriesOf(nameof(LogisticRegression), data, Features), _parameters, 1);
    }

    /// <summary>Share of rows of a data set whose class is predicted.</summary>
    public double Accuracy(Dataset data)
    {
        TrainingRows.CheckLabelled(nameof(LogisticRegression), data);
        return TrainingRows.Accuracy(nameof(LogisticRegression), Predict(data), data.Labels);
    }

    private LogisticRegression Fit(SparseRows x, ReadOnlySpan<int> labels)
    {
        TrainingRows.CheckLabels(nameof(LogisticRegression), labels, 2);
        var found = LogLinear.Fit(x, labels, 1, L2, Tolerance, MaxIterations);
        (_parameters, Features, Loss, Iterations, Converged) = (found.Parameters, x.Width, found.Value, found.Iterations, found.Converged);
        return this;
    }

    private static int[] Classes(double[] p) => Array.ConvertAll(p, one => one >= 0.5 ? 1 : 0);
}
