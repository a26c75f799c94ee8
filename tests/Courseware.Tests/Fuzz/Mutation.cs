using System.Buffers.Binary;

namespace Courseware.Tests.Fuzz;

/// <summary>Small damages to a file, and what somebody who wants to do harm would write.</summary>
internal static class Mutation
{
    private static readonly long[] s_numbers =
        [0, 1, -1, -3, -4, 127, 128, 255, 256, 32767, 65535, 65536, 1 << 30, int.MaxValue, int.MinValue, 1_900_000_000, 50_000_000,
            long.MaxValue, long.MinValue];
    private static readonly byte[][] s_words =
        [.. new[] { "-3", "1e400", "NaN", "null", "\"\"", "[]", "{}", "99999999999", "-1", "0", "\r", "\"", ",", ";", "\uFEFF", "\0\0\0\0",
            "true", "2026-01-01" }.Select(System.Text.Encoding.UTF8.GetBytes)];

    public static byte[] Of(byte[][] examples, Random random)
    {
        var bytes = (byte[])examples[random.Next(examples.Length)].Clone();
        for (var k = 1 + random.Next(3); k > 0; k--)
            bytes = Once(bytes, examples, random);
        return bytes;
    }

    private static byte[] Once(byte[] bytes, byte[][] examples, Random random)
    {
        if (bytes.Length == 0)
            return [(byte)random.Next(256)];
        var at = random.Next(bytes.Length);
        var to = Math.Min(bytes.Length, at + 1 + random.Next(1 + random.Next(40)));
        switch (random.Next(11))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 2:
                return bytes[..at];
            case 3:
                return [.. bytes[..at], .. bytes[to..]];
            case 4:
                return [.. bytes[..to], .. bytes[at..]];
            case 5:
                return [.. bytes, .. new byte[random.Next(600)]];
            case 6:
                var other = examples[random.Next(examples.Length)];
                return [.. bytes[..at], .. other[random.Next(other.Length + 1)..]];
            case 7:
                var word = s_words[random.Next(s_words.Length)];
                return [.. bytes[..at], .. word, .. bytes[(random.Next(2) == 0 ? at : to)..]];
            case 8:
                Span<byte> number = stackalloc byte[8];
                var value = s_numbers[random.Next(s_numbers.Length)];
                if (random.Next(2) == 0)
                    BinaryPrimitives.WriteInt64LittleEndian(number, value);
                else
                    BinaryPrimitives.WriteInt64BigEndian(number, value);
                number[..Math.Min(bytes.Length - at, random.Next(2) == 0 ? 4 : 8)].CopyTo(bytes.AsSpan(at));
                return bytes;
            case 9:
                return [.. bytes[..at], .. Enumerable.Repeat(bytes[at], random.Next(3000)), .. bytes[at..]];
            default:
                var noise = new byte[random.Next(20)];
                random.NextBytes(noise);
                return [.. bytes[..at], .. noise, .. bytes[to..]];
        }
    }
}
