using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Courseware;

/// <summary>Philox4x32-10 (Salmon et al. 2011): four random words from a counter and a key by ten rounds of multiply and xor.</summary>
internal static class Philox
{
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;

    // Words that take one thread some 15 microseconds.
    private const int WordsWorthSharing = 16 * 1024;

    /// <summary>The four words of one block: the plain definition, which the vector paths are tested against.</summary>
    public static void Block(ulong key, ulong counterHigh, ulong counterLow, Span<uint> words)
    {
        uint c0 = (uint)counterLow, c1 = (uint)(counterLow >> 32), c2 = (uint)counterHigh, c3 = (uint)(counterHigh >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (var round = 0; round < 10; round++)
        {
            var product0 = (ulong)Multiplier0 * c0;
            var product1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(product1 >> 32) ^ c1 ^ k0, (uint)product1, (uint)(product0 >> 32) ^ c3 ^ k1, (uint)product0);
            k0 += Weyl0;
            k1 += Weyl1;
        }

        words[3] = c3;
        words[2] = c2;
        words[1] = c1;
        words[0] = c0;
    }

    /// <summary>Words position, position + 1, … of the stream whose block b is <see cref="Block"/>(key, counterHigh, b).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Fill(ulong key, ulong counterHigh, ulong position, Span<uint> words)
    {
        Span<uint> one = stackalloc uint[4];
        var block = position >> 2;
        var skip = (int)(position & 3);
        if (skip != 0 && words.Length > 0)
        {
            Block(key, counterHigh, block++, one);
            var count = Math.Min(4 - skip, words.Length);
            one.Slice(skip, count).CopyTo(words);
            words = words[count..];
        }

        if (words.Length >= 2 * WordsWorthSharing)
        {
            fixed (uint* p = words)
            {
                var body = new WholeBlocks { Key = key, CounterHigh = counterHigh, First = block, Words = p };
                var blocks = words.Length / 4;
                WorkerPool.For(blocks, WordsWorthSharing / 4, ref body);
                block += (ulong)blocks;
                words = words[(blocks * 4)..];
            }
        }
        else
        {
            var whole = words[..(words.Length & ~3)];
            Blocks(key, counterHigh, block, whole);
            block += (ulong)whole.Length / 4;
            words = words[whole.Length..];
        }

        if (words.Length > 0)
        {
            Block(key, counterHigh, block, one);
            one[..words.Length].CopyTo(words);
        }
    }

    /// <summary>Whole blocks, from one on: a multiple of four words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Blocks(ulong key, ulong counterHigh, ulong block, Span<uint> words)
    {
        if (Avx512F.IsSupported && Vector512.IsHardwareAccelerated)
        {
            for (; words.Length >= 32; words = words[32..], block += 8)
                EightBlocks(key, counterHigh, block, ref MemoryMarshal.GetReference(words));
        }
        else if (Avx2.IsSupported)
        {
            for (; words.Length >= 48; words = words[48..], block += 12)
                ThreeTimesFourBlocks(key, counterHigh, block, ref MemoryMarshal.GetReference(words));
            for (; words.Length >= 16; words = words[16..], block += 4)
                FourBlocks(key, counterHigh, block, ref MemoryMarshal.GetReference(words));
        }

        for (; words.Length >= 4; words = words[4..], block++)
            Block(key, counterHigh, block, words);
    }

    /// <summary>Random bits, in place, to low + (high − low)·u with u = (bits &gt;&gt; 8)·2⁻²⁴.</summary>
    public static unsafe void ToUniform(Span<float> values, float low, float high)
    {
        fixed (float* p = values)
            LaneLoop.Run(new BitsBody<UniformOfBits>(new UniformOfBits(low, (double)high - low), p), values.Length);
    }

    /// <summary>Random bits, in place, to mean + std·Φ⁻¹.</summary>
    public static unsafe void ToGaussian(Span<float> values, float mean, float std)
    {
        fixed (float* p = values)
            LaneLoop.Run(new BitsBody<GaussianOfBits>(new GaussianOfBits(mean, std), p), values.Length);
    }

    /// <summary>
    /// Eight blocks side by side. A 64-bit element holds one 32-bit word of one block; what is above the word is ignored by the
    /// multiplication.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EightBlocks(ulong key, ulong counterHigh, ulong block, ref uint words)
    {
        // Blocks in an order from which unpacking pairs of words restores the stream's order.
        var counter = Vector512.Create(block) + Vector512.Create(0UL, 4, 1, 5, 2, 6, 3, 7);
        var c0 = counter;
        var c1 = counter >> 32;
        var c2 = Vector512.Create(counterHigh);
        var c3 = Vector512.Create(counterHigh >> 32);
        var m0 = Vector512.Create((ulong)Multiplier0).AsUInt32();
        var m1 = Vector512.Create((ulong)Multiplier1).AsUInt32();
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (var round = 0; round < 10; round++)
        {
            var product0 = Avx512F.Multiply(c0.AsUInt32(), m0);
            var product1 = Avx512F.Multiply(c2.AsUInt32(), m1);
            c0 = (product1 >> 32) ^ c1 ^ Vector512.Create((ulong)k0);
            c1 = product1;
            c2 = (product0 >> 32) ^ c3 ^ Vector512.Create((ulong)k1);
            c3 = product0;
            k0 += Weyl0;
            k1 += Weyl1;
        }

        var lower = Vector512.Create(0xFFFFFFFFUL);
        var first = (c0 & lower) | (c1 << 32);
        var second = (c2 & lower) | (c3 << 32);
        Avx512F.UnpackLow(first, second).AsUInt32().StoreUnsafe(ref words);
        Avx512F.UnpackHigh(first, second).AsUInt32().StoreUnsafe(ref words, 16);
    }

