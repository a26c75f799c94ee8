using System.Runtime.Intrinsics;

namespace Courseware;

/// <summary>
/// 2-D convolution as networks use it (cross-correlation: the kernel is not flipped), with zero padding and stride, and its gradients.
/// </summary>
/// <remarks>
/// The order of every sum is fixed, whatever the vectors, the threads and the batch's split: see <see cref="ConvolutionReference{T}"/>,
/// whose bits all paths give.
/// </remarks>
internal static unsafe class Convolution
{
    /// <summary>y = x ⋆ w + bias: for each output the sum over (channel, kernel row, kernel column) in order, then the bias.</summary>
    /// <param name="shape">All sizes.</param>
    /// <param name="x">Input (N, C, H, W).</param>
    /// <param name="w">Weights (O, C, kernel rows, kernel columns).</param>
    /// <param name="bias">O values, or empty for none.</param>
    /// <param name="y">Output (N, O, out rows, out columns).</param>
    /// <exception cref="ArgumentException">The shape is impossible or a span has another length.</exception>
    public static void Forward(in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> bias,
        Span<float> y)
        => Forward(MatMul.BestLanes, shape, x, w, bias, y);

    /// <summary>
    /// The gradient with respect to the input: for each pixel the sum over (output channel, output row, output column) in order.
    /// </summary>
    /// <param name="shape">All sizes.</param>
    /// <param name="dy">Gradient of the output (N, O, out rows, out columns).</param>
    /// <param name="w">Weights (O, C, kernel rows, kernel columns).</param>
    /// <param name="dx">Gradient of the input (N, C, H, W).</param>
    /// <param name="accumulate">Start the sums from what dx holds instead of from 0.</param>
    /// <exception cref="ArgumentException">The shape is impossible or a span has another length.</exception>
    public static void BackwardInput(in ConvolutionShape shape, ReadOnlySpan<float> dy, ReadOnlySpan<float> w, Span<float> dx,
        bool accumulate = false)
        => BackwardInput(MatMul.BestLanes, shape, dy, w, dx, accumulate);

    /// <summary>The gradient with respect to the weights: for each the sum over (sample, output row, output column) in order.</summary>
    /// <param name="shape">All sizes.</param>
    /// <param name="x">Input (N, C, H, W).</param>
    /// <param name="dy">Gradient of the output (N, O, out rows, out columns).</param>
    /// <param name="dw">Gradient of the weights (O, C, kernel rows, kernel columns).</param>
    /// <param name="accumulate">Start the sums from what dw holds instead of from 0.</param>
    /// <exception cref="ArgumentException">The shape is impossible or a span has another length.</exception>
    public static void BackwardWeight(in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw,
        bool accumulate = false)
        => BackwardWeight(MatMul.BestLanes, shape, x, dy, dw, accumulate);

    /// <summary>
    /// The gradient with respect to the bias: for each channel the sum of dy over samples and pixels, in 16 running sums that a fixed tree
    /// joins.
    /// </summary>
    /// <param name="shape">All sizes.</param>
    /// <param name="dy">Gradient of the output (N, O, out rows, out columns).</param>
    /// <param name="db">Gradient of the bias, O values.</param>
    /// <param name="accumulate">Add to what db holds.</param>
    /// <exception cref="ArgumentException">The shape is impossible or a span has another length.</exception>
    public static void BackwardBias(in ConvolutionShape shape, ReadOnlySpan<float> dy, Span<float> db, bool accumulate = false)
    {
        Check(shape, null, dy.Length, null, db.Length);
        fixed (float* pdy = dy, pdb = db)
        {
            var body = new BiasBody
            {
                Batch = shape.Batch,
                Channels = shape.OutChannels,
                Pixels = shape.OutHeight * shape.OutWidth,
                Dy = pdy,
                Db = pdb,
                Accumulate = accumulate
            };
            WorkerPool.For(shape.OutChannels, shape.OutputLength < 100_000 ? int.MaxValue : 1, ref body);
        }
    }

