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
internal sealed record RowFileDescription(string Name, int Count, int[] FeatureShape, bool HasClasses, int TargetWidth,
    Provenance Provenance, string MadeFrom)
{
    public const string Expected = "a row file (ROWFILE1, rows, a description, ROWFILE1)";
    public const int FirstRow = 8;

    private const int LongestText = 1 << 20;
    private const long LongestRow = 1 << 30;

    public static ReadOnlySpan<byte> Magic => "ROWFILE1"u8;

    public int RowBytes => checked((Dataset.Product(FeatureShape) + TargetWidth + (HasClasses ? 1 : 0)) * sizeof(float));

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
        if (length < 0 || length > LongestText || length > file.Length - FirstRow - tail.Length)
        {
            throw new DataFileException(path,
                Expected, $"its beginning, but no description at the end of its {file.Length:N0} bytes (cut short?)");
        }

        var text = new byte[length];
        file.Position = file.Length - tail.Length - length;
        file.ReadExactly(text);
        try
        {
            var found = JsonSerializer.Deserialize<RowFileDescription>(text) ?? throw new JsonException("null");
            if (found.Wrong is { } wrong)
                throw new DataFileException(path, Expected, $"a description with {wrong}");
            var needs = FirstRow + (long)found.Count * found.RowBytes + length + tail.Length;
            return needs == file.Length ? found
                : throw new DataFileException(path,
                    FormattableString.Invariant($"{needs:N0} bytes for {found.Count:N0} rows of {found.RowBytes:N0} bytes"),
                    FormattableString.Invariant($"{file.Length:N0} bytes"));
        }
        catch (Exception error) when (error is JsonException or ArgumentException or OverflowException or NullReferenceException)
        {
            throw new DataFileException(path, Expected, "a description that cannot be read", null, error);
        }
    }

    // It is another's text: each member is checked before anything is computed with it.
    private string? Wrong
        => Name is null || MadeFrom is null || Provenance is not { Name: not null, Hash: not null, Source: not null, Licence: not null }
        ? "members missing"
        : !Enum.IsDefined(Provenance.Kind) || Provenance.Rows < 0 ? "a provenance that cannot be"
        : FeatureShape is not { Length: > 0 } || FeatureShape.Any(n => n < 1) ? $"a row of shape [{string.Join(", ", FeatureShape ?? [])}]"
        : TargetWidth < 0 ? FormattableString.Invariant($"{TargetWidth} target values a row")
        : FeatureShape.Aggregate(1.0, (a, n) => a * n) + TargetWidth + 1 > LongestRow / sizeof(float) ? "rows of more than a gigabyte"
        : Count < 0 ? FormattableString.Invariant($"{Count} rows")
        : null;

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
