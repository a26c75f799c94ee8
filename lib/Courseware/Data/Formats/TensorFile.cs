namespace Courseware;

/// <summary>
/// A file of named tensors as TorchSharp's <c>Module.save</c> writes it: how many there are, then of each its name, type, number of
/// dimensions, dimensions (integers in LEB128, seven bits a byte, the lowest first) and its numbers, raw. There is no mark at the beginning
/// by which to know such a file, so it is walked through.
/// </summary>
internal static class TensorFile
{
    private const int Float32 = 6;
    private const int MostTensors = 10_000;
    private const int MostDimensions = 8;

    /// <summary>
    /// Null if the tensors of the file hold <paramref name="numbers"/> numbers (float32) in all; else what it is instead.
    /// </summary>
    public static string? Difference(string path, long numbers)
    {
        using var file = FileFacts.Open(path, "a file of trained weights");
        using var reader = new BinaryReader(file);
        try
        {
            var tensors = Integer(reader);
            if (tensors is < 1 or > MostTensors)
                return Instead(path, numbers);
            var found = 0L;
            for (var i = 0; i < tensors; i++)
            {
                var size = Size(reader);
                if (size < 0)
                    return i == 0 ? Instead(path, numbers) : $"{found:N0} numbers and then something else, not {numbers:N0}";
                if (size > (file.Length - file.Position) / sizeof(float))
                    return $"the end of the file in tensor {i + 1} of {tensors}, after {file.Length:N0} bytes; {numbers:N0} numbers take {numbers * sizeof(float):N0}";
                found += size;
                file.Seek(size * sizeof(float), SeekOrigin.Current);
            }
            return found == numbers ? null : $"{found:N0} numbers, not {numbers:N0}";
        }
        catch (EndOfStreamException)
        {
            return Instead(path, numbers);
        }
    }

    // The numbers of the tensor whose head comes next; -1 if no such head comes.
    private static long Size(BinaryReader reader)
    {
        var name = Integer(reader);
        if (name is < 1 or > 1_000 || reader.BaseStream.Length - reader.BaseStream.Position < name)
            return -1;
        reader.BaseStream.Seek(name, SeekOrigin.Current);
        var (type, dimensions) = (Integer(reader), Integer(reader));
        if (type != Float32 || dimensions is < 0 or > MostDimensions)
            return -1;
        var size = 1L;
        for (var d = 0; d < dimensions; d++)
        {
            var length = Integer(reader);
            if (length is < 0 or > 1L << 31 || length > 0 && size > (1L << 40) / length)
                return -1;
            size *= length;
        }
        return size;
    }

    // -1 for what is no integer.
    private static long Integer(BinaryReader reader)
    {
        var value = 0L;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var part = reader.ReadByte();
            value |= (long)(part & 0x7f) << shift;
            if ((part & 0x80) == 0)
                return value;
        }
        return -1;
    }

    private static string Instead(string path, long numbers) => $"{FileFacts.DescribeFile(path)}, not tensors of {numbers:N0} numbers";
}
