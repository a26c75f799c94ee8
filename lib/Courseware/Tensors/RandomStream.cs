using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Courseware;

/// <summary>
/// A stream of random numbers that depends on nothing but its four names: the seed, what the numbers are for, for which layer, at which
/// step. Word i of the stream can be computed without the words before it, so neither the number of threads nor the order in which layers
/// were made changes a result.
/// </summary>
/// <remarks>
/// Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"). The key is a hash of (seed, purpose, path);
/// the counter's lower half numbers blocks of four words, its upper half is the step.
/// One instance is not for use by several threads at once; <see cref="FillBitsAt"/> and <see cref="FillUniformAt"/> are.
/// </remarks>
public sealed class RandomStream
{
    private readonly ulong _key;
    private ulong _step;
    private ulong _position;
    private ulong _bufferedBlock = ulong.MaxValue;
    private readonly uint[] _buffer = new uint[4];

    /// <param name="seed">The course's or the model's seed.</param>
    /// <param name="purpose">What the numbers are for: "dropout", "shuffle", "initial weights".</param>
    /// <param name="path">Which part of the model, such as "encoder/dense_1"; empty where there is only one.</param>
    /// <param name="step">Which training step or epoch; every step has 2⁶⁶ words of its own.</param>
    public RandomStream(long seed, string purpose, string path = "", long step = 0)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        ArgumentNullException.ThrowIfNull(path);
        _key = Key(seed, purpose, path);
        _step = (ulong)step;
    }

    /// <summary>Goes to the first word of another step, as a new stream with that step would.</summary>
    internal void MoveTo(long step)
    {
        _step = (ulong)step;
        _position = 0;
        _bufferedBlock = ulong.MaxValue;
    }

    /// <summary>The next 32 random bits.</summary>
    internal uint NextUInt()
    {
        var block = _position >> 2;
        if (block != _bufferedBlock)
        {
            Philox.Block(_key, _step, block, _buffer);
            _bufferedBlock = block;
        }

        return _buffer[(int)(_position++ & 3)];
    }

    /// <summary>The next 64 random bits.</summary>
    internal ulong NextULong()
    {
        ulong low = NextUInt();
        return (ulong)NextUInt() << 32 | low;
    }

    /// <summary>Uniform in [0, 1), a multiple of 2⁻²⁴.</summary>
    internal float NextFloat() => ToFloat(NextUInt());

    /// <summary>What <see cref="NextFloat"/> makes of 32 random bits.</summary>
    internal static float ToFloat(uint bits) => (bits >> 8) * 5.96046448e-8f;

    /// <summary>Uniform in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextULong() >> 11) * 1.1102230246251565E-16;

    /// <summary>
    /// A whole number in [0, <paramref name="maxExclusive"/>), each equally likely (Lemire 2019: multiply, reject the few that would favour
    /// some).
    /// </summary>
    public int Next(int maxExclusive)
    {
        if (maxExclusive <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(maxExclusive),
                maxExclusive, $"A random whole number needs at least one value to choose from; maxExclusive is {maxExclusive}. Give 1 or more.");
        }

        var range = (uint)maxExclusive;
        var product = (ulong)NextUInt() * range;
        if ((uint)product < range)
        {
            var unfair = (0u - range) % range;
            while ((uint)product < unfair)
                product = (ulong)NextUInt() * range;
        }

        return (int)(product >> 32);
    }

    /// <summary>A draw from the standard normal distribution, by Box and Muller (1958): √(−2 ln u₁) · cos 2πu₂.</summary>
    public double NextGaussian()
    {
        var u1 = 1 - NextDouble();      // in (0, 1]
        var u2 = NextDouble();
        return Math.Sqrt(-2 * Elementary.Log(u1)) * Elementary.Cos(Math.Tau * u2);
    }

    /// <summary>Puts the items in random order, every order equally likely (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>The numbers 0 … n−1 in random order.</summary>
    public int[] Permutation(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        var order = new int[n];
        for (var i = 0; i < n; i++)
            order[i] = i;
        Shuffle(order.AsSpan());
        return order;
    }

    /// <summary>The next words of the stream: the same as that many calls of <see cref="NextUInt"/>.</summary>
    internal void FillBits(Span<uint> words)
    {
        FillBitsAt(_position, words);
        _position += (ulong)words.Length;
    }

    /// <summary>
    /// Words <paramref name="position"/>, position + 1, … of this step, whatever was drawn before; several threads may fill parts of one
    /// mask.
    /// </summary>
    internal void FillBitsAt(ulong position, Span<uint> words) => Philox.Fill(_key, _step, position, words);

    /// <summary>
    /// Uniform between <paramref name="low"/> and <paramref name="high"/>, one word each: low + (high − low)·u with u in [0, 1). By
    /// rounding, high itself may occur.
    /// </summary>
    internal void FillUniform(Span<float> values, float low = 0, float high = 1)
    {
        FillUniformAt(_position, values, low, high);
        _position += (ulong)values.Length;
    }

    /// <summary>As <see cref="FillUniform"/>, from a given word of this step.</summary>
    internal void FillUniformAt(ulong position, Span<float> values, float low = 0, float high = 1)
    {
        FillBitsAt(position, MemoryMarshal.Cast<float, uint>(values));
        Philox.ToUniform(values, low, high);
    }

    /// <summary>Normal with the given mean and standard deviation, one word each: mean + std·Φ⁻¹(u).</summary>
    public void FillGaussian(Span<float> values, float mean = 0, float std = 1)
    {
        FillBits(MemoryMarshal.Cast<float, uint>(values));
        Philox.ToGaussian(values, mean, std);
    }

    /// <summary>FNV-1a over the seed's bytes and the names' UTF-16 units with a separator, then SplitMix64's finisher.</summary>
    private static ulong Key(long seed, string purpose, string path)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, seed);
        var hash = 0xCBF29CE484222325;
        foreach (var b in bytes)
            hash = (hash ^ b) * 0x100000001B3;
        foreach (var c in purpose)
            hash = HashChar(hash, c);
        hash = HashChar(hash, '\u001F');
        foreach (var c in path)
            hash = HashChar(hash, c);

        hash = (hash ^ hash >> 30) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ hash >> 27) * 0x94D049BB133111EB;
        return hash ^ hash >> 31;
    }

    private static ulong HashChar(ulong hash, char c)
    {
        hash = (hash ^ (byte)c) * 0x100000001B3;
        return (hash ^ (byte)(c >> 8)) * 0x100000001B3;
    }
}
