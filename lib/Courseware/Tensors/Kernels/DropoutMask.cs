using System.Numerics;
using System.Runtime.CompilerServices;

namespace Courseware;

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

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static unsafe void Range(uint* bits, uint threshold, float scale, float* x, float* y, bool add, int count)
    {
        var i = 0;
        var limit = new Vector<uint>(threshold);
        if (!add)
        {
            for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
                Vector.Store(Kept(bits + i, limit, scale, x + i), y + i);
        }
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            Vector.Store(Vector.Load(y + i) + Kept(bits + i, limit, scale, x + i), y + i);
        for (; i < count; i++)
        {
            var kept = bits[i] >= threshold ? x[i] * scale : 0;
            y[i] = add ? y[i] + kept : kept;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector<float> Kept(uint* bits, Vector<uint> limit, float scale, float* x)
        => Vector.ConditionalSelect(Vector.AsVectorSingle(Vector.GreaterThanOrEqual(Vector.Load(bits), limit)), Vector.Load(x) * scale,
            Vector<float>.Zero);

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
            => Range(Bits + from, Threshold, Scale, X + from, Y + from, Add, toExclusive - from);
    }
}
