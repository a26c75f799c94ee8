namespace Courseware;

/// <summary>Packs bytes in the zlib format (RFC 1950, 1951): repeated strings and the fixed Huffman code.</summary>
/// <remarks>
/// Ours, and not <c>ZLibStream</c>: that hands over to a native library whose output differs between processors and versions, and a chart
/// has the same bytes everywhere.
/// </remarks>
internal static class Deflate
{
    private const int Window = 32768;
    private const int Longest = 258;
    private const int Tries = 64;

    // RFC 1951, 3.2.5: first length or distance of each code, and how many bits follow it.
    private static readonly int[] s_lengthBase =
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
    private static readonly int[] s_lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
    private static readonly int[] s_distanceBase =
        [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289,
            16385, 24577];
    private static readonly int[] s_distanceBits =
        [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

    public static byte[] Zlib(ReadOnlySpan<byte> data)
    {
        var bits = new BitWriter();
        bits.Write(0x78, 8);
        bits.Write(0xDA, 8);
        bits.Write(1, 1); // the last block
        bits.Write(1, 2); // fixed code
        var head = new Dictionary<int, int>();
        var previous = new int[data.Length];
        for (var i = 0; i < data.Length;)
        {
            var (length, distance) = Match(data, i, head, previous);
            if (length < 3)
            {
                Literal(bits, data[i]);
                Remember(data, i++, head, previous);
                continue;
            }
            var code = Last(s_lengthBase, length);
            Literal(bits, 257 + code);
            bits.Write(length - s_lengthBase[code], s_lengthBits[code]);
            code = Last(s_distanceBase, distance);
            bits.WriteCode(code, 5);
            bits.Write(distance - s_distanceBase[code], s_distanceBits[code]);
            for (var end = i + length; i < end; i++) Remember(data, i, head, previous);
        }
        Literal(bits, 256);
        bits.Flush();
        uint a = 1, b = 0;
        foreach (var value in data)
        {
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }
        foreach (var half in (ReadOnlySpan<uint>)[b, a])
        {
            bits.Write((int)(half >> 8), 8);
            bits.Write((int)(half & 255), 8);
        }
        return bits.ToArray();
    }

    private static (int Length, int Distance) Match(ReadOnlySpan<byte> data, int at, Dictionary<int, int> head, int[] previous)
    {
        var (best, distance) = (0, 0);
        if (at + 3 > data.Length || !head.TryGetValue(Key(data, at), out var candidate)) return (0, 0);
        for (var tries = 0; tries < Tries && candidate >= 0 && at - candidate <= Window; tries++)
        {
            var length = data[at..].CommonPrefixLength(data[candidate..]);
            length = Math.Min(length, Longest);
            if (length > best) (best, distance) = (length, at - candidate);
            if (best == Longest) break;
            candidate = previous[candidate];
        }
        return (best, distance);
    }

    private static void Remember(ReadOnlySpan<byte> data, int at, Dictionary<int, int> head, int[] previous)
    {
        if (at + 3 > data.Length) return;
        var key = Key(data, at);
        previous[at] = head.GetValueOrDefault(key, -1);
        head[key] = at;
    }

    private static int Key(ReadOnlySpan<byte> data, int at) => data[at] | (data[at + 1] << 8) | (data[at + 2] << 16);

    private static int Last(int[] bases, int value)
    {
        var i = bases.Length - 1;
        while (bases[i] > value) i--;
        return i;
    }

    private static void Literal(BitWriter bits, int symbol)
    {
        if (symbol < 144) bits.WriteCode(0x30 + symbol, 8);
        else if (symbol < 256) bits.WriteCode(0x190 + symbol - 144, 9);
        else if (symbol < 280) bits.WriteCode(symbol - 256, 7);
        else bits.WriteCode(0xC0 + symbol - 280, 8);
    }

    private sealed class BitWriter
    {
        private readonly List<byte> _bytes = [];
        private int _held;
        private int _count;

        public void Write(int value, int bits)
        {
            for (var i = 0; i < bits; i++)
            {
                _held |= ((value >> i) & 1) << _count;
                if (++_count == 8) Flush();
            }
        }

        /// <summary>Huffman codes go out with their highest bit first.</summary>
        public void WriteCode(int code, int bits)
        {
            for (var i = bits - 1; i >= 0; i--) Write((code >> i) & 1, 1);
        }

        public void Flush()
        {
            if (_count == 0) return;
            _bytes.Add((byte)_held);
            (_held, _count) = (0, 0);
        }

        public byte[] ToArray() => [.. _bytes];
    }
}
