namespace Courseware;

/// <summary>MNIST and Fashion-MNIST: four idx files, 60,000 + 10,000 grey images of 28 × 28 in ten classes.</summary>
internal static class IdxImagesLoader
{
    public static TrainTest Load(DataStore store, CatalogueEntry entry)
    {
        // First every file is found or downloaded, one after the other; then the two parts are unpacked side by side.
        FoundFile[] files = [.. entry.Files.Select(f => store.Obtain(entry, f.Name))];
        var train = Task.Run(() => Part(files[0].Path, files[1].Path, 60_000));
        (byte[] Images, int[] Labels) test;
        try
        {
            test = Part(files[2].Path, files[3].Path, 10_000);
        }
        finally
        {
            // Both end before an error leaves: nothing goes on reading behind the caller's back.
            ((IAsyncResult)train).AsyncWaitHandle.WaitOne();
        }
        var (trainImages, trainLabels) = train.GetAwaiter().GetResult();
        var (testImages, testLabels) = test;
        using var hash = new ContentHash();
        var provenance = Provenances.Loaded(entry, hash.Add(trainImages).Add(trainLabels).Add(testImages).Add(testLabels)
            .Finish(), 70_000, files[0].Place);
        return new(
            Images($"{entry.Name} train", trainImages, trainLabels, entry, provenance),
            Images($"{entry.Name} test", testImages, testLabels, entry, provenance));
    }

    /// <summary>Bytes as grey images from 0 to 1 in the shape (1, 28, 28).</summary>
    public static Dataset Images(string name, byte[] pixels, int[] labels, CatalogueEntry entry, Provenance provenance)
        => new(name, new ByteStore(pixels, 28 * 28, ByteStore.Pixels), [1, 28, 28], labels.Length, labels, classNames: [.. entry.Classes],
            provenance: provenance);

    private static (byte[] Images, int[] Labels) Part(string images, string labels, int count)
        => (IdxFile.Read(images, count, 28, 28), IdxFile.ReadLabels(labels, count, 10));
}
