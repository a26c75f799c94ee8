using System.Buffers.Binary;

namespace Courseware;

/// <summary>
/// The smallest PNG writer that image grids and heat maps need (W3C PNG, third edition): 8 bits a channel or palette, no interlace.
/// </summary>
internal static class Png
{
    /// <summary>One byte a pixel, row by row: 0 black, 255 white.</summary>
    public static byte[] Grey(int width, int height, byte[] pixels) => Write(width, height, 0, 1, pixels, null);

    /// <summary>Three bytes a pixel: red, green, blue.</summary>
    public static byte[] Rgb(int width, int height, byte[] pixels) => Write(width, height, 2, 3, pixels, null);

    /// <summary>One byte a pixel, an index into at most 256 colours (0xRRGGBB).</summary>
    public static byte[] Indexed(int width, int height, byte[] pixels, IReadOnlyList<int> colours)
    {
        var palette = new byte[colours.Count * 3];
        for (var i = 0; i < colours.Count; i++)
        {
            (palette[3 * i], palette[3 * i + 1], palette[3 * i + 2]) =
                ((byte)(colours[i] >> 16), (byte)(colours[i] >> 8), (byte)colours[i]);
        }

        return Write(width, height, 3, 1, pixels, palette);
    }

    /// <summary>As an address that replaces a file's.</summary>
    public static string DataUri(byte[] png) => "data:image/png;base64," + Convert.ToBase64String(png);

    private static byte[] Write(int width, int height, byte colourType, int channels, byte[] pixels, byte[]? palette)
    {
        if (pixels.Length != width * height * channels)
            throw new ArgumentException($"A {width}×{height} picture of {channels} bytes a pixel has {width * height * channels} bytes, not {pixels.Length}.", nameof(pixels));
        var stream = new MemoryStream();
        stream.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, colourType);
        Chunk(stream, "IHDR"u8, header);
        if (palette is not null) Chunk(stream, "PLTE"u8, palette);
        var row = width * channels;
        var raw = new byte[(row + 1) * height];
        for (var y = 0; y < height; y++) pixels.AsSpan(y * row, row).CopyTo(raw.AsSpan(y * (row + 1) + 1));
        Chunk(stream, "IDAT"u8, Deflate.Zlib(raw));
        Chunk(stream, "IEND"u8, []);
        return stream.ToArray();
    }

    private static void Chunk(MemoryStream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> body)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, body.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(body, Crc32.Of(type)));
        stream.Write(number);
    }
}
