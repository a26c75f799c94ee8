namespace Courseware.Tests.Training;

/// <summary>Data for trainings: clouds of points, one a class, in turn.</summary>
internal static class Clouds
{
    /// <summary>Points around class centres that depend on the shape alone, so that two sets of different seeds belong together.</summary>
    public static Dataset Of(int count, int[] shape, int classes, long seed, double spread = 1)
    {
        var width = shape.Aggregate(1, (a, b) => a * b);
        var centres = new float[classes * width];
        new RandomStream(1, "centres").FillGaussian(centres, 0, 1);
        var features = new float[count * width];
        new RandomStream(seed, "points").FillGaussian(features, 0, (float)spread);
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = i % classes;
            for (var f = 0; f < width; f++)
                features[i * width + f] += centres[labels[i] * width + f];
        }
        return new Dataset("clouds", features, shape, labels);
    }
}
