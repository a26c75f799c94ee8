using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Courseware;

/// <summary>Maximum and average pooling with their gradients, for float and double.</summary>
internal static unsafe class Pooling
{
    // Planes are shared among threads when there are at least this many values to read.
    private const long ValuesWorthSharing = 65_536;

    /// <summary>
    /// The maximum of each window and where it was; padding counts as −∞, and of equal values the first in row order wins. A NaN in the
    /// window is the maximum.
    /// </summary>
    /// <param name="shape">All sizes.</param>
    /// <param name="x">Input (planes, H, W).</param>
    /// <param name="y">Output (planes, out rows, out columns).</param>
    /// <param name="argMax">For each output the index h·W + w of its maximum in the input plane.</param>
    /// <exception cref="ArgumentException">The shape is impossible or a span has another length.</exception>
    public static void MaxForward<T>(in PoolingShape shape, ReadOnlySpan<T> x, Span<T> y, Span<int> argMax)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(shape, x.Length, y.Length, argMax.Length);
        fixed (T* px = x, py = y)
        fixed (int* pArgMax = argMax)
        {
            var body = new MaxForwardBody<T> { Shape = shape, X = px, Y = py, ArgMax = pArgMax };
            WorkerPool.For(shape.Planes, Grain(shape), ref body);
        }
    }

    /// <summary>
    /// Each output's gradient goes to the one input that was its maximum; where windows overlap, gradients add up in the order of the
    /// outputs.
    /// </summary>
    /// <param name="shape">All sizes.</param>
    /// <param name="dy">Gradient of the output.</param>
    /// <param name="argMax">What <see cref="MaxForward{T}"/> gave.</param>
    /// <param name="dx">Gradient of the input.</param>
    /// <param name="accumulate">Add to what dx holds.</param>
    /// <exception cref="ArgumentException">The shape is impossible or a span has another length.</exception>
    public static void MaxBackward<T>(in PoolingShape shape, ReadOnlySpan<T> dy, ReadOnlySpan<int> argMax, Span<T> dx,
        bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(shape, dx.Length, dy.Length, argMax.Length);
        fixed (T* pdy = dy, pdx = dx)
        fixed (int* pArgMax = argMax)
        {
            var body = new MaxBackwardBody<T> { Shape = shape, Dy = pdy, Dx = pdx, ArgMax = pArgMax, Accumulate = accumulate };
            WorkerPool.For(shape.Planes, Grain(shape), ref body);
        }
    }

    /// <summary>The mean of each window: its values summed in row order, divided by the number of places.</summary>
    /// <param name="shape">All sizes.</param>
    /// <param name="x">Input (planes, H, W).</param>
    /// <param name="y">Output (planes, out rows, out columns).</param>
    /// <param name="countPadding">Padding counts as places that hold 0 (PyTorch's default); if not, only the input's own values count
    /// (Keras).</param>
    /// <exception cref="ArgumentException">The shape is impossible or a span has another length.</exception>
    public static void AverageForward<T>(in PoolingShape shape, ReadOnlySpan<T> x, Span<T> y, bool countPadding = true)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(shape, x.Length, y.Length, null);
        fixed (T* px = x, py = y)
        {
            var body = new AverageForwardBody<T> { Shape = shape, X = px, Y = py, CountPadding = countPadding };
            WorkerPool.For(shape.Planes, Grain(shape), ref body);
        }
    }

    /// <summary>
    /// Each output's gradient, divided by the number of its places, goes to every input of its window, in the order of the outputs.
    /// </summary>
    /// <param name="shape">All sizes.</param>
    /// <param name="dy">Gradient of the output.</param>
    /// <param name="dx">Gradient of the input.</param>
    /// <param name="countPadding">As in the forward pass.</param>
    /// <param name="accumulate">Add to what dx holds.</param>
    /// <exception cref="ArgumentException">The shape is impossible or a span has another length.</exception>
    public static void AverageBackward<T>(in PoolingShape shape, ReadOnlySpan<T> dy, Span<T> dx, bool countPadding = true,
        bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(shape, dx.Length, dy.Length, null);
        fixed (T* pdy = dy, pdx = dx)
        {
            var body = new AverageBackwardBody<T>
            {
                Shape = shape,
                Dy = pdy,
                Dx = pdx,
                CountPadding = countPadding,
                Accumulate = accumulate
            };
            WorkerPool.For(shape.Planes, Grain(shape), ref body);
        }
    }

    private static int Grain(in PoolingShape shape) => shape.InputLength < ValuesWorthSharing ? int.MaxValue : 1;

    private static void Check(in PoolingShape shape, int input, int output, int? argMax)
    {
        shape.Check();
        if (input != shape.InputLength)
            throw new ArgumentException($"The input of this pooling has {shape.InputLength} values; got {input}. {shape}");
        if (output != shape.OutputLength)
            throw new ArgumentException($"The output of this pooling has {shape.OutputLength} values; got {output}. {shape}");
        if (argMax is { } length && length != shape.OutputLength)
            throw new ArgumentException($"The indices of the maxima are {shape.OutputLength}, one an output; got {length}. {shape}");
    }

    /// <summary>The part of a window that is on the input, along one direction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int From, int To) Window(int output, int stride, int padding, int kernel, int size)
    {
        var from = output * stride - padding;
        return (Math.Max(from, 0), Math.Min(from + kernel, size));
    }

    private struct MaxForwardBody<T> : IParallelBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public PoolingShape Shape;
        public T* X;
        public T* Y;
        public int* ArgMax;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int from, int toExclusive)
        {
            var s = Shape;
            var (outHeight, outWidth) = (s.OutHeight, s.OutWidth);
            var halves = typeof(T) == typeof(float)
                && s is { KernelHeight: 2, KernelWidth: 2, StrideY: 2, StrideX: 2, PaddingY: 0, PaddingX: 0 };
            for (var plane = from; plane < toExclusive; plane++)
            {
                var x = X + (nint)plane * s.InHeight * s.InWidth;
                var y = Y + (nint)plane * outHeight * outWidth;
                var argMax = ArgMax + (nint)plane * outHeight * outWidth;
                for (var i = 0; i < outHeight; i++)
                {
                    var (top, bottom) = Window(i, s.StrideY, s.PaddingY, s.KernelHeight, s.InHeight);
                    var j = halves ? HalveRow((float*)x, s.InWidth, 2 * i, (float*)y, argMax, outWidth) : 0;
                    for (; j < outWidth; j++)
                    {
                        var (left, right) = Window(j, s.StrideX, s.PaddingX, s.KernelWidth, s.InWidth);
                        var best = top * s.InWidth + left;
                        for (var row = top; row < bottom; row++)
                        {
                            for (var column = left; column < right; column++)
                            {
                                var at = row * s.InWidth + column;
                                if (x[at] > x[best] || T.IsNaN(x[at]))
                                    best = at;
                            }
                        }
                        y[j] = x[best];
                        argMax[j] = best;
                    }
                    y += outWidth;
                    argMax += outWidth;
                }
            }
        }

        /// <summary>One row of the usual 2 × 2 windows, four outputs at a time; returns how many it did: all, or none.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static int HalveRow(float* x, int width, int row, float* y, int* argMax, int outWidth)
        {
            var upper = x + (nint)row * width;
            var lower = upper + width;
            var first = Vector128.Create(0, 2, 4, 6) + Vector128.Create(row * width);
            var j = 0;
            while (j < outWidth && outWidth >= 4)
            {
                // The last four are moved back over some that are done already.
                j = Math.Min(j, outWidth - 4);
                var (a, b) = (Vector128.Load(upper + 2 * j), Vector128.Load(upper + 2 * j + 4));
                var (c, d) = (Vector128.Load(lower + 2 * j), Vector128.Load(lower + 2 * j + 4));
                var at = first + Vector128.Create(2 * j);
                var (best, index) = (Even(a, b), at);

                var value = Odd(a, b);
                var takes = Takes(value, best);
                best = Vector128.ConditionalSelect(takes, value, best);
                index = Vector128.ConditionalSelect(takes.AsInt32(), at + Vector128.Create(1), index);

                value = Even(c, d);
                takes = Takes(value, best);
                best = Vector128.ConditionalSelect(takes, value, best);
                index = Vector128.ConditionalSelect(takes.AsInt32(), at + Vector128.Create(width), index);

                value = Odd(c, d);
                takes = Takes(value, best);
                Vector128.ConditionalSelect(takes, value, best).Store(y + j);
                Vector128.ConditionalSelect(takes.AsInt32(), at + Vector128.Create(width + 1), index).Store(argMax + j);
                j += 4;
            }
            return j;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<float> Even(Vector128<float> a, Vector128<float> b)
            => Sse.IsSupported ? Sse.Shuffle(a, b, 0b10_00_10_00)
                : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.UnzipEven(a, b)
                : Vector128.Create(a[0], a[2], b[0], b[2]);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<float> Odd(Vector128<float> a, Vector128<float> b)
            => Sse.IsSupported ? Sse.Shuffle(a, b, 0b11_01_11_01)
                : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.UnzipOdd(a, b)
                : Vector128.Create(a[1], a[3], b[1], b[3]);

        /// <summary>Larger, or NaN.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<float> Takes(Vector128<float> value, Vector128<float> best)
            => Vector128.GreaterThan(value, best) | ~Vector128.Equals(value, value);
    }

    private struct MaxBackwardBody<T> : IParallelBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public PoolingShape Shape;
        public T* Dy;
        public T* Dx;
        public int* ArgMax;
        public bool Accumulate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int from, int toExclusive)
        {
            var inputs = Shape.InHeight * Shape.InWidth;
            var outputs = Shape.OutHeight * Shape.OutWidth;
            var doubles = typeof(T) == typeof(float) && !Accumulate
                && Shape is { KernelHeight: 2, KernelWidth: 2, StrideY: 2, StrideX: 2, PaddingY: 0, PaddingX: 0 }
                && Shape.InHeight == 2 * Shape.OutHeight && Shape.InWidth == 2 * Shape.OutWidth && Shape.OutWidth % 4 == 0;
            for (var plane = from; plane < toExclusive; plane++)
            {
                var dx = Dx + (nint)plane * inputs;
                var dy = Dy + (nint)plane * outputs;
                var argMax = ArgMax + (nint)plane * outputs;
                if (doubles)
                {
                    DoubleRows((float*)dy, argMax, (float*)dx, Shape.OutHeight, Shape.OutWidth);
                    continue;
                }
                if (!Accumulate)
                    new Span<T>(dx, inputs).Clear();
                for (var i = 0; i < outputs; i++)
                    dx[argMax[i]] += dy[i];
            }
        }

        /// <summary>The usual 2 × 2 windows that cover the whole plane: each input asks whether it was its window's maximum.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void DoubleRows(float* dy, int* argMax, float* dx, int outHeight, int outWidth)
        {
            var width = 2 * outWidth;
            for (var i = 0; i < outHeight; i++)
            {
                for (var j = 0; j < outWidth; j += 4)
                {
                    // Adding 0 makes −0 a 0, as the sum of gradients that starts from 0 does.
                    var gradient = Vector128.Load(dy) + Vector128<float>.Zero;
                    var index = Vector128.Load(argMax);
                    var at = Vector128.Create(0, 2, 4, 6) + Vector128.Create(2 * i * width + 2 * j);
                    var a = Vector128.Equals(index, at).AsSingle() & gradient;
                    var b = Vector128.Equals(index, at + Vector128.Create(1)).AsSingle() & gradient;
                    var c = Vector128.Equals(index, at + Vector128.Create(width)).AsSingle() & gradient;
                    var d = Vector128.Equals(index, at + Vector128.Create(width + 1)).AsSingle() & gradient;
                    FirstHalves(a, b).Store(dx);
                    SecondHalves(a, b).Store(dx + 4);
                    FirstHalves(c, d).Store(dx + width);
                    SecondHalves(c, d).Store(dx + width + 4);
                    dy += 4;
                    argMax += 4;
                    dx += 8;
                }
                dx += width;
            }
        }

        /// <summary>a₀ b₀ a₁ b₁.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<float> FirstHalves(Vector128<float> a, Vector128<float> b)
            => Sse.IsSupported ? Sse.UnpackLow(a, b)
                : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
                : Vector128.Create(a[0], b[0], a[1], b[1]);

        /// <summary>a₂ b₂ a₃ b₃.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<float> SecondHalves(Vector128<float> a, Vector128<float> b)
            => Sse.IsSupported ? Sse.UnpackHigh(a, b)
                : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
                : Vector128.Create(a[2], b[2], a[3], b[3]);
    }

    private struct AverageForwardBody<T> : IParallelBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public PoolingShape Shape;
        public T* X;
        public T* Y;
        public bool CountPadding;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int from, int toExclusive)
        {
            var s = Shape;
            var (outHeight, outWidth) = (s.OutHeight, s.OutWidth);
            var y = Y + (nint)from * outHeight * outWidth;
            for (var plane = from; plane < toExclusive; plane++)
            {
                var x = X + (nint)plane * s.InHeight * s.InWidth;
                for (var i = 0; i < outHeight; i++)
                {
                    var (top, bottom) = Window(i, s.StrideY, s.PaddingY, s.KernelHeight, s.InHeight);
                    for (var j = 0; j < outWidth; j++)
                    {
                        var (left, right) = Window(j, s.StrideX, s.PaddingX, s.KernelWidth, s.InWidth);
                        var sum = T.Zero;
                        for (var row = top; row < bottom; row++)
                        {
                            for (var column = left; column < right; column++)
                                sum += x[row * s.InWidth + column];
                        }
                        var places = CountPadding ? s.KernelHeight * s.KernelWidth : (bottom - top) * (right - left);
                        *y++ = sum / T.CreateTruncating(places);
                    }
                }
            }
        }
    }

    private struct AverageBackwardBody<T> : IParallelBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public PoolingShape Shape;
        public T* Dy;
        public T* Dx;
        public bool CountPadding;
        public bool Accumulate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int from, int toExclusive)
        {
            var s = Shape;
            var (outHeight, outWidth) = (s.OutHeight, s.OutWidth);
            var dy = Dy + (nint)from * outHeight * outWidth;
            for (var plane = from; plane < toExclusive; plane++)
            {
                var dx = Dx + (nint)plane * s.InHeight * s.InWidth;
                if (!Accumulate)
                    new Span<T>(dx, s.InHeight * s.InWidth).Clear();
                for (var i = 0; i < outHeight; i++)
                {
                    var (top, bottom) = Window(i, s.StrideY, s.PaddingY, s.KernelHeight, s.InHeight);
                    for (var j = 0; j < outWidth; j++)
                    {
                        var (left, right) = Window(j, s.StrideX, s.PaddingX, s.KernelWidth, s.InWidth);
                        var places = CountPadding ? s.KernelHeight * s.KernelWidth : (bottom - top) * (right - left);
                        var share = *dy++ / T.CreateTruncating(places);
                        for (var row = top; row < bottom; row++)
                        {
                            for (var column = left; column < right; column++)
                                dx[row * s.InWidth + column] += share;
                        }
                    }
                }
            }
        }
    }
}
