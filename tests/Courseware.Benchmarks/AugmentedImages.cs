using System.Globalization;

namespace Courseware.Benchmarks;

/// <summary>Case 9: batches of Fashion-MNIST's size, gathered and augmented.</summary>
internal static class AugmentedImages
{
    private const int BatchSize = 64;

    public static void Run(int threads)
    {
        var values = RandomValues.Dense(BatchSize * 16 * 784);
        for (var i = 0; i < values.Length; i++)
            values[i] = (values[i] + 1) / 2;
        var images = new Dataset("random", values, [1, 28, 28]);
        var augmentation = new Augmentation { Rotation = 10, Translation = 0.1, CropPadding = 4, Brightness = 0.2, Contrast = 0.2 };
        var batch = new float[BatchSize * 784];
        var indices = new int[BatchSize];
        var step = 0L;
        var measured = Measurement.Of(() =>
        {
            for (var i = 0; i < BatchSize; i++)
                indices[i] = (int)((step * BatchSize + i * 37) % images.Count);
            images.Gather(indices, batch);
            augmentation.Apply(batch, images.FeatureShape, seed: 1, step++);
        });
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"case\":9,\"threads\":{threads},\"samplesPerSecond\":{BatchSize / measured.MedianSeconds:F0},\"bestSamplesPerSecond\":{BatchSize / measured.BestSeconds:F0},\"bytesAllocatedPerStep\":{measured.BytesPerCall:F1}}}"));
    }
}
