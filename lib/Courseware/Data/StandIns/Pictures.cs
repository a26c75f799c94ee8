namespace Courseware;

/// <summary>The two parts of a stand-in made of pictures: balanced classes, fewer rows than the real set.</summary>
internal static class Pictures
{
    /// <param name="entry">The data set that it replaces.</param>
    /// <param name="why">Why there is a stand-in.</param>
    /// <param name="trainRows">Rows to train on, a multiple of the number of classes.</param>
    /// <param name="testRows">Rows to test on.</param>
    /// <param name="width">Bytes of a picture.</param>
    /// <param name="draw">Draws picture number i of a class into a row of bytes.</param>
    /// <param name="make">Makes a data set of the rows.</param>
    public static TrainTest Make(
        CatalogueEntry entry, string why, int trainRows, int testRows, int width, Painter draw,
        Func<string, byte[], int[], CatalogueEntry, Provenance, Dataset> make)
    {
        var (train, trainLabels) = Part(trainRows, 0);
        var (test, testLabels) = Part(testRows, trainRows);
        using var hash = new ContentHash();
        var provenance =
            Provenances.StandIn(entry, hash.Add(train).Add(trainLabels).Add(test).Add(testLabels).Finish(), trainRows + testRows, why);
        return new(make($"{entry.Name} train", train, trainLabels, entry, provenance),
            make($"{entry.Name} test", test, testLabels, entry, provenance));

        (byte[] Pixels, int[] Labels) Part(int rows, int from)
        {
            var (pixels, labels) = (new byte[rows * width], new int[rows]);
            for (var i = 0; i < rows; i++)
            {
                labels[i] = (from + i) * 7 % entry.Classes.Count;
                draw(labels[i], from + i, pixels.AsSpan(i * width, width));
            }
            return (pixels, labels);
        }
    }

    /// <summary>Draws picture number <paramref name="index"/>, of class <paramref name="label"/>.</summary>
    internal delegate void Painter(int label, int index, Span<byte> pixels);
}
