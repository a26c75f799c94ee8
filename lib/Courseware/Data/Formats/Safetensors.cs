using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Courseware;

/// <summary>
/// Reads and writes weights in the safetensors format (8 bytes length, a JSON header of names, types, shapes and offsets, then the
/// numbers), which Python's <c>safetensors</c> reads too.
/// </summary>
internal static class Safetensors
{
    private const int LongestHeader = 100_000_000;

    public static void Write(string path, IReadOnlyList<Tensor> tensors)
    {
        var header = new JsonObject();
        long offset = 0;
        foreach (var tensor in tensors)
        {
            var size = (long)tensor.Length * (tensor.IsSingle ? 4 : 8);
            header[tensor.Name!] = new JsonObject
            {
                ["dtype"] = tensor.IsSingle ? "F32" : "F64",
                ["shape"] = new JsonArray([.. tensor.Shape.Select(s => (JsonNode)s)]),
                ["data_offsets"] = new JsonArray(offset, offset + size),
            };
            offset += size;
        }

        var json = Encoding.UTF8.GetBytes(header.ToJsonString());
        var padded = new byte[(json.Length + 7) / 8 * 8];
        padded.AsSpan().Fill((byte)' ');
        json.CopyTo(padded, 0);

        using var whole = new WholeFile(path);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, padded.Length);
        whole.Stream.Write(length);
        whole.Stream.Write(padded);
        foreach (var tensor in tensors)
            WriteNumbers(whole.Stream, tensor);
        whole.Finish();
    }

    private static void WriteNumbers(FileStream file, Tensor tensor)
    {
        Span<byte> number = stackalloc byte[8];
        for (var i = 0; i < tensor.Length; i++)
        {
            if (tensor.IsSingle)
                BinaryPrimitives.WriteSingleLittleEndian(number, tensor.Floats[i]);
            else
                BinaryPrimitives.WriteDoubleLittleEndian(number, tensor.Doubles[i]);
            file.Write(number[..(tensor.IsSingle ? 4 : 8)]);
        }
    }

    /// <summary>Reads numbers into tensors by name; all fit and are finite, or nothing is changed.</summary>
    public static void Read(string path, IReadOnlyList<Tensor> tensors)
    {
        var most = 8L + LongestHeader + tensors.Sum(t => 8L * t.Length);
        if (new FileInfo(path) is { Exists: true, Length: var size } && size > most)
        {
            throw new InvalidDataException(
                FormattableString.Invariant($"'{path}' has {size:N0} bytes, more than weights of this model can take: it belongs to another architecture, or is no safetensors file."));
        }

        var bytes = File.ReadAllBytes(path);
        var length = bytes.Length >= 8 ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : -1;
        if (length < 2 || length > LongestHeader || length > bytes.Length - 8)
            throw new InvalidDataException($"'{path}' is no safetensors file: its first 8 bytes should give the length of a header that fits into the file's {bytes.Length} bytes.");
        if (!System.Text.Unicode.Utf8.IsValid(bytes.AsSpan(8, (int)length)))
            throw new InvalidDataException($"'{path}' is no safetensors file: its header is not text in UTF-8.");
        JsonObject header;
        try
        {
            header = JsonNode.Parse(bytes.AsSpan(8, (int)length)) as JsonObject
                ?? throw new JsonException("It is another kind of JSON value.");
            _ = header.Count; // A name that is there twice is found only when the object is read.
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"'{path}' is no safetensors file: its header is not a JSON object ({exception.Message}).",
                exception);
        }

        if (header.Select(e => e.Key).FirstOrDefault(name => name != "__metadata__" && tensors.All(t => t.Name != name)) is { } other)
            throw new InvalidDataException($"'{path}' holds a tensor '{other}', which this model has not: it belongs to another architecture. This model has: {string.Join(", ", tensors.Select(t => t.Name))}.");
        var found = tensors.Select(t => Find(path, header, t, bytes.AsSpan(8 + (int)length))).ToArray();
        for (var i = 0; i < tensors.Count; i++)
            tensors[i].CopyFrom(found[i]);
    }

    private static Tensor Find(string path, JsonObject header, Tensor wanted, ReadOnlySpan<byte> data)
    {
        if (header[wanted.Name!] is not JsonObject entry)
            throw new InvalidDataException($"'{path}' holds no tensor '{wanted.Name}', which this model has. It holds: {string.Join(", ", header.Select(e => e.Key))}.");
        int[] shape;
        long from, to;
        string dtype;
        try
        {
            shape = [.. entry["shape"]!.AsArray().Select(n => (int)n!)];
            (from, to) = ((long)entry["data_offsets"]![0]!, (long)entry["data_offsets"]![1]!);
            dtype = (string)entry["dtype"]!;
        }
        catch (Exception exception) when (exception is NullReferenceException or InvalidOperationException or FormatException
            or OverflowException or ArgumentException)
        {
            throw new InvalidDataException($"'{path}': the header entry of '{wanted.Name}' is malformed.", exception);
        }

        if (!Shapes.Same(shape, wanted.Shape))
            throw new InvalidDataException($"'{path}': '{wanted.Name}' has shape {Shapes.Text(shape)}, but this model needs {Shapes.Text(wanted.Shape)}.");
        var size = dtype switch
        {
            "F32" => 4,
            "F64" => 8,
            _ =>
            throw new InvalidDataException($"'{path}': '{wanted.Name}' is of type {dtype}; F32 and F64 can be read.")
        };
        if (from < 0 || to > data.Length || to - from != (long)wanted.Length * size)
            throw new InvalidDataException($"'{path}' is cut short or damaged: '{wanted.Name}' should fill bytes {from} to {to} of {data.Length}.");
        var numbers = new double[wanted.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            var at = data[((int)from + i * size)..];
            numbers[i] = size == 4 ? BinaryPrimitives.ReadSingleLittleEndian(at) : BinaryPrimitives.ReadDoubleLittleEndian(at);
            if (!(wanted.IsSingle ? float.IsFinite((float)numbers[i]) : double.IsFinite(numbers[i])))
            {
                throw new InvalidDataException(
                    FormattableString.Invariant($"'{path}': number {i} of '{wanted.Name}' is {numbers[i]}: these are the weights of a model that diverged, or the file is damaged. The model is unchanged."));
            }
        }
        return Tensor.From(numbers, shape);
    }
}
