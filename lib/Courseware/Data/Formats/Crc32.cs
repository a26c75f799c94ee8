namespace Courseware;

/// <summary>The checksum of zip archives and of PNG pictures (CRC-32, IEEE 802.3, reflected).</summary>
/// <remarks>ZipArchive does not compare it when it reads.</remarks>
internal static class Crc32
{
    private static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(i =>
    {
        var c = (uint)i;
        for (var k = 0; k < 8; k++)
            c = (c & 1) != 0 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
        return c;
    })];

    /// <summary>The checksum of all bytes; <paramref name="before"/> is that of the bytes before them.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        var c = ~before;
        foreach (var b in bytes)
            c = s_table[(byte)(c ^ b)] ^ (c >> 8);
        return ~c;
    }
}