    /// <summary>As for floats, in double precision by plain loops.</summary>
    /// <inheritdoc cref="Forward(in ConvolutionShape, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Forward(in ConvolutionShape shape, ReadOnlySpan<double> x, ReadOnlySpan<double> w, ReadOnlySpan<double> bias,
        Span<double> y)
    {
        Check(shape, x.Length, y.Length, w.Length, bias.IsEmpty ? null : bias.Length);
        ConvolutionReference<double>.Forward(shape, x, w, bias, y);
    }

    /// <summary>As for floats, in double precision by plain loops.</summary>
    /// <inheritdoc cref="BackwardInput(in ConvolutionShape, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, bool)"/>
    public static void BackwardInput(in ConvolutionShape shape, ReadOnlySpan<double> dy, ReadOnlySpan<double> w, Span<double> dx,
        bool accumulate = false)
    {
        Check(shape, dx.Length, dy.Length, w.Length, null);
        ConvolutionReference<double>.BackwardInput(shape, dy, w, dx, accumulate);
    }

    /// <summary>As for floats, in double precision by plain loops.</summary>
    /// <inheritdoc cref="BackwardWeight(in ConvolutionShape, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, bool)"/>
    public static void BackwardWeight(in ConvolutionShape shape, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dw,
        bool accumulate = false)
    {
        Check(shape, x.Length, dy.Length, dw.Length, null);
        ConvolutionReference<double>.BackwardWeight(shape, x, dy, dw, accumulate);
    }

    /// <summary>As for floats, in double precision by plain loops.</summary>
    /// <inheritdoc cref="BackwardBias(in ConvolutionShape, ReadOnlySpan{float}, Span{float}, bool)"/>
    public static void BackwardBias(in ConvolutionShape shape, ReadOnlySpan<double> dy, Span<double> db, bool accumulate = false)
    {
        Check(shape, null, dy.Length, null, db.Length);
        ConvolutionReference<double>.BackwardBias(shape, dy, db, accumulate);
    }

    internal static void Forward(int lanes, in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> w,
        ReadOnlySpan<float> bias, Span<float> y)
    {
        Check(shape, x.Length, y.Length, w.Length, bias.IsEmpty ? null : bias.Length);
        if (shape.Batch == 0)
            return;
        fixed (float* px = x, pw = w, pbias = bias, py = y)
        {
            var b = bias.IsEmpty ? null : pbias;
            switch (lanes)
            {
                case 16:
                    ConvolutionBlocked<MatMulSimd512, Vector512<float>>.Forward(shape, px, pw, b, py);
                    break;
                case 8:
                    ConvolutionBlocked<MatMulSimd256, Vector256<float>>.Forward(shape, px, pw, b, py);
                    break;
                case 4:
                    ConvolutionBlocked<MatMulSimd128, Vector128<float>>.Forward(shape, px, pw, b, py);
                    break;
                default:
                    ConvolutionBlocked<MatMulScalar, float>.Forward(shape, px, pw, b, py);
                    break;
            }
        }
    }

    internal static void BackwardInput(int lanes, in ConvolutionShape shape, ReadOnlySpan<float> dy, ReadOnlySpan<float> w, Span<float> dx,
        bool accumulate)
    {
        Check(shape, dx.Length, dy.Length, w.Length, null);
        if (shape.Batch == 0)
            return;
        fixed (float* pdy = dy, pw = w, pdx = dx)
        {
            switch (lanes)
            {
                case 16:
                    ConvolutionBlocked<MatMulSimd512, Vector512<float>>.BackwardInput(shape, pdy, pw, pdx, accumulate);
                    break;
                case 8:
                    ConvolutionBlocked<MatMulSimd256, Vector256<float>>.BackwardInput(shape, pdy, pw, pdx, accumulate);
                    break;
                case 4:
                    ConvolutionBlocked<MatMulSimd128, Vector128<float>>.BackwardInput(shape, pdy, pw, pdx, accumulate);
                    break;
                default:
                    ConvolutionBlocked<MatMulScalar, float>.BackwardInput(shape, pdy, pw, pdx, accumulate);
                    break;
            }
        }
    }

    internal static void BackwardWeight(int lanes, in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw,
        bool accumulate)
    {
        Check(shape, x.Length, dy.Length, dw.Length, null);
        if (shape.Batch == 0)
        {
            if (!accumulate)
                dw.Clear();
            return;
        }
        fixed (float* px = x, pdy = dy, pdw = dw)
        {
            switch (lanes)
            {
                case 16:
                    ConvolutionBlocked<MatMulSimd512, Vector512<float>>.BackwardWeight(shape, px, pdy, pdw, accumulate);
                    break;
                case 8:
                    ConvolutionBlocked<MatMulSimd256, Vector256<float>>.BackwardWeight(shape, px, pdy, pdw, accumulate);
                    break;
                case 4:
                    ConvolutionBlocked<MatMulSimd128, Vector128<float>>.BackwardWeight(shape, px, pdy, pdw, accumulate);
                    break;
                default:
                    ConvolutionBlocked<MatMulScalar, float>.BackwardWeight(shape, px, pdy, pdw, accumulate);
                    break;
            }
        }
    }

    private static void Check(in ConvolutionShape shape, long? input, long output, long? weight, long? bias)
    {
        shape.Check();
        Check("input", input, shape.InputLength, shape);
        Check("output", output, shape.OutputLength, shape);
        Check("weights", weight, shape.WeightLength, shape);
        Check("bias", bias, shape.OutChannels, shape);
    }

    private static void Check(string what, long? given, long wanted, in ConvolutionShape shape)
    {
        if (given is { } length && length != wanted)
            throw new ArgumentException($"The {what} of this convolution has {wanted} values; got {length}. {shape}");
    }

    private struct BiasBody : IParallelBody
    {
        public int Batch;
        public int Channels;
        public int Pixels;
        public float* Dy;
        public float* Db;
        public bool Accumulate;

        public readonly void Run(int from, int toExclusive)
        {
            float* tail = stackalloc float[16];
            for (var channel = from; channel < toExclusive; channel++)
            {
                // Sixteen sums, as two vectors of eight: the same on every machine.
                var s0 = Vector256<float>.Zero;
                var s1 = Vector256<float>.Zero;
                for (var n = 0; n < Batch; n++)
                {
                    var at = Dy + ((nint)n * Channels + channel) * Pixels;
                    var left = Pixels;
                    for (; left >= 16; left -= 16, at += 16)
                    {
                        s0 += Vector256.Load(at);
                        s1 += Vector256.Load(at + 8);
                    }
                    if (left > 0)
                    {
                        s0.Store(tail);
                        s1.Store(tail + 8);
                        for (var i = 0; i < left; i++)
                            tail[i] += at[i];
                        s0 = Vector256.Load(tail);
                        s1 = Vector256.Load(tail + 8);
                    }
                }
                s0 += s1;
                var s4 = s0.GetLower() + s0.GetUpper();
                var sum = (s4[0] + s4[2]) + (s4[1] + s4[3]);
                Db[channel] = Accumulate ? Db[channel] + sum : sum;
            }
        }
    }
}
