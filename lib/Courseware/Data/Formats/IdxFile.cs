using System.Buffers.Binary;

namespace Courseware;

/// <summary>
/// The idx format of MNIST (http://yann.lecun.com/exdb/mnist/): 0, 0, element type 8 (byte), number of dimensions, each dimension as a
/// big-endian 32-bit number, then the bytes; plain or gzip.
/// </summary>
internal static class IdxFile
{
    /// <summary>Reads a file that must have exactly the shape <paramref name="shape"/> and nothing after it.</summary>
    public static byte[] Read(string path, params int[] shape)
    {
        var expected = $"an idx file of {string.Join(" × ", shape.Select(n => $"{n:N0}"))} bytes";
        using var file = new PlainOrGzip(path, expected);
        var header = new byte[4 + 4 * shape.Length];
        var got = file.Read(header);
        if (got < 4 || header is not [0, 0, 8, ..])
        {
            throw new DataFileException(path, expected, file.IsGzip ? $"a gzip file that holds {FileFacts.Describe(header.AsSpan(0, got))}"
                : FileFacts.DescribeFile(path));
        }

        if (header[3] != shape.Length)
            throw new DataFileException(path, expected, $"an idx file with {header[3]} dimensions (images and labels exchanged?)");
        if (got < header.Length)
            throw new DataFileException(path, expected, $"the end of the content after {got} bytes");
        var dimensions = Enumerable.Range(0, shape.Length).Select(i => BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4 + 4 * i)))
            .ToArray();
        if (!dimensions.SequenceEqual(shape.Select(n => (uint)n)))
        {
            throw new DataFileException(path,
                expected, $"an idx file of {string.Join(" × ", dimensions.Select(n => $"{n:N0}"))} bytes (training and test part exchanged?)");
        }

        var content = GC.AllocateUninitializedArray<byte>(shape.Aggregate(1, (a, b) => checked(a * b)));
        got = file.Read(content);
        if (got < content.Length)
            throw new DataFileException(path, expected, $"the end of the content after {got:N0} of {content.Length:N0} bytes");
        file.ExpectEnd();
        return content;
    }

    /// <summary>Reads labels and checks that each is below <paramref name="classes"/>.</summary>
    public static int[] ReadLabels(string path, int count, int classes)
    {
        var bytes = Read(path, count);
        var at = bytes.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(classes - 1));
        return at < 0 ? Array.ConvertAll(bytes, b => (int)b) : throw new DataFileException(
            path, $"labels from 0 to {classes - 1}", $"label {bytes[at]} in row {at:N0}");
    }
}
