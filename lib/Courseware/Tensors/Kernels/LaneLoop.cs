using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Courseware;

/// <summary>
/// Takes a body over a range: the widest vectors of the processor for the bulk, narrower ones and single floats for the end.
/// </summary>
internal static class LaneLoop
{
    /// <summary>Elements below which a second thread is not worth its hand-off.</summary>
    public const int Grain = 16 * 1024;

    /// <summary>
    /// The range [0, count), shared by the threads of the <see cref="WorkerPool"/>. Places are independent, so the cut changes nothing.
    /// </summary>
    public static void Run<TBody>(TBody body, int count) where TBody : struct, ILaneBody
    {
        if (count < 2 * Grain)
        {
            Range(ref body, 0, (nuint)count);
            return;
        }

        var shared = new Shared<TBody>(body);
        WorkerPool.For(count, Grain, ref shared);
    }

    /// <summary>The range [from, to) on this thread.</summary>
    public static void Range<TBody>(ref TBody body, nuint from, nuint to) where TBody : struct, ILaneBody
    {
        var i = from;
        if (Vector512.IsHardwareAccelerated)
            i = Whole<Lane16, TBody>(ref body, i, to);
        if (Vector256.IsHardwareAccelerated && i + 8 <= to)
            i = Whole<Lane8, TBody>(ref body, i, to);
        if (Vector128.IsHardwareAccelerated && i + 4 <= to)
            i = Whole<Lane4, TBody>(ref body, i, to);
        if (i < to)
            Whole<LaneF32, TBody>(ref body, i, to);
    }

    // Optimised at once: the first pass over a large tensor must not run in the JIT's first tier, where every operator is a call.
    // A method for each width, never inlined: the compiler inlines only so much into one method, and what is left over is called for every
    // vector.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nuint Whole<V, TBody>(ref TBody body, nuint from, nuint to)
        where V : struct, ILane<V>, IFloatLane<V>
        where TBody : struct, ILaneBody
    {
        var local = body;
        var i = from;
        for (; i + (nuint)V.Count <= to; i += (nuint)V.Count)
            local.Step<V>(i);
        return i;
    }

    /// <summary>One width for as long as it fits, whatever the processor has: for tests.</summary>
    public static void RangeIn<V, TBody>(ref TBody body, nuint from, nuint to)
        where V : struct, ILane<V>, IFloatLane<V>
        where TBody : struct, ILaneBody
    {
        var i = from;
        for (; i + (nuint)V.Count <= to; i += (nuint)V.Count)
            body.Step<V>(i);
        for (; i < to; i++)
            body.Step<LaneF32>(i);
    }

    private struct Shared<TBody>(TBody body) : IParallelBody where TBody : struct, ILaneBody
    {
        private TBody _body = body;

        public void Run(int from, int toExclusive) => Range(ref _body, (nuint)from, (nuint)toExclusive);
    }
}
