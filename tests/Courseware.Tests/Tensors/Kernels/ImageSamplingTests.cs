using Xunit;

namespace Courseware.Tests.Tensors.Kernels;

public sealed class ImageSamplingTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 3, 2)]
    [InlineData(3, 5, 4)]
    [InlineData(2, 7, 9)]
    [InlineData(1, 28, 28)]
    [InlineData(3, 16, 33)]
    public void Every_pixel_has_the_bits_of_the_definition(int channels, int height, int width)
    {
        var random = new RandomStream(1, "test");
        var image = new float[channels * height * width];
        random.FillUniform(image);
        for (var trial = 0; trial < 40; trial++)
        {
            var angle = trial * 0.3;
            var far = trial % 5 == 0 ? 1e12 : width;
            var move = new ImageMove(
                Elementary.Sin(angle), Elementary.Cos(angle), Math.Round((2 * random.NextDouble() - 1) * far),
                Math.Round((2 * random.NextDouble() - 1) * height), trial % 2 == 0 ? 1 : -1);
            var moved = new float[image.Length];
            ImageSampling.Run(image, moved, channels, height, width, move, 0.25f);
            Assert.Equal(Plain(image, channels, height, width, move, 0.25f), moved);
        }
    }

    [Fact]
    public void An_image_that_is_not_moved_stays_as_it_is()
    {
        var image = new float[3 * 6 * 5];
        new RandomStream(1, "test").FillUniform(image);
        var moved = (float[])image.Clone();
        ImageSampling.Run(moved, moved, 3, 6, 5, new ImageMove(0, 1, 0, 0, 1), 9);
        Assert.Equal(image, moved);
    }

    [Fact]
    public void A_move_that_is_no_number_shows_no_pixel_of_the_image()
    {
        var moved = new float[64];
        ImageSampling.Run(new float[64], moved, 1, 8, 8, new ImageMove(double.NaN, 1, 0, 0, 1), 1);
        Assert.DoesNotContain(0, moved);
    }

    // Without a frame: each neighbour is looked up, or is the outside value.
    private static float[] Plain(float[] image, int channels, int height, int width, ImageMove move, float outside)
    {
        var result = new float[image.Length];
        var (middleX, middleY) = ((width - 1) / 2.0, (height - 1) / 2.0);
        for (var c = 0; c < channels; c++)
        {
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    var (u, v) = (x - move.Right - middleX, y - move.Down - middleY);
                    var (fromX, fromY) = (move.Mirror * (move.Cos * u + move.Sin * v) + middleX, move.Cos * v - move.Sin * u + middleY);
                    var (left, top) = (Math.Floor(fromX), Math.Floor(fromY));
                    var (right, down) = ((float)(fromX - left), (float)(fromY - top));
                    var upper = At(c, left, top) * (1 - right) + At(c, left + 1, top) * right;
                    var lower = At(c, left, top + 1) * (1 - right) + At(c, left + 1, top + 1) * right;
                    result[(c * height + y) * width + x] = upper * (1 - down) + lower * down;
                }
            }
        }

        return result;

        float At(int c, double px, double py)
            => px >= 0 && px < width && py >= 0 && py < height ? image[(c * height + (int)py) * width + (int)px] : outside;
    }
}
