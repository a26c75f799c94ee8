namespace Courseware;

/// <summary>Texts, each of one class, as words and not as numbers: for models that read.</summary>
/// <param name="Name">What they are called.</param>
/// <param name="Texts">The texts.</param>
/// <param name="Labels">Of each text its class, from 0.</param>
/// <param name="ClassNames">The classes' names.</param>
/// <param name="Provenance">Where they come from.</param>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Plain])]
public sealed record LabelledTexts(string Name, IReadOnlyList<string> Texts, IReadOnlyList<int> Labels, IReadOnlyList<string> ClassNames,
    Provenance Provenance)
{
    /// <summary>How many texts there are.</summary>
    public int Count => Texts.Count;

    /// <summary>The first texts.</summary>
    public LabelledTexts Take(int count)
        => count >= Count ? this : this with { Texts = [.. Texts.Take(count)], Labels = [.. Labels.Take(count)] };

    /// <summary>Of each text the first words.</summary>
    public LabelledTexts FirstWords(int words)
        => this with { Texts = [.. Texts.Select(text => string.Join(' ', text.Split(' ', words + 1).Take(words)))] };

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Name}: {Count:N0} texts in {ClassNames.Count} classes");
}
