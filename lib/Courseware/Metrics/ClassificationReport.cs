namespace Courseware;

/// <summary>
/// Precision, recall and F1, by class and averaged three ways, as scikit-learn defines them. A 0/0 counts as 0, and a class that never
/// occurs stays in the macro mean.
/// </summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed class ClassificationReport : IDisplayable
{
    private ClassificationReport(ConfusionMatrix confusion)
    {
        Confusion = confusion;
        PerClass = [.. Enumerable.Range(0, confusion.Classes)
            .Select(c => Score(confusion.Names[c], confusion[c, c], confusion.Called(c), confusion.Support(c)))];
        int total = confusion.Total, right = Enumerable.Range(0, confusion.Classes).Sum(c => confusion[c, c]);
        // Macro F1 is the mean of the F1s, not the F1 of the means.
        Macro = Mean("macro", _ => 1.0 / confusion.Classes);
        // Pooled over classes, every wrong row is one false positive and one false negative: all three equal the accuracy.
        Micro = Score("micro", right, total, total);
        Weighted = Mean("weighted", c => (double)c.Support / total);
    }

    public ConfusionMatrix Confusion { get; }

    public double Accuracy => Confusion.Accuracy;

    public IReadOnlyList<ClassScores> PerClass { get; }

    /// <summary>Plain mean over the classes: each class counts the same, however rare.</summary>
    public ClassScores Macro { get; }

    /// <summary>Over all rows pooled: equals the accuracy when each row has one label.</summary>
    public ClassScores Micro { get; }

    /// <summary>Mean over the classes weighted by support.</summary>
    public ClassScores Weighted { get; }

    /// <inheritdoc cref="ConfusionMatrix.Of"/>
    public static ClassificationReport Of(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, int? classes = null,
        IReadOnlyList<string>? names = null) =>
        new(ConfusionMatrix.Of(labels, predictions, classes, names));

    /// <summary>The report of counts that are there already.</summary>
    public static ClassificationReport Of(ConfusionMatrix confusion) => new(confusion);

    private static ClassScores Score(string name, int right, int called, int support)
    {
        double precision = Ratio(right, called), recall = Ratio(right, support);
        return new(name, precision, recall, Ratio(2 * precision * recall, precision + recall), support);
    }

    private ClassScores Mean(string name, Func<ClassScores, double> weight) => new(name,
        PerClass.Sum(c => weight(c) * c.Precision), PerClass.Sum(c => weight(c) * c.Recall), PerClass.Sum(c => weight(c) * c.F1),
        Confusion.Total);

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;

    /// <summary>The scores as a table: one row a class, then the three averages.</summary>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();

    public Table ToTable()
        => new Table("class", new Column("precision", "0.000"), new Column("recall", "0.000"), new Column("F1", "0.000"),
            new Column("rows", "N0"))
        .Rows(PerClass, Cells).Rows([Macro, Micro, Weighted], Cells)
        .WithNote(Inputs.Text($"accuracy {Accuracy:0.0000}"));

    public override string ToString() => ToTable().ToString();

    private static object?[] Cells(ClassScores s) => [s.Name, s.Precision, s.Recall, s.F1, s.Support];
}
