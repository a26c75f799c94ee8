namespace Courseware;

/// <summary>Figures of merit of predicted numbers.</summary>
/// <param name="MeanSquaredError">Mean of (y − ŷ)².</param>
/// <param name="RootMeanSquaredError">Its root, in the target's unit.</param>
/// <param name="MeanAbsoluteError">Mean of |y − ŷ|.</param>
/// <param name="R2">1 − Σ(y − ŷ)² / Σ(y − ȳ)²: 1 is perfect, 0 is as good as the mean, below 0 is worse. NaN when all targets are
/// equal.</param>
public sealed record RegressionScores(double MeanSquaredError, double RootMeanSquaredError, double MeanAbsoluteError, double R2)
{
    /// <param name="targets">True values y, one a row.</param>
    /// <param name="predictions">Predicted values ŷ.</param>
    public static RegressionScores Of(ReadOnlySpan<float> targets, ReadOnlySpan<float> predictions)
        => Of(Inputs.Widen(targets), Inputs.Widen(predictions));

    /// <inheritdoc cref="Of(ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    public static RegressionScores Of(ReadOnlySpan<double> targets, ReadOnlySpan<double> predictions)
    {
        Inputs.SameCount(nameof(RegressionScores), targets.Length, predictions.Length);
        Inputs.NotNaN(nameof(RegressionScores), targets, nameof(targets));
        Inputs.NotNaN(nameof(RegressionScores), predictions, nameof(predictions));
        double mean = 0, squares = 0, absolutes = 0, spread = 0;
        foreach (double y in targets)
            mean += y;
        mean /= targets.Length;
        for (int i = 0; i < targets.Length; i++)
        {
            double error = targets[i] - predictions[i];
            squares += error * error;
            absolutes += Math.Abs(error);
            spread += (targets[i] - mean) * (targets[i] - mean);
        }
        double mse = squares / targets.Length;
        return new(mse, Math.Sqrt(mse), absolutes / targets.Length, spread == 0 ? double.NaN : 1 - squares / spread);
    }
}
