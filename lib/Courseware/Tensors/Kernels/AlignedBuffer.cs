using System.Runtime.InteropServices;

namespace Courseware;

/// <summary>Scratch memory of a kernel: native, aligned to a cache line, kept between calls and only ever enlarged.</summary>
internal sealed unsafe class AlignedBuffer
{
    private const nuint Alignment = 64;

    private static long s_allBytes;

    private void* _memory;
    private nuint _bytes;

    ~AlignedBuffer()
    {
        NativeMemory.AlignedFree(_memory);
        Interlocked.Add(ref s_allBytes, -(long)_bytes);
    }

    /// <summary>What all buffers of the process hold.</summary>
    public static long AllBytes => Interlocked.Read(ref s_allBytes);

    /// <summary>At least <paramref name="count"/> floats; what they held before is lost when the buffer has to grow.</summary>
    public float* Floats(long count) => (float*)Bytes(checked((nuint)count * sizeof(float)));

    /// <summary>At least <paramref name="count"/> ints; what they held before is lost when the buffer has to grow.</summary>
    public int* Ints(long count) => (int*)Bytes(checked((nuint)count * sizeof(int)));

    private void* Bytes(nuint bytes)
    {
        if (bytes > _bytes)
            Grow(bytes);
        return _memory;
    }

    private void Grow(nuint bytes)
    {
        // A little more than asked, so that slowly growing shapes do not reallocate at each call.
        var wanted = bytes + bytes / 4;
        NativeMemory.AlignedFree(_memory);
        Interlocked.Add(ref s_allBytes, -(long)_bytes);
        _memory = null;
        _bytes = 0;
        _memory = NativeMemory.AlignedAlloc(wanted, Alignment);
        _bytes = wanted;
        Interlocked.Add(ref s_allBytes, (long)wanted);
    }
}
