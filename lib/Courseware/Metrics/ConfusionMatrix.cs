using System.Globalization;

namespace Courseware;

/// <summary>Counts of rows by true class (row) and predicted class (column).</summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed class ConfusionMatrix : IDisplayable
{
    private const int Most = 10_000;

    private readonly int[] _counts;

    private ConfusionMatrix(int[] counts, int classes, IReadOnlyList<string> names) => (_counts, Classes, Names) = (counts, classes, names);

    public int Classes { get; }

    /// <summary>The classes' names; their numbers when none were given.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Rows of true class <paramref name="actual"/> that were called <paramref name="predicted"/>.</summary>
    public int this[int actual, int predicted] => _counts[actual * Classes + predicted];

    /// <summary>All counts, row by row.</summary>
    internal IReadOnlyList<int> Counts => _counts;

    public int Total => _counts.Sum();

    /// <summary>The counts as a two-dimensional array: [true, predicted].</summary>
    public int[,] ToArray()
    {
        int[,] array = new int[Classes, Classes];
        for (int i = 0; i < Classes; i++)
        {
            for (int j = 0; j < Classes; j++)
                array[i, j] = this[i, j];
        }
        return array;
    }

    /// <summary>Rows of this true class.</summary>
    public int Support(int actual) => Enumerable.Range(0, Classes).Sum(j => this[actual, j]);

    /// <summary>Rows that were called this class.</summary>
    internal int Called(int predicted) => Enumerable.Range(0, Classes).Sum(i => this[i, predicted]);

    /// <summary>Trace / total.</summary>
    public double Accuracy => (double)Enumerable.Range(0, Classes).Sum(c => this[c, c]) / Total;

    /// <param name="labels">True classes, 0…classes−1, one a row.</param>
    /// <param name="predictions">Predicted classes, in the same order.</param>
    /// <param name="classes">Number of classes; by default the largest label or prediction plus one.</param>
    /// <param name="names">Names of the classes.</param>
    public static ConfusionMatrix Of(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, int? classes = null,
        IReadOnlyList<string>? names = null)
    {
        Inputs.SameCount(nameof(ConfusionMatrix), labels.Length, predictions.Length);
        int count = classes ?? names?.Count ?? Inputs.ClassesOf(labels, predictions);
        if (names is not null && names.Count != count)
        {
            throw new ArgumentException(
                Inputs.Text($"ConfusionMatrix: names must have one entry for each of the {count} classes; got {names.Count}."),
                nameof(names));
        }

        Inputs.LabelsBelow(nameof(ConfusionMatrix), labels, count);
        Inputs.LabelsBelow(nameof(ConfusionMatrix), predictions, count, nameof(predictions));
        if (count > Most)
        {
            throw new ArgumentOutOfRangeException(nameof(classes),
                Inputs.Text($"ConfusionMatrix: {count:N0} classes would take {count:N0} × {count:N0} counts; the most is {Most:N0}. Number the classes from 0, without gaps."));
        }

        int[] counts = new int[count * count];
        for (int i = 0; i < labels.Length; i++)
            counts[labels[i] * count + predictions[i]]++;
        return new(counts, count, names ?? [.. Enumerable.Range(0, count).Select(c => c.ToString(CultureInfo.InvariantCulture))]);
    }

    /// <summary>The counts as a table: true classes down, predicted classes across.</summary>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();

    public Table ToTable() => new Table([new Column("true \\ called"), .. Names.Select(n => new Column(n, "N0"))])
        .Rows(Enumerable.Range(0, Classes), i => [Names[i], .. Enumerable.Range(0, Classes).Select(j => (object?)this[i, j])]);

    public override string ToString() => ToTable().ToString();
}
