using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Courseware;

/// <summary>Copies of the operands into the order in which a tile reads them.</summary>
internal static unsafe class MatMulPacking
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;

    private const int FloatsOfCacheLine = 16;
    private const int RowsAhead = 4;

    /// <summary>A strip of A, row after row at <see cref="RowMajorA"/>'s pitch.</summary>
    [MethodImpl(Hot)]
    public static void PackRowMajorA(float* a, nint rowStep, nint kStep, int rows, int count, float* packed)
    {
        for (var r = 0; r < rows; r++)
        {
            var source = a + r * rowStep;
            var target = packed + r * RowMajorA.RowStep;
            if (kStep == 1)
            {
                Copy(source, target, count);
                continue;
            }
            for (var k = 0; k < count; k++)
                target[k] = source[k * kStep];
        }
    }

    /// <summary>
    /// Neighbouring strips of an A with contiguous columns, k after k at the layout's pitch, strips <paramref name="stripStep"/> apart:
    /// <paramref name="starts"/> holds the row where each begins, and where the last one ends.
    /// </summary>
    [MethodImpl(Hot)]
    public static void PackColumnMajorA<TA>(float* a, nint kStep, int* starts, int strips, int count, float* packed, nint stripStep)
        where TA : struct, ITileLayoutOfA
    {
        for (var k = 0; k < count; k++)
        {
            var source = a + k * kStep;
            var target = packed + k * TA.KStep;
            for (var strip = 0; strip < strips; strip++)
            {
                // Vectors that may overlap, so that no row takes a loop of its own.
                var height = starts[strip + 1] - starts[strip];
                if (Sse.IsSupported)
                    Sse.Prefetch0(source + RowsAhead * kStep);
                if (height >= 8)
                {
                    Vector256.Load(source).Store(target);
                    Vector256.Load(source + height - 8).Store(target + height - 8);
                }
                else if (height >= 4)
                {
                    Vector128.Load(source).Store(target);
                    Vector128.Load(source + height - 4).Store(target + height - 4);
                }
                else
                {
                    for (var r = 0; r < height; r++)
                        target[r] = source[r];
                }
                source += height;
                target += stripStep;
            }
        }
    }

    /// <summary>A panel of <paramref name="width"/> columns of B, k after k; columns beyond <paramref name="columns"/> become 0.</summary>
    [MethodImpl(Hot)]
    public static void PackB(float* b, nint kStep, nint columnStep, int count, int columns, int width, float* packed)
    {
        if (columns < width)
            new Span<float>(packed, checked(count * width)).Clear();
        if (columnStep == 1)
        {
            for (var k = 0; k < count; k++)
                Copy(b + k * kStep, packed + (nint)k * width, columns);
        }
        else if (kStep == 1)
        {
            Transpose(b, columnStep, packed, width, columns, count);
        }
        else
        {
            for (var k = 0; k < count; k++)
            {
                for (var j = 0; j < columns; j++)
                    packed[(nint)k * width + j] = b[k * kStep + j * columnStep];
            }
        }
    }

    /// <summary>Panels of a B with contiguous rows, all at once; what the last one lacks becomes 0.</summary>
    [MethodImpl(Hot)]
    public static void PackRowsOfB(float* b, nint kStep, int count, int columns, int width, float* packed, nint panelStep)
    {
        for (var k = 0; k < count; k++)
        {
            var source = b + k * kStep;
            var target = packed + (nint)k * width;
            var left = columns;
            // Rows may be pages apart, where the processor does not look ahead by itself. A prefetch beyond the end of B does no harm.
            for (; left >= width; left -= width)
            {
                if (Sse.IsSupported)
                {
                    for (var j = 0; j < width; j += FloatsOfCacheLine)
                        Sse.Prefetch0(source + RowsAhead * kStep + j);
                }
                Copy(source, target, width);
                source += width;
                target += panelStep;
            }
            if (left > 0)
            {
                Copy(source, target, left);
                for (var j = left; j < width; j++)
                    target[j] = 0;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(float* source, float* target, int count)
    {
        var i = 0;
        for (; i <= count - 16; i += 16)
        {
            Vector256.Load(source + i).Store(target + i);
            Vector256.Load(source + i + 8).Store(target + i + 8);
        }
        if (i <= count - 8)
        {
            Vector256.Load(source + i).Store(target + i);
            i += 8;
        }
        if (i <= count - 4)
        {
            Vector128.Load(source + i).Store(target + i);
            i += 4;
        }
        for (; i < count; i++)
            target[i] = source[i];
    }

    /// <summary>
    /// target[k·targetStep + j] = source[j·sourceStep + k] for j &lt; <paramref name="rows"/>, k &lt; <paramref name="columns"/>.
    /// </summary>
    [MethodImpl(Hot)]
    public static void Transpose(float* source, nint sourceStep, float* target, nint targetStep, int rows, int columns)
    {
        if (Avx.IsSupported && rows >= 8 && columns >= 8)
        {
            // The last block is moved back to overlap the one before it: the same values are written twice, and no edge needs a loop.
            for (var j = 0; j < rows; j += 8)
            {
                var row = Math.Min(j, rows - 8);
                for (var k = 0; k < columns; k += 8)
                {
                    var column = Math.Min(k, columns - 8);
                    Transpose8x8(source + row * sourceStep + column, sourceStep, target + column * targetStep + row, targetStep);
                }
            }
        }
        else if ((Sse.IsSupported || AdvSimd.Arm64.IsSupported) && rows >= 4 && columns >= 4)
        {
            for (var j = 0; j < rows; j += 4)
            {
                var row = Math.Min(j, rows - 4);
                for (var k = 0; k < columns; k += 4)
                {
                    var column = Math.Min(k, columns - 4);
                    Transpose4x4(source + row * sourceStep + column, sourceStep, target + column * targetStep + row, targetStep);
                }
            }
        }
        else
        {
            for (var k = 0; k < columns; k++)
            {
                for (var j = 0; j < rows; j++)
                    target[k * targetStep + j] = source[j * sourceStep + k];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose8x8(float* source, nint sourceStep, float* target, nint targetStep)
    {
        var r0 = Vector256.Load(source);
        var r1 = Vector256.Load(source + sourceStep);
        var r2 = Vector256.Load(source + 2 * sourceStep);
        var r3 = Vector256.Load(source + 3 * sourceStep);
        var r4 = Vector256.Load(source + 4 * sourceStep);
        var r5 = Vector256.Load(source + 5 * sourceStep);
        var r6 = Vector256.Load(source + 6 * sourceStep);
        var r7 = Vector256.Load(source + 7 * sourceStep);

        var a0 = Avx.UnpackLow(r0, r1);
        var a1 = Avx.UnpackHigh(r0, r1);
        var a2 = Avx.UnpackLow(r2, r3);
        var a3 = Avx.UnpackHigh(r2, r3);
        var a4 = Avx.UnpackLow(r4, r5);
        var a5 = Avx.UnpackHigh(r4, r5);
        var a6 = Avx.UnpackLow(r6, r7);
        var a7 = Avx.UnpackHigh(r6, r7);

        var b0 = Avx.Shuffle(a0, a2, 0x44);
        var b1 = Avx.Shuffle(a0, a2, 0xEE);
        var b2 = Avx.Shuffle(a1, a3, 0x44);
        var b3 = Avx.Shuffle(a1, a3, 0xEE);
        var b4 = Avx.Shuffle(a4, a6, 0x44);
        var b5 = Avx.Shuffle(a4, a6, 0xEE);
        var b6 = Avx.Shuffle(a5, a7, 0x44);
        var b7 = Avx.Shuffle(a5, a7, 0xEE);

        Avx.Permute2x128(b0, b4, 0x20).Store(target);
        Avx.Permute2x128(b1, b5, 0x20).Store(target + targetStep);
        Avx.Permute2x128(b2, b6, 0x20).Store(target + 2 * targetStep);
        Avx.Permute2x128(b3, b7, 0x20).Store(target + 3 * targetStep);
        Avx.Permute2x128(b0, b4, 0x31).Store(target + 4 * targetStep);
        Avx.Permute2x128(b1, b5, 0x31).Store(target + 5 * targetStep);
        Avx.Permute2x128(b2, b6, 0x31).Store(target + 6 * targetStep);
        Avx.Permute2x128(b3, b7, 0x31).Store(target + 7 * targetStep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose4x4(float* source, nint sourceStep, float* target, nint targetStep)
    {
        var r0 = Vector128.Load(source);
        var r1 = Vector128.Load(source + sourceStep);
        var r2 = Vector128.Load(source + 2 * sourceStep);
        var r3 = Vector128.Load(source + 3 * sourceStep);
        if (Sse.IsSupported)
        {
            var a0 = Sse.UnpackLow(r0, r1);
            var a1 = Sse.UnpackHigh(r0, r1);
            var a2 = Sse.UnpackLow(r2, r3);
            var a3 = Sse.UnpackHigh(r2, r3);
            Sse.MoveLowToHigh(a0, a2).Store(target);
            Sse.MoveHighToLow(a2, a0).Store(target + targetStep);
            Sse.MoveLowToHigh(a1, a3).Store(target + 2 * targetStep);
            Sse.MoveHighToLow(a3, a1).Store(target + 3 * targetStep);
        }
        else
        {
            var a0 = AdvSimd.Arm64.ZipLow(r0, r2);
            var a1 = AdvSimd.Arm64.ZipHigh(r0, r2);
            var a2 = AdvSimd.Arm64.ZipLow(r1, r3);
            var a3 = AdvSimd.Arm64.ZipHigh(r1, r3);
            AdvSimd.Arm64.ZipLow(a0, a2).Store(target);
            AdvSimd.Arm64.ZipHigh(a0, a2).Store(target + targetStep);
            AdvSimd.Arm64.ZipLow(a1, a3).Store(target + 2 * targetStep);
            AdvSimd.Arm64.ZipHigh(a1, a3).Store(target + 3 * targetStep);
        }
    }
}
