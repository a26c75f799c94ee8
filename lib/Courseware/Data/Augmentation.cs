using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>
/// Random changes to images that leave their class as it is: a little turned, moved, cropped, lighter or darker. Every batch gets new ones,
/// drawn from (seed, path, step), so that the same step of the same run changes the same images in the same way on every machine.
/// </summary>
/// <remarks>
/// Ranges as in torchvision (RandomRotation, RandomAffine, RandomCrop with padding, ColorJitter, RandomHorizontalFlip), in this fixed
/// order. Turning, moving, cropping and flipping are one bilinear sampling of the original; what comes from outside the image is
/// <see cref="Fill"/>. For training only: an augmented test set measures something else.
/// </remarks>
public sealed record Augmentation
{
    /// <summary>Turn by an angle from −this to +this, in degrees.</summary>
    public double Rotation { get; init; }

    /// <summary>Move by up to this share of the width and of the height, in whole pixels.</summary>
    public double Translation { get; init; }

    /// <summary>Pad by so many pixels on all sides, then cut a window of the original size at a random place; 0 for none.</summary>
    public int CropPadding { get; init; }

    /// <summary>Mirror every second image, left to right.</summary>
    public bool HorizontalFlip { get; init; }

    /// <summary>Multiply by a factor from 1 − this to 1 + this.</summary>
    public double Brightness { get; init; }

    /// <summary>Blend with the image's mean grey, factor from 1 − this to 1 + this.</summary>
    public double Contrast { get; init; }

    /// <summary>Blend with the grey image, factor from 1 − this to 1 + this. Does nothing to a grey image.</summary>
    public double Saturation { get; init; }

    /// <summary>Turn the hue by up to this share of the colour circle (at most 0.5). Does nothing to a grey image.</summary>
    public double Hue { get; init; }

    /// <summary>The value outside the image: 0 for images from 0 to 1, −mean/std for normalised ones.</summary>
    public float Fill { get; init; }

    private const int ImagesWorthSharing = 4;

    private bool Moves => Rotation != 0 || Translation != 0 || CropPadding != 0 || HorizontalFlip;

    /// <summary>Changes a batch in place.</summary>
    /// <param name="batch">Images one after the other, each (channels, height, width), values from 0 to 1 where colours are
    /// changed.</param>
    /// <param name="shape">[channels, height, width].</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="step">The number of the batch in the run.</param>
    /// <param name="path">Tells apart two augmentations of one run.</param>
    /// <exception cref="ArgumentException">The shape is not that of images, or the batch does not hold whole images.</exception>
    public void Apply(Span<float> batch, ReadOnlySpan<int> shape, long seed, long step, string path = "")
    {
        if (shape.Length != 3)
            throw new ArgumentException($"Augmentation needs images of the shape channels × height × width, not {string.Join("×", shape.ToArray())}. Augment before Flatten().", nameof(shape));
        var (channels, height, width) = (shape[0], shape[1], shape[2]);
        var size = channels * height * width;
        if (batch.Length % size != 0)
            throw new ArgumentException($"A batch must hold whole images: {batch.Length:N0} numbers do not divide into images of {channels}×{height}×{width} = {size:N0}.", nameof(batch));
        Change(batch, size, new Body(this, new RandomStream(seed, "augment", path, step), channels, height, width));
    }

    /// <summary>A copy of the data set with every image changed once: to look at, or to show what an augmented test set costs.</summary>
    public Dataset Apply(Dataset images, long seed)
    {
        var all = (float[])images.Features.Clone();
        Apply(all, images.FeatureShape, seed, 0, images.Name);
        return images.WithFeatures(all).Named(images.Name + ", augmented");
    }

    // Images are independent of each other, so the threads share them.
    private static unsafe void Change(Span<float> batch, int size, Body body)
    {
        fixed (float* images = batch)
        {
            body.Images = images;
            WorkerPool.For(batch.Length / size, ImagesWorthSharing, ref body);
        }
    }

    private void Change(Span<float> image, int channels, int height, int width, in Draw change)
    {
        if (Moves)
            Place(height, width, change).Apply(image, channels, height, width, Fill);
        if (Brightness != 0)
            Blend(image, 0, 1 + Brightness * change.Brightness);
        if (Contrast != 0)
            Blend(image, MeanGrey(image, channels), 1 + Contrast * change.Contrast);
        if (channels == 3 && (Saturation != 0 || Hue != 0))
            Recolour(image, height * width, 1 + Saturation * change.Saturation, Hue * change.Hue);
    }

