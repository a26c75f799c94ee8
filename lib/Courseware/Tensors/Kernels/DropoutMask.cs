using System.Numerics;
using System.Runtime.CompilerServices;

namespace Courseware.Tensors.Kernels;

/// <summary>Keeps and scales the elements whose random bits reach a threshold, and zeroes the others.</summary>
internal static class DropoutMask
{
    /// <summary>y = bits ≥ threshold ? x·scale : 0, or y += that.</summary>
    public static unsafe void Apply(ReadOnlySpan<uint> bits, uint threshold, float scale, ReadOnlySpan<float> x, Span<float> y, bool add)
    {
        if (bits.Length != x.Length || y.Length != x.Length)
            throw new ArgumentException($"A dropout mask has one word for each element; there are {x.Length} elements, {y.Length} places for results and {bits.Length} words.");
        fixed (uint* pb = bits)
        fixed (float* px = x, py = y)
        {
            var body = new Body { Bits = pb, Threshold = threshold, Scale = scale, X = px, Y = py, Add = add };
            WorkerPool.For(x.Length, LaneLoop.Grain, ref body);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Range(ReadOnlySpan<uint> bits, uint threshold, float scale, ReadOnlySpan<float> x, Span<float> y, bool add)
    {
        var i = 0;
        var limit = new Vector<uint>(threshold);
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var keep = Vector.AsVectorSingle(Vector.GreaterThanOrEqual(new Vector<uint>(bits[i..]), limit));
            var kept = Vector.ConditionalSelect(Vector.AsVectorInt32(keep), new Vector<float>(x[i..]) * scale, Vector<float>.Zero);
            (add ? new Vector<float>(y[i..]) + kept : kept).CopyTo(y[i..]);
        }
        for (; i < x.Length; i++)
        {
            var kept = bits[i] >= threshold ? x[i] * scale : 0;
            y[i] = add ? y[i] + kept : kept;
        }
    }

    /// <inheritdoc cref="Apply(ReadOnlySpan{uint}, uint, float, ReadOnlySpan{float}, Span{float}, bool)"/>
    public static void Apply(ReadOnlySpan<uint> bits, uint threshold, double scale, ReadOnlySpan<double> x, Span<double> y, bool add)
    {
        for (var i = 0; i < x.Length; i++)
        {
            var kept = bits[i] >= threshold ? x[i] * scale : 0;
            y[i] = add ? y[i] + kept : kept;
        }
    }

    private unsafe struct Body : IParallelBody
    {
        public uint* Bits;
        public uint Threshold;
        public float Scale;
        public float* X;
        public float* Y;
        public bool Add;

        public readonly void Run(int from, int toExclusive)
        {
            var count = toExclusive - from;
            Range(new(Bits + from, count), Threshold, Scale, new(X + from, count), new(Y + from, count), Add);
        }
    }
}
