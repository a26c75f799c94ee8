using System.Buffers.Binary;
using System.Text.Json;

namespace Courseware;

/// <summary>What a row file says about its rows; it is at the end of the file.</summary>
/// <param name="Name">What the rows are called.</param>
/// <param name="Count">How many.</param>
/// <param name="FeatureShape">The shape of one.</param>
/// <param name="HasClasses">Does each begin with its class?</param>
/// <param name="TargetWidth">Target values in a row.</param>
/// <param name="Provenance">Where the numbers come from.</param>
/// <param name="MadeFrom">The size and time of the file that they were read from; empty for rows from elsewhere.</param>
internal sealed record RowFileDescription(string Name, int Count, int[] FeatureShape, bool HasClasses, int TargetWidth, Provenance Provenance, string MadeFrom)
{
    public const string Expected = "a row file (ROWFILE1, rows, a description, ROWFILE1)";
    public const int FirstRow = 8;

    public static ReadOnlySpan<byte> Magic => "ROWFILE1"u8;

    public int RowBytes => (Dataset.Product(FeatureShape) + TargetWidth + (HasClasses ? 1 : 0)) * sizeof(float);

    public static RowFileDescription Read(FileStream file, string path)
    {
        Span<byte> head = stackalloc byte[64];
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        if (!head.StartsWith(Magic))
            throw new DataFileException(path, Expected, FileFacts.Describe(head));
        Span<byte> tail = stackalloc byte[12];
        file.Position = Math.Max(0, file.Length - tail.Length);
        tail = tail[..file.ReadAtLeast(tail, tail.Length, throwOnEndOfStream: false)];
        var length = tail.Length == 12 && tail.EndsWith(Magic) ? BinaryPrimitives.ReadInt32LittleEndian(tail) : -1;
        if (length < 0 || length > file.Length - FirstRow - tail.Length)
            throw new DataFileException(path, Expected, $"its beginning, but no description at the end of its {file.Length:N0} bytes (cut short?)");
        var text = new byte[length];
        file.Position = file.Length - tail.Length - length;
        file.ReadExactly(text);
        try
        {
            var found = JsonSerializer.Deserialize<RowFileDescription>(text) ?? throw new JsonException("null");
            var needs = FirstRow + (long)found.Count * found.RowBytes + length + tail.Length;
            return found.Count >= 0 && needs == file.Length ? found
                : throw new DataFileException(path, $"{needs:N0} bytes for {found.Count:N0} rows of {found.RowBytes:N0} bytes", $"{file.Length:N0} bytes");
        }
        catch (Exception error) when (error is JsonException or ArgumentException or OverflowException or NullReferenceException)
        {
            throw new DataFileException(path, Expected, "a description that cannot be read", null, error);
        }
    }

    public void Write(Stream file)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(this);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        file.Write(text);
        file.Write(length);
        file.Write(Magic);
    }
}
