namespace Courseware;

/// <summary>How well a pretrained network tells the classes of texts after it was trained on some of them.</summary>
/// <param name="Figures">ML.NET's figures beside ours.</param>
/// <param name="Name">What was trained on.</param>
/// <param name="Trained">Training texts.</param>
/// <param name="Epochs">Passes over them.</param>
/// <param name="Classes">Classes among them.</param>
/// <param name="Tested">Test texts measured.</param>
/// <param name="LeftOut">Test texts left out, since no training text is of their class.</param>
/// <param name="Commonest">The accuracy of always answering the class that most training texts have: what must be beaten.</param>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed record TextFigures(MetricComparison Figures, string Name, int Trained, int Epochs, int Classes, int Tested, int LeftOut,
    double Commonest) : IDisplayable
{
    /// <summary>
    /// A row a figure. ML.NET's network gives scores and no probabilities, so that its log loss means nothing and is not shown.
    /// </summary>
    public Table ToTable() => new Table("figure", new Column("ML.NET", "0.000000"), new Column("ours", "0.000000"), "note")
        .Rows(Figures.Pairs.Where(p => double.IsFinite(p.Ours)), p => [p.Name, p.MLNet, p.Ours, p.Note])
        .WithCaption(
            FormattableString.Invariant($"NAS-BERT, pretrained, trained on {Trained:N0} texts ({Name}) for {Epochs} epoch{(Epochs == 1 ? "" : "s")}"))
        .WithNote(FormattableString.Invariant($"{Tested:N0} test texts in {Classes} classes{(LeftOut == 0 ? "" : $" ({LeftOut:N0} of other classes left out)")}; always the commonest class: {Commonest:0.000}"));

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => ToTable().ToMimeBundle();

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();
}
