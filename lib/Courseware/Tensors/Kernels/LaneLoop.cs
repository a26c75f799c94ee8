using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Courseware.Tensors.Kernels;

/// <summary>Takes an internal rule over a span, in the widest vectors of the processor and single floats for the end.</summary>
internal static class LaneLoop
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InPlace<TRule>(TRule rule, Span<float> values) where TRule : struct, ILaneRule
    {
        ref var v = ref MemoryMarshal.GetReference(values);
        nuint i = 0, n = (nuint)values.Length;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i + 16 <= n; i += 16)
                Lane16.Store(rule.Apply(Lane16.Load(ref v, i)), ref v, i);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            for (; i + 8 <= n; i += 8)
                Lane8.Store(rule.Apply(Lane8.Load(ref v, i)), ref v, i);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            for (; i + 4 <= n; i += 4)
                Lane4.Store(rule.Apply(Lane4.Load(ref v, i)), ref v, i);
        }

        for (; i < n; i++)
            Unsafe.Add(ref v, i) = rule.Apply(new LaneF32(Unsafe.Add(ref v, i))).Value;
    }
}
