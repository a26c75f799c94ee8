using System.Globalization;

namespace Courseware;

/// <summary>The checks that all baselines share. An error names the model, the argument, the shapes and the fix.</summary>
internal static class TrainingRows
{
    public static void Check(string model, ReadOnlySpan<float> x, int features, int targets)
    {
        if (features < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(features),
                Text($"{model}: features is the number of columns of x and must be at least 1; got {features}."));
        }

        if (targets == 0)
            throw NoRows(model);
        if ((long)targets * features != x.Length)
        {
            throw new ArgumentException(
                Text($"{model}: x must hold rows × features = {targets} × {features} = {(long)targets * features} numbers, row by row; got {x.Length}. Pass one target for each row of x."), nameof(x));
        }

        Finite(model, x, features);
    }

    /// <summary>The training rows of a data set, checked, without their zeros.</summary>
    public static SparseRows Of(string model, Dataset data)
    {
        if (data.Count == 0)
            throw NoRows(model);
        var rows = data.WithoutZeros();
        if (!rows.AllFinite)
            Finite(model, data.Features, data.FeatureCount);
        return rows;
    }

    /// <summary>
    /// The rows of a data set for a model that was fitted with <paramref name="features"/> columns, checked, without their zeros.
    /// </summary>
    public static SparseRows QueriesOf(string model, Dataset data, int features)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.FeatureCount != features)
        {
            throw new ArgumentException(
                Text($"{model} was fitted on rows of {features} features, and '{data.Name}' has {data.FeatureCount}. Give it rows of the same form as in Fit."), nameof(data));
        }

        var rows = data.WithoutZeros();
        if (!rows.AllFinite)
            Finite(model, data.Features, features);
        return rows;
    }

    public static int CheckLabels(string model, ReadOnlySpan<int> labels, int? classes)
    {
        int largest = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0 || labels[i] >= (classes ?? int.MaxValue))
            {
                throw new ArgumentOutOfRangeException(nameof(labels),
                    Text($"{model}: labels must be in 0…{(classes is { } c ? (c - 1).ToString(CultureInfo.InvariantCulture) : "classes−1")}; labels[{i}] is {labels[i]}. Number the classes from 0."));
            }

            largest = Math.Max(largest, labels[i]);
        }
        if (classes is null && largest >= Dataset.MostClasses)
        {
            throw new ArgumentOutOfRangeException(nameof(labels),
                Text($"{model}: labels are numbers of classes, from 0 to {Dataset.MostClasses - 1:N0} at most; one is {largest:N0}. Number the classes from 0, or pass how many classes there are."));
        }

        return classes ?? largest + 1;
    }

    /// <summary>The number of rows of <paramref name="x"/>.</summary>
    public static int CheckQueries(string model, ReadOnlySpan<float> x, int features)
    {
        if (x.Length % features != 0)
        {
            throw new ArgumentException(Text($"{model}: x must be whole rows of {features} features, as in Fit; got {x.Length} numbers."),
                nameof(x));
        }

        Finite(model, x, features);
        return x.Length / features;
    }

    public static double Accuracy(string model, int[] predictions, ReadOnlySpan<int> labels)
    {
        if (predictions.Length != labels.Length || labels.Length == 0)
        {
            throw new ArgumentException(
                Text($"{model}: x and labels must have the same number of rows, at least one; x has {predictions.Length}, labels has {labels.Length}."), nameof(labels));
        }

        int right = 0;
        for (int i = 0; i < labels.Length; i++)
            right += predictions[i] == labels[i] ? 1 : 0;
        return (double)right / labels.Length;
    }

    public static void CheckLabelled(string model, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Labels.Length == 0)
        {
            throw new ArgumentException(
                Text($"{model} predicts classes, and '{data.Name}' has none. Give the data set labels, or use LinearRegression for target values."), nameof(data));
        }
    }

    public static void CheckSearch(string model, double l2, double tolerance, int maxIterations)
    {
        if (!(l2 >= 0 && double.IsFinite(l2)))
            throw new ArgumentOutOfRangeException(nameof(l2), Text($"{model}: l2 must be at least 0; got {l2:R}."));
        if (!(tolerance > 0))
            throw new ArgumentOutOfRangeException(nameof(tolerance), Text($"{model}: tolerance must be above 0; got {tolerance:R}."));
        if (maxIterations < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(maxIterations),
                Text($"{model}: maxIterations must be at least 1; got {maxIterations}."));
        }
    }

    public static void CheckFitted(string model, bool fitted)
    {
        if (!fitted)
            throw new InvalidOperationException($"{model} has not been fitted yet. Call Fit first.");
    }

    private static ArgumentException NoRows(string model)
        => new(Text($"{model}: there are no training rows. Pass at least one row and its target."));

    private static void Finite(string model, ReadOnlySpan<float> x, int features)
    {
        for (int i = 0; i < x.Length; i++)
        {
            if (!float.IsFinite(x[i]))
            {
                throw new ArgumentException(
                    Text($"{model}: x must be finite; x[{i / features}, {i % features}] is {x[i]}. Drop the row or fill the gap."),
                    nameof(x));
            }
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
