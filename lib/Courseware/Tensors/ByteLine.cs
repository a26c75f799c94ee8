using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Courseware;

/// <summary>
/// What the 256 bytes mean, where that is a line: byte b is offset + b·step, a pixel b/255 say. Thirty-two of them are then computed in the
/// time in which a table gives eight.
/// </summary>
/// <remarks>
/// The step is kept as the sum of two floats, b·low + offset is rounded, then b·high is added and rounded: that gives a quotient's bits for
/// most tables. <see cref="Of"/> tries all 256, and where one bit differs there is no line, and the table is used.
/// </remarks>
internal sealed class ByteLine
{
    private readonly float _offset;
    private readonly float _high;
    private readonly float _low;

    private ByteLine(float offset, float high, float low) => (_offset, _high, _low) = (offset, high, low);

    /// <summary>The line that gives exactly these 256 values; null if there is none, or where the processor has no fused
    /// multiply-add.</summary>
    public static ByteLine? Of(ReadOnlySpan<float> meaning)
    {
        if (!Fma.IsSupported && !AdvSimd.IsSupported)
            return null;
        var step = ((double)meaning[255] - meaning[0]) / 255;
        var line = new ByteLine(meaning[0], (float)step, (float)(step - (float)step));
        for (var b = 0; b < 256; b++)
        {
            if (BitConverter.SingleToInt32Bits(line.At((byte)b)) != BitConverter.SingleToInt32Bits(meaning[b]))
                return null;
        }
        return line;
    }

    /// <summary>What the bytes mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Convert(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        if (values.Length < bytes.Length)
            throw new ArgumentException($"{bytes.Length} bytes become as many numbers; there is room for {values.Length}.", nameof(values));
        ref var from = ref MemoryMarshal.GetReference(bytes);
        ref var to = ref MemoryMarshal.GetReference(values);
        var (offset, high, low) = (Vector256.Create(_offset), Vector256.Create(_high), Vector256.Create(_low));
        nuint i = 0;
        for (; i + 32 <= (nuint)bytes.Length; i += 32)
        {
            var (first, second) = Vector256.Widen(Vector256.LoadUnsafe(ref from, i));
            var (a, b) = Vector256.Widen(first);
            var (c, d) = Vector256.Widen(second);
            Values(a, offset, high, low).StoreUnsafe(ref to, i);
            Values(b, offset, high, low).StoreUnsafe(ref to, i + 8);
            Values(c, offset, high, low).StoreUnsafe(ref to, i + 16);
            Values(d, offset, high, low).StoreUnsafe(ref to, i + 24);
        }
        for (; i < (nuint)bytes.Length; i++)
            values[(int)i] = At(bytes[(int)i]);
    }

    private float At(byte b) => MathF.FusedMultiplyAdd(b, _high, MathF.FusedMultiplyAdd(b, _low, _offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Values(Vector256<uint> bytes, Vector256<float> offset, Vector256<float> high, Vector256<float> low)
    {
        var b = Vector256.ConvertToSingle(bytes.AsInt32());
        return Vector256.FusedMultiplyAdd(b, high, Vector256.FusedMultiplyAdd(b, low, offset));
    }
}
