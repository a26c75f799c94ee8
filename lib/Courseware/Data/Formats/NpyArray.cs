using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

namespace Courseware;

/// <summary>
/// One array in NumPy's format, version 1.0 to 3.0 (numpy/lib/format.py): magic, version, header length, a Python dictionary as text
/// ({'descr': '|O', 'fortran_order': False, 'shape': (11228,), }), then the data. Arrays of one dimension only.
/// </summary>
internal static partial class NpyArray
{
    private const int MostLists = 1_000_000;

    /// <summary>An array of lists of whole numbers (dtype object, pickled).</summary>
    public static int[][] ReadIntLists(string path, string member, byte[] bytes)
    {
        var expected = $"{member} as a one-dimensional array of lists of whole numbers";
        var (descr, count, data) = Header(path, member, expected, bytes);
        if (descr != "|O")
            throw new DataFileException(path, expected, $"an array of '{descr}'");
        if (count > MostLists)
            throw new DataFileException(path, expected, FormattableString.Invariant($"an array of {count:N0} lists"));
        var lists = new PickleReader(path, expected, data, count).ReadObjectArray();
        return lists.Length == count ? lists
            : throw new DataFileException(path, expected, $"{lists.Length:N0} lists where the header says {count:N0}");
    }

    /// <summary>An array of 64-bit whole numbers, little-endian.</summary>
    public static int[] ReadInts(string path, string member, byte[] bytes)
    {
        var expected = $"{member} as a one-dimensional array of 64-bit whole numbers";
        var (descr, count, data) = Header(path, member, expected, bytes);
        if (descr != "<i8")
            throw new DataFileException(path, expected, $"an array of '{descr}'");
        if (data.Length != 8L * count)
            throw new DataFileException(path, expected, $"{data.Length:N0} bytes for {count:N0} numbers");
        var numbers = new int[count];
        for (var i = 0; i < count; i++)
        {
            var value = BinaryPrimitives.ReadInt64LittleEndian(data.Span[(8 * i)..]);
            numbers[i] = value is >= int.MinValue and <= int.MaxValue ? (int)value
                : throw new DataFileException(path, expected, $"{value} in row {i:N0}");
        }
        return numbers;
    }

    private static (string Descr, int Count, ReadOnlyMemory<byte> Data) Header(string path, string member, string expected, byte[] bytes)
    {
        if (bytes.Length < 10 || bytes is not [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', >= 1 and <= 3, ..])
            throw new DataFileException(path, expected, $"{member} as {FileFacts.Describe(bytes)}");
        var start = bytes[6] == 1 ? 10 : 12;
        var length = bytes[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8)) : bytes.Length >= 12
            ? BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8)) : uint.MaxValue;
        if (length > 4096 || start + length > bytes.Length)
            throw new DataFileException(path, expected, $"a header of {length:N0} bytes in {bytes.Length:N0}");
        var header = Encoding.Latin1.GetString(bytes, start, (int)length);
        var match = HeaderPattern().Match(header);
        return match.Success && int.TryParse(match.Groups[2].ValueSpan, out var count)
            ? (match.Groups[1].Value, count, bytes.AsMemory(start + (int)length))
            : throw new DataFileException(path, expected, $"the header {header.Trim()}");
    }

    [GeneratedRegex(@"^\{'descr': '([^']{1,8})', 'fortran_order': False, 'shape': \((\d{1,9}),\), \}\s*$")]
    private static partial Regex HeaderPattern();
}
