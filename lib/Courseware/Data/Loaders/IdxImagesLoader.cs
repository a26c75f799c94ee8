using Courseware.Data.Formats;

namespace Courseware.Data.Loaders;

/// <summary>MNIST and Fashion-MNIST: four idx files, 60,000 + 10,000 grey images of 28 × 28 in ten classes.</summary>
internal static class IdxImagesLoader
{
    public static TrainTest Load(DataStore store, CatalogueEntry entry)
    {
        var train = Task.Run(() => Part(store, entry, "train", 60_000));
        var test = Part(store, entry, "t10k", 10_000);
        var (trainImages, trainLabels, place) = Wait(train);
        var (testImages, testLabels, _) = test;
        using var hash = new ContentHash();
        var provenance = Provenances.Real(entry, hash.Add(trainImages).Add(trainLabels).Add(testImages).Add(testLabels).Finish(), 70_000, place);
        return new(
            Images($"{entry.Name} train", trainImages, trainLabels, entry, provenance),
            Images($"{entry.Name} test", testImages, testLabels, entry, provenance));
    }

    /// <summary>Bytes as grey images from 0 to 1 in the shape (1, 28, 28).</summary>
    public static Dataset Images(string name, byte[] pixels, int[] labels, CatalogueEntry entry, Provenance provenance)
        => new(name, new ByteStore(pixels, 28 * 28, ByteStore.Pixels), [1, 28, 28], labels.Length, labels, classNames: [.. entry.Classes], provenance: provenance);

    private static (byte[] Images, int[] Labels, string Place) Part(DataStore store, CatalogueEntry entry, string part, int count)
    {
        var images = store.Obtain(entry, $"{part}-images-idx3-ubyte.gz");
        var labels = store.Obtain(entry, $"{part}-labels-idx1-ubyte.gz");
        return (IdxFile.Read(images.Path, count, 28, 28), IdxFile.ReadLabels(labels.Path, count, 10), images.Place);
    }

    // The error itself, not an AggregateException around it.
    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
