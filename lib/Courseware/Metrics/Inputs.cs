using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>The checks that all metrics share. An error names the metric, the argument, the shapes and the fix.</summary>
internal static class Inputs
{
    public static void SameCount(string metric, int labels, int predictions, [CallerArgumentExpression(nameof(labels))] string first = "",
        [CallerArgumentExpression(nameof(predictions))] string second = "")
    {
        first = Name(first);
        second = Name(second);
        if (labels != predictions)
        {
            throw new ArgumentException(
                Text($"{metric}: {first} and {second} must have one entry for each row; {first} has {labels}, {second} has {predictions}. Pass both for the same rows."));
        }

        if (labels == 0)
        {
            throw new ArgumentException(
                Text($"{metric}: {first} and {second} are empty; a mean over no rows is not defined. Pass at least one row."));
        }
    }

    public static void Scores(string metric, int labels, int scores, int classes)
    {
        if (classes < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(classes),
                Text($"{metric}: classes is the number of columns of scores and must be at least 1; got {classes}."));
        }

        if (labels == 0)
            throw new ArgumentException(Text($"{metric}: labels is empty; a mean over no rows is not defined. Pass at least one row."));
        if ((long)labels * classes != scores)
        {
            throw new ArgumentException(
                Text($"{metric}: scores must hold labels × classes = {labels} × {classes} = {(long)labels * classes} numbers, row by row; got {scores}. Pass the scores of the same rows, all columns."));
        }
    }

    public static void LabelsBelow(string metric, ReadOnlySpan<int> labels, int classes, string name = "labels")
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes)
            {
                throw new ArgumentOutOfRangeException(name,
                    Text($"{metric}: {name} must be in 0…{classes - 1} for {classes} classes; {name}[{i}] is {labels[i]}. Number the classes from 0, or pass a larger number of classes."));
            }
        }
    }

    /// <summary>Labels 0 or 1, both present.</summary>
    public static (int Positives, int Negatives) BothBinary(string metric, ReadOnlySpan<int> labels)
    {
        LabelsBelow(metric, labels, 2);
        int positives = 0;
        foreach (int y in labels)
            positives += y;
        if (positives == 0 || positives == labels.Length)
        {
            throw new ArgumentException(
                Text($"{metric}: both classes must occur in labels; all {labels.Length} are {(positives == 0 ? 0 : 1)}. It is not defined on one class: pass rows of both."));
        }

        return (positives, labels.Length - positives);
    }

    public static void NotNaN<T>(string metric, ReadOnlySpan<T> values, string name) where T : INumberBase<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (T.IsNaN(values[i]))
            {
                throw new ArgumentException(
                    Text($"{metric}: {name}[{i}] is NaN. A model that diverged predicts NaN: look at its loss, lower the learning rate."), name);
            }
        }
    }

    public static void Probabilities(string metric, ReadOnlySpan<double> values, string name)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!(values[i] is >= 0 and <= 1))
            {
                throw new ArgumentOutOfRangeException(name,
                    Text($"{metric}: {name} must be in 0…1; {name}[{i}] is {values[i]:R}. Are these logits? Put them through sigmoid or softmax first."));
            }
        }
    }

    public static double[] Widen(ReadOnlySpan<float> values)
    {
        double[] wide = new double[values.Length];
        for (int i = 0; i < wide.Length; i++)
            wide[i] = values[i];
        return wide;
    }

    public static int ClassesOf(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions)
    {
        int largest = 0;
        foreach (int y in labels)
            largest = Math.Max(largest, y);
        foreach (int y in predictions)
            largest = Math.Max(largest, y);
        return largest == int.MaxValue ? largest : largest + 1;
    }

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Name(string expression) => expression.Split('.')[0];
}
