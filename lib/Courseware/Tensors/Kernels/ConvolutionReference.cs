using System.Numerics;

namespace Courseware;

/// <summary>
/// The definition of the convolution and its gradients as plain loops: what the tests compare the kernels to, and the path in double
/// precision.
/// </summary>
/// <remarks>Padding takes part in the sums as zeros.</remarks>
internal static class ConvolutionReference<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private const int BiasLanes = 16;

    /// <summary>
    /// y(n, o, i, j) = Σ over (c, u, v), in order, of w(o, c, u, v) · x(n, c, i·stride + u − padding, j·stride + v − padding), then + b(o).
    /// </summary>
    public static void Forward(in ConvolutionShape s, ReadOnlySpan<T> x, ReadOnlySpan<T> w, ReadOnlySpan<T> bias, Span<T> y)
    {
        var at = 0;
        for (var n = 0; n < s.Batch; n++)
        {
            for (var o = 0; o < s.OutChannels; o++)
            {
                for (var i = 0; i < s.OutHeight; i++)
                {
                    for (var j = 0; j < s.OutWidth; j++)
                    {
                        var sum = T.Zero;
                        for (var c = 0; c < s.InChannels; c++)
                        {
                            for (var u = 0; u < s.KernelHeight; u++)
                            {
                                for (var v = 0; v < s.KernelWidth; v++)
                                {
                                    var value = Pixel(x, s.InHeight, s.InWidth, n * s.InChannels + c, i * s.StrideY + u - s.PaddingY,
                                        j * s.StrideX + v - s.PaddingX);
                                    sum = T.FusedMultiplyAdd(w[Weight(s, o, c, u, v)], value, sum);
                                }
                            }
                        }

                        y[at++] = bias.IsEmpty ? sum : sum + bias[o];
                    }
                }
            }
        }
    }

    /// <summary>
    /// dx(n, c, p, q) = Σ over (o, i, j), in order, of dy(n, o, i, j) · w(o, c, p + padding − i·stride, q + padding − j·stride).
    /// </summary>
    public static void BackwardInput(in ConvolutionShape s, ReadOnlySpan<T> dy, ReadOnlySpan<T> w, Span<T> dx, bool accumulate)
    {
        var at = 0;
        for (var n = 0; n < s.Batch; n++)
        {
            for (var c = 0; c < s.InChannels; c++)
            {
                for (var p = 0; p < s.InHeight; p++)
                {
                    for (var q = 0; q < s.InWidth; q++)
                    {
                        var sum = accumulate ? dx[at] : T.Zero;
                        for (var o = 0; o < s.OutChannels; o++)
                        {
                            for (var u = s.KernelHeight - 1; u >= 0; u--)
                            {
                                for (var v = s.KernelWidth - 1; v >= 0; v--)
                                {
                                    // Falling u and v are rising i and j.
                                    var (i, j) = (p + s.PaddingY - u, q + s.PaddingX - v);
                                    if (i % s.StrideY != 0 || j % s.StrideX != 0)
                                        continue;
                                    var value = Pixel(dy, s.OutHeight, s.OutWidth, n * s.OutChannels + o, i / s.StrideY, j / s.StrideX);
                                    sum = T.FusedMultiplyAdd(w[Weight(s, o, c, u, v)], value, sum);
                                }
                            }
                        }

                        dx[at++] = sum;
                    }
                }
            }
        }
    }

    /// <summary>
    /// dw(o, c, u, v) = Σ over (n, i, j), in order, of dy(n, o, i, j) · x(n, c, i·stride + u − padding, j·stride + v − padding).
    /// </summary>
    public static void BackwardWeight(in ConvolutionShape s, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dw, bool accumulate)
    {
        for (var o = 0; o < s.OutChannels; o++)
        {
            for (var c = 0; c < s.InChannels; c++)
            {
                for (var u = 0; u < s.KernelHeight; u++)
                {
                    for (var v = 0; v < s.KernelWidth; v++)
                    {
                        ref var result = ref dw[Weight(s, o, c, u, v)];
                        var sum = accumulate ? result : T.Zero;
                        for (var n = 0; n < s.Batch; n++)
                        {
                            for (var i = 0; i < s.OutHeight; i++)
                            {
                                for (var j = 0; j < s.OutWidth; j++)
                                {
                                    var value = Pixel(x, s.InHeight, s.InWidth, n * s.InChannels + c, i * s.StrideY + u - s.PaddingY,
                                        j * s.StrideX + v - s.PaddingX);
                                    sum = T.FusedMultiplyAdd(value, Pixel(dy, s.OutHeight, s.OutWidth, n * s.OutChannels + o, i, j), sum);
                                }
                            }
                        }

                        result = sum;
                    }
                }
            }
        }
    }

    /// <summary>
    /// db(o) = Σ over (n, i, j) of dy(n, o, i, j): 16 running sums, pixel i·width + j into sum number (i·width + j) mod 16, which are then
    /// added in a tree (8 + 8, 4 + 4, …).
    /// </summary>
    public static void BackwardBias(in ConvolutionShape s, ReadOnlySpan<T> dy, Span<T> db, bool accumulate)
    {
        var pixels = s.OutHeight * s.OutWidth;
        var lanes = new T[BiasLanes];
        for (var o = 0; o < s.OutChannels; o++)
        {
            Array.Clear(lanes);
            for (var n = 0; n < s.Batch; n++)
            {
                for (var pixel = 0; pixel < pixels; pixel++)
                    lanes[pixel % BiasLanes] += dy[(n * s.OutChannels + o) * pixels + pixel];
            }

            for (var half = BiasLanes / 2; half > 0; half /= 2)
            {
                for (var lane = 0; lane < half; lane++)
                    lanes[lane] += lanes[lane + half];
            }

            db[o] = accumulate ? db[o] + lanes[0] : lanes[0];
        }
    }

    private static int Weight(in ConvolutionShape s, int o, int c, int u, int v)
        => ((o * s.InChannels + c) * s.KernelHeight + u) * s.KernelWidth + v;

    private static T Pixel(ReadOnlySpan<T> image, int height, int width, int plane, int row, int column)
        => (uint)row < (uint)height && (uint)column < (uint)width ? image[(plane * height + row) * width + column] : T.Zero;
}
