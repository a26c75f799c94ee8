namespace Courseware;

/// <summary>
/// Stands in for Reuters: half as many documents in 46 topics with the real, very uneven frequencies. A document is a bag of words: most
/// from one common vocabulary in which word r is used in proportion to 1/(r + 10), some from its topic's own; one in eight speaks of
/// another topic than its label says.
/// </summary>
internal static class TopicTexts
{
    private const int Topics = 46;
    private const int OwnWords = 60;
    private const int Special = 3; // padding, start, unknown

    // Training documents a topic in the real data.
    private static readonly int[] s_frequencies =
    [
        55, 432, 74, 3159, 1949, 17, 48, 16, 139, 101, 124, 390, 49, 172, 26, 20, 444, 39, 66, 549, 269, 100, 15,
        41, 62, 92, 24, 15, 48, 19, 45, 39, 32, 11, 50, 10, 49, 19, 19, 24, 36, 30, 13, 21, 12, 18,
    ];

    public static TrainTest Make(CatalogueEntry entry, string why, int numWords)
    {
        var random = new RandomStream(46, "stand-in", "Reuters");
        var words = numWords - Special;
        var common = new double[words];
        var sum = 0.0;
        for (var r = 0; r < words; r++)
            common[r] = sum += 1.0 / (r + 10);
        var own = new int[Topics][];
        for (var t = 0; t < Topics; t++)
            own[t] = [.. Enumerable.Range(0, OwnWords).Select(_ => random.Next(words))];

        var all = new List<int>();
        for (var t = 0; t < Topics; t++)
            all.AddRange(Enumerable.Repeat(t, s_frequencies[t]));
        var trainLabels = all.Where((_, i) => i % 2 == 0).ToArray();
        var testLabels = all.Where((_, i) => i % 8 == 3).ToArray();
        random.Shuffle<int>(trainLabels);
        random.Shuffle<int>(testLabels);
        var (train, test) = (Rows(trainLabels), Rows(testLabels));
        using var hash = new ContentHash();
        var provenance = Provenances.StandIn(entry, hash.Add(train).Add(trainLabels).Add(test).Add(testLabels)
            .Finish(), trainLabels.Length + testLabels.Length, why);
        return new(
            ReutersLoader.Rows("Reuters train", train, trainLabels, numWords, entry, provenance),
            ReutersLoader.Rows("Reuters test", test, testLabels, numWords, entry, provenance));

        byte[] Rows(int[] labels)
        {
            var rows = new byte[labels.Length * numWords];
            for (var i = 0; i < labels.Length; i++)
            {
                var row = rows.AsSpan(i * numWords, numWords);
                row[1] = row[2] = 1;
                var topic = random.Next(8) == 0 ? labels[random.Next(labels.Length)] : labels[i];
                for (var length = 25 + random.Next(100); length > 0; length--)
                    row[Special + (random.Next(100) < 22 ? own[topic][random.Next(OwnWords)] : Common())] = 1;
            }
            return rows;
        }

        int Common()
        {
            var at = Array.BinarySearch(common, random.NextDouble() * sum);
            return Math.Min(words - 1, at < 0 ? ~at : at);
        }
    }
}