    private ImageMove Place(int height, int width, in Draw change)
    {
        var angle = Rotation * change.Angle * (Math.PI / 180);
        return new ImageMove(
            Sin: Elementary.Sin(angle), Cos: Elementary.Cos(angle),
            Right: Math.Round(Translation * width * change.Right) + Math.Round(CropPadding * change.CropRight),
            Down: Math.Round(Translation * height * change.Down) + Math.Round(CropPadding * change.CropDown),
            Mirror: HorizontalFlip && change.Flip < 0 ? -1 : 1);
    }

    private static void Blend(Span<float> image, float towards, double factor)
        => ElementByElement.Map(new BlendRule(towards, factor), image, image);

    private static float MeanGrey(ReadOnlySpan<float> image, int channels)
    {
        var pixels = image.Length / channels;
        var sum = 0.0;
        for (var i = 0; i < pixels; i++)
            sum += channels == 3 ? Grey(image[i], image[i + pixels], image[i + 2 * pixels]) : image[i];
        return (float)(sum / pixels);
    }

    // ITU-R 601 luma, as torchvision and PIL weigh colours.
    private static float Grey(float r, float g, float b) => 0.299f * r + 0.587f * g + 0.114f * b;

    private static void Recolour(Span<float> image, int pixels, double saturation, double hue)
    {
        for (var i = 0; i < pixels; i++)
        {
            var (r, g, b) = (image[i], image[i + pixels], image[i + 2 * pixels]);
            var grey = Grey(r, g, b);
            (r, g, b) = (Toward(grey, r), Toward(grey, g), Toward(grey, b));
            (image[i], image[i + pixels], image[i + 2 * pixels]) = hue == 0 ? (r, g, b) : TurnHue(r, g, b, (float)hue);
        }

        float Toward(float grey, float value) => Math.Clamp(grey + (float)saturation * (value - grey), 0, 1);
    }

    // Through hue, chroma and least value (Smith 1978): hue in sixths of the circle.
    private static (float R, float G, float B) TurnHue(float r, float g, float b, float turn)
    {
        var (high, low) = (Math.Max(r, Math.Max(g, b)), Math.Min(r, Math.Min(g, b)));
        var chroma = high - low;
        if (chroma == 0)
            return (r, g, b);
        var sixth = high == r ? (g - b) / chroma : high == g ? 2 + (b - r) / chroma : 4 + (r - g) / chroma;
        sixth += 6 * turn;
        sixth -= 6 * (float)Math.Floor(sixth / 6);
        return (Channel(sixth), Channel(sixth + 4), Channel(sixth + 2));

        // 1 near its own hue, 0 at the opposite, straight lines between.
        float Channel(float h)
        {
            h = h >= 6 ? h - 6 : h;
            return low + chroma * Math.Clamp(Math.Abs(h - 3) - 1, 0, 1);
        }
    }

    /// <summary>The draws for one image, each from −1 to 1.</summary>
    private readonly struct Draw(ReadOnlySpan<uint> bits)
    {
        // Every image takes the same number of draws, whatever is switched on: switching one change off leaves the others as they were.
        public const int Count = 10;

        public readonly double Angle = Next(bits, 0), Right = Next(bits, 1), Down = Next(bits, 2), CropRight = Next(bits, 3),
            CropDown = Next(bits, 4);
        public readonly double Flip = Next(bits, 5), Brightness = Next(bits, 6), Contrast = Next(bits, 7), Saturation = Next(bits, 8),
            Hue = Next(bits, 9);

        private static double Next(ReadOnlySpan<uint> bits, int i) => 2.0 * RandomStream.ToFloat(bits[i]) - 1;
    }

    // towards + factor · (x − towards), kept within 0 … 1.
    private readonly struct BlendRule(double towards, double factor) : IUnaryRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V x) where V : struct, ILane<V> => V.Min(V.Max(towards + factor * (x - towards), 0), 1);
    }

    private unsafe struct Body(Augmentation augmentation, RandomStream random, int channels, int height, int width) : IParallelBody
    {
        public float* Images;

        public readonly void Run(int from, int toExclusive)
        {
            Span<uint> bits = stackalloc uint[Draw.Count];
            var size = channels * height * width;
            for (var i = from; i < toExclusive; i++)
            {
                random.FillBitsAt((ulong)i * Draw.Count, bits);
                augmentation.Change(new Span<float>(Images + (nint)i * size, size), channels, height, width, new Draw(bits));
            }
        }
    }
}
