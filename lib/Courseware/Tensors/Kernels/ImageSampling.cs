using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Courseware;

/// <summary>Bilinear sampling of an image at moved places; what comes from outside is one given value.</summary>
internal static unsafe class ImageSampling
{
    // Pixels of the outside value around the image, so that every place has four neighbours.
    private const int Margin = 2;

    [ThreadStatic]
    private static float[]? s_framed;

    /// <summary>to(c, y, x) = from(c) at the place that pixel (y, x) comes from.</summary>
    /// <param name="from">(channels, height, width).</param>
    /// <param name="to">The same shape, other memory or the same.</param>
    /// <param name="channels">Planes, all moved alike.</param>
    /// <param name="height">Rows of a plane.</param>
    /// <param name="width">Columns of a plane.</param>
    /// <param name="move">Where pixels come from.</param>
    /// <param name="outside">What is around the image.</param>
    public static void Run(ReadOnlySpan<float> from, Span<float> to, int channels, int height, int width, in ImageMove move, float outside)
    {
        var (frameWidth, frameHeight) = (width + 2 * Margin, height + 2 * Margin);
        var size = checked(channels * frameWidth * frameHeight);
        if (s_framed is null || s_framed.Length < size)
            s_framed = new float[size];
        var frame = s_framed.AsSpan(0, size);
        frame.Fill(outside);
        for (var row = 0; row < channels * height; row++)
        {
            var at = (row / height * frameHeight + row % height + Margin) * frameWidth + Margin;
            from.Slice(row * width, width).CopyTo(frame[at..]);
        }
        if (!Avx2.IsSupported || width < 4)
            RunReference(frame, to, channels, height, width, move);
        else if (to.Length >= channels * height * width)
            RunInFours(frame, to, channels, height, width, move);
        else
            throw new ArgumentException($"The target of {channels} planes of {height} × {width} needs {channels * height * width} places; got {to.Length}.");
    }

    /// <summary>The definition: pixel by pixel, from an image in its frame.</summary>
    internal static void RunReference(ReadOnlySpan<float> frame, Span<float> to, int channels, int height, int width, in ImageMove move)
    {
        var frameWidth = width + 2 * Margin;
        var plane = frameWidth * (height + 2 * Margin);
        var (middleX, middleY) = ((width - 1) / 2.0, (height - 1) / 2.0);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (u, v) = (x - move.Right - middleX, y - move.Down - middleY);
                var (fromX, fromY) = (move.Mirror * (move.Cos * u + move.Sin * v) + middleX, move.Cos * v - move.Sin * u + middleY);
                var (left, top) = (Math.Floor(fromX), Math.Floor(fromY));
                var (right, down) = ((float)(fromX - left), (float)(fromY - top));
                var at = (Inside(top, height) + Margin) * frameWidth + Inside(left, width) + Margin;
                for (var c = 0; c < channels; c++)
                {
                    var p = c * plane + at;
                    var upper = frame[p] * (1 - right) + frame[p + 1] * right;
                    var lower = frame[p + frameWidth] * (1 - right) + frame[p + frameWidth + 1] * right;
                    to[(c * height + y) * width + x] = upper * (1 - down) + lower * down;
                }
            }
        }
    }

    /// <summary>
    /// From −Margin, where this pixel and the next are outside, to the image's size, where both are outside again. What is no number is
    /// outside too.
    /// </summary>
    private static int Inside(double place, int size) => place > -Margin ? place < size ? (int)place : size : -Margin;

    /// <summary>
    /// Four pixels at a time, each as in the definition; a last four that is not full begins earlier, over pixels that are done already.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunInFours(ReadOnlySpan<float> frame, Span<float> to, int channels, int height, int width, in ImageMove move)
    {
        var frameWidth = width + 2 * Margin;
        var plane = frameWidth * (height + 2 * Margin);
        var (middleX, middleY) = ((width - 1) / 2.0, (height - 1) / 2.0);
        var (sin, cos, mirror) = (Vector256.Create(move.Sin), Vector256.Create(move.Cos), Vector256.Create(move.Mirror));
        var least = Vector256.Create((double)-Margin);
        var (mostX, mostY) = (Vector256.Create((double)width), Vector256.Create((double)height));
        var places = stackalloc int[4];
        fixed (float* pf = frame, pt = to)
        {
            for (var y = 0; y < height; y++)
            {
                var v = y - move.Down - middleY;
                var (sinV, cosV) = (Vector256.Create(move.Sin * v), Vector256.Create(move.Cos * v));
                for (var next = 0; next < width; next += 4)
                {
                    var x = Math.Min(next, width - 4);
                    var u = Vector256.Create((double)x) + Vector256.Create(0.0, 1, 2, 3) - Vector256.Create(move.Right)
                        - Vector256.Create(middleX);
                    var fromX = mirror * (cos * u + sinV) + Vector256.Create(middleX);
                    var fromY = cosV - sin * u + Vector256.Create(middleY);
                    var (left, top) = (Vector256.Floor(fromX), Vector256.Floor(fromY));
                    var right = Avx.ConvertToVector128Single(fromX - left);
                    var down = Avx.ConvertToVector128Single(fromY - top);
                    left = Within(left, least, mostX);
                    top = Within(top, least, mostY);
                    Avx.ConvertToVector128Int32WithTruncation((top - least) * Vector256.Create((double)frameWidth) + (left - least))
                        .Store(places);
                    var (restX, restY) = (Vector128<float>.One - right, Vector128<float>.One - down);
                    for (var c = 0; c < channels; c++)
                    {
                        var p = pf + (nint)c * plane;
                        var (upperLeft, upperRight) = Pairs(p, places);
                        var (lowerLeft, lowerRight) = Pairs(p + frameWidth, places);
                        var upper = upperLeft * restX + upperRight * right;
                        var lower = lowerLeft * restX + lowerRight * right;
                        (upper * restY + lower * down).Store(pt + (nint)(c * height + y) * width + x);
                    }
                }
            }
        }
    }

    // As Inside: a comparison with what is no number is false.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Within(Vector256<double> place, Vector256<double> least, Vector256<double> most)
    {
        var notBelow = Vector256.ConditionalSelect(Vector256.GreaterThan(place, least), place, least);
        return Vector256.ConditionalSelect(Vector256.LessThan(notBelow, most), notBelow, most);
    }

    /// <summary>Four neighbouring pairs of pixels, their left and their right ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<float> Left, Vector128<float> Right) Pairs(float* plane, int* places)
    {
        var first = Sse.LoadHigh(Vector128.CreateScalarUnsafe(*(double*)(plane + places[0])).AsSingle(), plane + places[1]);
        var second = Sse.LoadHigh(Vector128.CreateScalarUnsafe(*(double*)(plane + places[2])).AsSingle(), plane + places[3]);
        return (Sse.Shuffle(first, second, 0x88), Sse.Shuffle(first, second, 0xDD));
    }
}
