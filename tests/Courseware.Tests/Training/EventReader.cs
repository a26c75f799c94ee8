using System.Buffers.Binary;
using System.Text;

namespace Courseware.Tests.Training;

/// <summary>Reads event files on its own terms: checksums from a table of its own, Protocol Buffers by the wire format.</summary>
internal static class EventReader
{
    private static readonly uint[] s_castagnoli = [.. Enumerable.Range(0, 256).Select(i =>
    {
        var c = (uint)i;
        for (var k = 0; k < 8; k++)
            c = (c & 1) != 0 ? 0x82F63B78u ^ (c >> 1) : c >> 1;
        return c;
    })];

    /// <summary>The contents of a file's records; an exception where a length or checksum is not right.</summary>
    public static IReadOnlyList<byte[]> Records(string path)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        var records = new List<byte[]>();
        while (bytes.Length > 0)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            if (Masked(bytes[..8]) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..])
                || Masked(bytes.Slice(12, length)) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[(12 + length)..]))
            {
                throw new InvalidDataException("A checksum is wrong.");
            }

            records.Add(bytes.Slice(12, length).ToArray());
            bytes = bytes[(16 + length)..];
        }
        return records;
    }

    /// <summary>The scalars of all event files in a folder: tag, step, value.</summary>
    public static IReadOnlyList<(string Tag, long Step, double Value)> Scalars(string folder) =>
        [.. Values(folder).Where(v => v.Value.ContainsKey(2))
            .Select(v => (Text(v.Value[1][0]), v.Step, (double)BinaryPrimitives.ReadSingleLittleEndian(v.Value[2][0])))];

    /// <summary>The histograms of all event files in a folder.</summary>
    public static IReadOnlyList<(string Tag, long Step, double Min, double Max, double Count, double Sum, double SumOfSquares,
        double[] Limits, double[] Buckets)> Histograms(string folder) =>
    [
        .. Values(folder).Where(v => v.Value.ContainsKey(5)).Select(v =>
        {
            var h = Fields(v.Value[5][0]);
            double Number(int field) => BinaryPrimitives.ReadDoubleLittleEndian(h[field][0]);
            double[] Numbers(int field) => [.. h[field][0].Chunk(8).Select(n => BinaryPrimitives.ReadDoubleLittleEndian(n))];
            return (Text(v.Value[1][0]), v.Step, Number(1), Number(2), Number(3), Number(4), Number(5), Numbers(6), Numbers(7));
        }),
    ];

    /// <summary>The fields of a message by their numbers; each value as its bytes, a varint as eight of them.</summary>
    public static Dictionary<int, List<byte[]>> Fields(ReadOnlySpan<byte> message)
    {
        var fields = new Dictionary<int, List<byte[]>>();
        while (message.Length > 0)
        {
            var key = Varint(ref message);
            byte[] value;
            switch (key & 7)
            {
                case 0:
                    value = BitConverter.GetBytes(Varint(ref message));
                    break;
                case 1:
                    value = message[..8].ToArray();
                    message = message[8..];
                    break;
                case 5:
                    value = message[..4].ToArray();
                    message = message[4..];
                    break;
                default:
                    var length = (int)Varint(ref message);
                    value = message[..length].ToArray();
                    message = message[length..];
                    break;
            }
            if (!fields.TryGetValue((int)(key >> 3), out var values))
                fields[(int)(key >> 3)] = values = [];
            values.Add(value);
        }
        return fields;
    }

    public static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    private static IEnumerable<(long Step, Dictionary<int, List<byte[]>> Value)> Values(string folder) =>
        from file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
        from record in Records(file)
        let message = Fields(record)
        where message.ContainsKey(5)
        from value in Fields(message[5][0])[1]
        select (BitConverter.ToInt64(message[2][0]), Fields(value));

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var b = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var c = uint.MaxValue;
        foreach (var b in bytes)
            c = s_castagnoli[(byte)(c ^ b)] ^ (c >> 8);
        c = ~c;
        return (c >> 15 | c << 17) + 0xA282EAD8;
    }
}
