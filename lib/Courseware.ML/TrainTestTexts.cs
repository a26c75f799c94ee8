namespace Courseware;

/// <summary>Texts in two parts: one to train on, one to test on.</summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Plain])]
public sealed record TrainTestTexts(LabelledTexts Train, LabelledTexts Test)
{
    /// <summary>Where the texts come from.</summary>
    public Provenance Provenance => Train.Provenance;

    /// <summary>The first texts of both parts.</summary>
    public TrainTestTexts Take(int train, int test) => new(Train.Take(train), Test.Take(test));

    /// <summary>Of each text the first words: a model that reads takes as long as its texts are.</summary>
    public TrainTestTexts FirstWords(int words) => new(Train.FirstWords(words), Test.FirstWords(words));

    /// <inheritdoc/>
    public override string ToString() => $"{Train}; {Test}";
}