    /// <summary>Four blocks side by side, as <see cref="EightBlocks"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourBlocks(ulong key, ulong counterHigh, ulong block, ref uint words)
    {
        var counter = Vector256.Create(block) + Vector256.Create(0UL, 2, 1, 3);
        var c0 = counter;
        var c1 = counter >> 32;
        var c2 = Vector256.Create(counterHigh);
        var c3 = Vector256.Create(counterHigh >> 32);
        var m0 = Vector256.Create((ulong)Multiplier0).AsUInt32();
        var m1 = Vector256.Create((ulong)Multiplier1).AsUInt32();
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (var round = 0; round < 10; round++)
        {
            var product0 = Avx2.Multiply(c0.AsUInt32(), m0);
            var product1 = Avx2.Multiply(c2.AsUInt32(), m1);
            c0 = (product1 >> 32) ^ c1 ^ Vector256.Create((ulong)k0);
            c1 = product1;
            c2 = (product0 >> 32) ^ c3 ^ Vector256.Create((ulong)k1);
            c3 = product0;
            k0 += Weyl0;
            k1 += Weyl1;
        }

        StoreFourBlocks(c0, c1, c2, c3, ref words, 0);
    }

    /// <summary>
    /// Three groups of four blocks at once: the rounds of one wait for its own multiplications, those of another need not.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ThreeTimesFourBlocks(ulong key, ulong counterHigh, ulong block, ref uint words)
    {
        var order = Vector256.Create(0UL, 2, 1, 3);
        var (a0, b0, d0) = (Vector256.Create(block) + order, Vector256.Create(block + 4) + order, Vector256.Create(block + 8) + order);
        var (a1, b1, d1) = (a0 >> 32, b0 >> 32, d0 >> 32);
        var a2 = Vector256.Create(counterHigh);
        var (b2, d2) = (a2, a2);
        var a3 = Vector256.Create(counterHigh >> 32);
        var (b3, d3) = (a3, a3);
        var m0 = Vector256.Create((ulong)Multiplier0).AsUInt32();
        var m1 = Vector256.Create((ulong)Multiplier1).AsUInt32();
        var k0 = Vector256.Create((ulong)(uint)key);
        var k1 = Vector256.Create(key >> 32);
        for (var round = 0; round < 10; round++)
        {
            var a = Avx2.Multiply(a0.AsUInt32(), m0);
            var b = Avx2.Multiply(b0.AsUInt32(), m0);
            var d = Avx2.Multiply(d0.AsUInt32(), m0);
            (a0, a1) = Half(Avx2.Multiply(a2.AsUInt32(), m1), a1, k0);
            (b0, b1) = Half(Avx2.Multiply(b2.AsUInt32(), m1), b1, k0);
            (d0, d1) = Half(Avx2.Multiply(d2.AsUInt32(), m1), d1, k0);
            (a2, a3) = Half(a, a3, k1);
            (b2, b3) = Half(b, b3, k1);
            (d2, d3) = Half(d, d3, k1);

            // The key's carry into the upper half is ignored like everything there.
            k0 += Vector256.Create((ulong)Weyl0);
            k1 += Vector256.Create((ulong)Weyl1);
        }

        StoreFourBlocks(a0, a1, a2, a3, ref words, 0);
        StoreFourBlocks(b0, b1, b2, b3, ref words, 16);
        StoreFourBlocks(d0, d1, d2, d3, ref words, 32);
    }

    /// <summary>One half of a round: the product's upper word meets the other word and the key, its lower word stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<ulong> Next, Vector256<ulong> Other) Half(Vector256<ulong> product, Vector256<ulong> other,
        Vector256<ulong> key)
        => ((product >> 32) ^ other ^ key, product);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFourBlocks(Vector256<ulong> c0, Vector256<ulong> c1, Vector256<ulong> c2, Vector256<ulong> c3, ref uint words,
        nuint at)
    {
        var lower = Vector256.Create(0xFFFFFFFFUL);
        var first = (c0 & lower) | (c1 << 32);
        var second = (c2 & lower) | (c3 << 32);
        Avx2.UnpackLow(first, second).AsUInt32().StoreUnsafe(ref words, at);
        Avx2.UnpackHigh(first, second).AsUInt32().StoreUnsafe(ref words, at + 8);
    }

    private unsafe struct WholeBlocks : IParallelBody
    {
        public ulong Key;
        public ulong CounterHigh;
        public ulong First;
        public uint* Words;

        public readonly void Run(int from, int toExclusive)
            => Blocks(Key, CounterHigh, First + (ulong)from, new Span<uint>(Words + 4L * from, (toExclusive - from) * 4));
    }

    private readonly struct UniformOfBits(double low, double width) : ILaneRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V bits) where V : struct, ILane<V>, IFloatLane<V>
        {
            // An arithmetic shift brings the sign along; the mask takes it away.
            V whole = V.AndBits(V.ShiftRight(bits, 8), V.FromBits(0xFFFFFF));
            return low + width * (V.IntegerToFloat(whole) * 5.96046448e-8);
        }
    }

    private readonly struct GaussianOfBits(double mean, double std) : ILaneRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V bits) where V : struct, ILane<V>, IFloatLane<V> => mean + std * LaneFunctions.NormalQuantile(bits);
    }
}
