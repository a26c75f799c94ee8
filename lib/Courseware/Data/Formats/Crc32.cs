namespace Courseware;

/// <summary>The checksum of zip archives (CRC-32, IEEE 802.3, reflected): ZipArchive does not compare it when it reads.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i =>
    {
        var c = (uint)i;
        for (var k = 0; k < 8; k++)
            c = (c & 1) != 0 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
        return c;
    })];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var c = 0xFFFFFFFFu;
        foreach (var b in bytes)
            c = Table[(byte)(c ^ b)] ^ (c >> 8);
        return ~c;
    }
}
