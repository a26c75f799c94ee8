using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Courseware;

/// <content>Largest numbers: their order of comparison does not matter.</content>
internal static partial class Reduce
{
    /// <summary>The largest number; NaN if there is one.</summary>
    /// <exception cref="ArgumentException">There are no numbers.</exception>
    public static float Max(ReadOnlySpan<float> x)
    {
        NotEmpty(x.Length);
        if (Vector512.IsHardwareAccelerated && x.Length >= 16)
            return MaxIn<Lane16>(x);
        if (Vector256.IsHardwareAccelerated && x.Length >= 8)
            return MaxIn<Lane8>(x);
        if (Vector128.IsHardwareAccelerated && x.Length >= 4)
            return MaxIn<Lane4>(x);
        return MaxIn<LaneF32>(x);
    }

    internal static float MaxIn<V>(ReadOnlySpan<float> x) where V : struct, ILane<V>, IFloatLane<V>
    {
        ref var first = ref MemoryMarshal.GetReference(x);
        var largest = V.Load(in first, 0);
        var i = V.Count;
        for (; i + V.Count <= x.Length; i += V.Count)
            largest = V.Max(largest, V.Load(in first, (nuint)i));

        // The last vector overlaps the one before: a number that is compared twice changes nothing.
        if (i < x.Length)
            largest = V.Max(largest, V.Load(in first, (nuint)(x.Length - V.Count)));

        Span<float> lanes = stackalloc float[V.Count];
        V.Store(largest, ref MemoryMarshal.GetReference(lanes), 0);
        if (V.Count == 16)
            return MaxIn<Lane8>(lanes);
        if (V.Count == 8)
            return MaxIn<Lane4>(lanes);
        var result = lanes[0];
        for (var j = 1; j < V.Count; j++)
            result = MathF.Max(result, lanes[j]);
        return result;
    }

    private static void NotEmpty(int length)
    {
        if (length == 0)
            throw new ArgumentException("The largest of no numbers is not defined; the span is empty. Give at least one number.");
    }
}
