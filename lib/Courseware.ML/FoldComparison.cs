namespace Courseware;

/// <summary>The figures of merit of k-fold cross-validation: by fold, and their mean ± standard error.</summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed class FoldComparison : IDisplayable
{
    internal FoldComparison(IReadOnlyList<MetricComparison> folds) => Folds = folds;

    /// <summary>What each fold's held-out rows gave.</summary>
    public IReadOnlyList<MetricComparison> Folds { get; }

    /// <summary>ML.NET's figure of that name over the folds.</summary>
    public Spread MLNet(string name) => Spread.Of(Folds.Select(f => f[name].MLNet));

    /// <summary>Ours.</summary>
    public Spread Ours(string name) => Spread.Of(Folds.Select(f => f[name].Ours));

    /// <summary>A row a figure.</summary>
    public Table ToTable() => new Table("figure", "ML.NET", "ours", "note")
        .Rows(Folds[0].Pairs, p => [p.Name, Text(p.Name, pair => pair.MLNet), Text(p.Name, pair => pair.Ours), p.Note])
        .WithNote($"mean ± standard error of {Folds.Count} folds");

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    private string Text(string name, Func<MetricPair, double> number)
    {
        double[] values = [.. Folds.Select(f => number(f[name]))];
        if (!values.All(double.IsFinite))
            return "–";
        var spread = Spread.Of(values);
        return FormattableString.Invariant($"{spread.Mean:0.0000} ± {spread.StandardError:0.0000}");
    }
}
