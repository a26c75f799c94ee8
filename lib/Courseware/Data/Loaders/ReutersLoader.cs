namespace Courseware;

/// <summary>
/// Reuters newswires as Keras' <c>reuters.load_data(num_words)</c> gives them: 11,228 documents in 46 topics, shuffled with seed 113, the
/// first 80 % for training; each as a multi-hot row.
/// </summary>
/// <remarks>
/// Column c of a row is 1 if the number c occurs in Keras' sequence of the document: a word of frequency rank r is the number r + 3; column
/// 0 (padding) is always 0, column 1 (start) always 1, and column 2 (unknown) is 1 if any word has a number of num_words or more. So
/// num_words = 1000 keeps the 996 most frequent words (Tokenizer.sequences_to_matrix with mode 'binary', keras/src/datasets/reuters.py).
/// </remarks>
internal static class ReutersLoader
{
    private const int Documents = 11_228;
    private const int Topics = 46;
    private const int IndexFrom = 3;
    private const uint KerasSeed = 113;
    public const int TrainCount = 8_982; // int(11228 · (1 − 0.2))

    public static TrainTest Load(DataStore store, CatalogueEntry entry, int numWords)
    {
        var (ranks, topics, order, provenance) = Ordered(store, entry);
        return new(
            Part("Reuters train", order.AsSpan(0, TrainCount), ranks, topics, numWords, entry, provenance),
            Part("Reuters test", order.AsSpan(TrainCount), ranks, topics, numWords, entry, provenance));
    }

    /// <summary>
    /// The documents of both parts as frequency ranks, their topics, and the order that Keras puts them in: the first
    /// <see cref="TrainCount"/> train.
    /// </summary>
    public static (int[][] Ranks, int[] Topics, int[] Order, Provenance Provenance) Ordered(DataStore store, CatalogueEntry entry)
    {
        var file = store.Obtain(entry, "reuters.npz");
        var (ranks, topics) = Read(file.Path);
        using var hash = new ContentHash();
        foreach (var document in ranks)
            hash.Add(document).Add([-1]);
        var provenance = Provenances.Loaded(entry, hash.Add(topics).Finish(), ranks.Length, file.Place);
        return (ranks, topics, new NumpyRandom(KerasSeed).Permutation(ranks.Length), provenance);
    }

    /// <summary>The archive's content: for each document the frequency ranks (from 1) of its words, and its topic.</summary>
    public static (int[][] Ranks, int[] Topics) Read(string path)
    {
        var expected = $"Keras' reuters.npz ({Documents:N0} lists of word ranks in x.npy, as many topics in y.npy)";
        var members = NpzFile.Read(path, expected, "x.npy", "y.npy");
        var ranks = NpyArray.ReadIntLists(path, "x.npy", members[0]);
        var topics = NpyArray.ReadInts(path, "y.npy", members[1]);
        if (ranks.Length != Documents || topics.Length != Documents)
            throw new DataFileException(path, expected, $"{ranks.Length:N0} lists and {topics.Length:N0} topics");
        if (topics.AsSpan().IndexOfAnyExceptInRange(0, Topics - 1) is >= 0 and var row)
            throw new DataFileException(path, $"topics from 0 to {Topics - 1}", $"topic {topics[row]} of document {row:N0}");
        foreach (var document in ranks)
        {
            if (document.AsSpan().IndexOfAnyExceptInRange(1, 1 << 20) >= 0)
                throw new DataFileException(path, "word ranks from 1", "a rank outside that range");
        }

        return (ranks, topics);
    }

    /// <summary>Rows of <paramref name="numWords"/> bytes, 0 or 1.</summary>
    public static byte[] MultiHot(ReadOnlySpan<int> order, int[][] ranks, int numWords)
    {
        var rows = new byte[checked(order.Length * numWords)];
        for (var i = 0; i < order.Length; i++)
        {
            var row = rows.AsSpan(i * numWords, numWords);
            row[1] = 1;
            foreach (var rank in ranks[order[i]])
                row[rank + IndexFrom < numWords ? rank + IndexFrom : 2] = 1;
        }
        return rows;
    }

    private static Dataset Part(string name, ReadOnlySpan<int> order, int[][] ranks, int[] topics, int numWords, CatalogueEntry entry,
        Provenance provenance)
    {
        var labels = new int[order.Length];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = topics[order[i]];
        return Rows(name, MultiHot(order, ranks, numWords), labels, numWords, entry, provenance);
    }

    public static Dataset Rows(string name, byte[] multiHot, int[] labels, int numWords, CatalogueEntry entry, Provenance provenance)
        => new(name, new ByteStore(multiHot, numWords, ByteStore.Counts).Smallest(), [numWords], labels.Length, labels,
            classNames: [.. entry.Classes], provenance: provenance);
}
