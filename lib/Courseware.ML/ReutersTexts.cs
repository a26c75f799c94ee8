namespace Courseware;

/// <summary>The newswires of <see cref="Datasets.Reuters(int)"/> as texts, in the same order, for models that read words.</summary>
public static class ReutersTexts
{
    /// <summary>Reads them: small letters, no punctuation, nothing cut off. There is no stand-in for words.</summary>
    /// <exception cref="DataUnavailableException">The real data are not available.</exception>
    public static TrainTestTexts Read() => Read(DataStore.Default);

    internal static TrainTestTexts Read(DataStore store)
    {
        var entry = store.RealOnly("reuters", "Texts have no stand-in.");
        var (ranks, topics, order, provenance) = ReutersLoader.Ordered(store, entry);
        // The ranks are turned back into words by Keras' word index.
        var index = store.Obtain(entry, "reuters_word_index.json");
        var words = WordIndex.Read(index.Path, largest: ranks.Max(document => document.Length == 0 ? 0 : document.Max()));
        if (provenance.IsReal && Checksums.Difference(index.Path, entry.File("reuters_word_index.json")) is { } difference)
        {
            provenance = provenance with
            {
                Kind = DataKind.Unrecognised,
                Source = index.Place,
                Note = $"the word index differs from the published file: {difference}",
            };
        }
        store.Recognise(provenance, entry);
        return new(Part("Reuters train", order[..ReutersLoader.TrainCount]), Part("Reuters test", order[ReutersLoader.TrainCount..]));

        LabelledTexts Part(string name, int[] which) => new(
            name, [.. which.Select(i => string.Join(' ', ranks[i].Select(rank => words[rank])))], [.. which.Select(i => topics[i])],
            entry.Classes, provenance);
    }
}
