using Xunit;

namespace Courseware.Tests.Data;

public sealed class AugmentationTests
{
    private static readonly int[] s_shape = [1, 28, 28];

    private static float[] Images { get; }
        = Datasets.FashionMnist(new(Catalogue.Course, new DataSettings { CacheFolder = "nowhere", Policy = DataPolicy.StandInOnly })).Train
        .Take(20).Features;

    [Fact]
    public void The_same_step_changes_images_in_the_same_way_and_another_step_in_another()
    {
        var all = new Augmentation
        {
            Rotation = 10,
            Translation = 0.1,
            CropPadding = 4,
            Brightness = 0.4,
            Contrast = 0.4,
            HorizontalFlip = true
        };
        Assert.Equal(After(all, 5), After(all, 5));
        Assert.NotEqual(After(all, 5), After(all, 6));
        Assert.All(After(all, 5), v => Assert.InRange(v, 0, 1));
    }

    [Fact]
    public void Nothing_switched_on_changes_nothing() => Assert.Equal(Images, After(new(), 1));

    [Fact]
    public void Saturation_and_hue_do_nothing_to_grey_images() => Assert.Equal(Images, After(new() { Saturation = 0.4, Hue = 0.1 }, 1));

    [Fact]
    public void A_translation_moves_whole_pixels_and_keeps_the_ink_that_stays_inside()
    {
        var dot = new float[28 * 28];
        dot[14 * 28 + 14] = 1;
        new Augmentation { Translation = 0.1 }.Apply(dot, s_shape, 1, 1);
        var at = Array.IndexOf(dot, dot.Max());
        Assert.Equal(1, dot.Sum(), 5);
        Assert.InRange(at % 28, 11, 17);
        Assert.InRange(at / 28, 11, 17);
    }

    [Fact]
    public void A_rotation_keeps_the_distance_from_the_middle()
    {
        for (var step = 0; step < 20; step++)
        {
            var dot = new float[29 * 29];
            dot[14 * 29 + 24] = 1; // ten to the right of the middle
            new Augmentation { Rotation = 45 }.Apply(dot, [1, 29, 29], 1, step);
            var (x, y, sum) = (0.0, 0.0, 0.0);
            for (var i = 0; i < dot.Length; i++)
                (x, y, sum) = (x + dot[i] * (i % 29 - 14), y + dot[i] * (i / 29 - 14), sum + dot[i]);
            (x, y) = (x / sum, y / sum);
            Assert.Equal(10, Math.Sqrt(x * x + y * y), 0.5);
            Assert.True(x > 6.5);
        }
    }

    [Fact]
    public void A_full_turn_of_the_hue_gives_the_colour_back_and_a_third_exchanges_channels()
    {
        float[] colour = [0.8f, 0.3f, 0.1f];
        for (var step = 0; step < 50; step++)
        {
            var turned = (float[])colour.Clone();
            new Augmentation { Hue = 0.5 }.Apply(turned, [3, 1, 1], 1, step);
            Assert.Equal(0.8f, turned.Max(), 5);
            Assert.Equal(0.1f, turned.Min(), 5);
        }
    }

    [Fact]
    public void Rows_that_are_no_images_are_refused()
    {
        Assert.Contains("images of the shape channels × height × width, not 784. Augment before Flatten()",
            Assert.Throws<ArgumentException>(() => new Augmentation().Apply(new float[784], [784], 1, 1)).Message,
            StringComparison.Ordinal);
        Assert.Contains("100 numbers do not divide into images of 1×28×28 = 784",
            Assert.Throws<ArgumentException>(() => new Augmentation().Apply(new float[100], s_shape, 1, 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_set_is_augmented_as_a_copy()
    {
        var data = new Dataset("pictures", (float[])Images.Clone(), s_shape, new int[20]);
        var changed = new Augmentation { Brightness = 0.4 }.Apply(data, 1);
        Assert.Equal(Images, data.Features);
        Assert.NotEqual(Images, changed.Features);
        Assert.Equal("pictures, augmented", changed.Name);
    }

    private static float[] After(Augmentation augmentation, long step)
    {
        var images = (float[])Images.Clone();
        augmentation.Apply(images, s_shape, 7, step);
        return images;
    }
}
