using System.IO.Compression;
using Xunit;

namespace Courseware.Tests.Data;

/// <summary>Gzip as RFC 1952 has it: several members, zeros behind the last, and never a damaged end.</summary>
public sealed class GzipTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(512)]
    [InlineData(20_000)]
    public void Several_members_and_zero_padding_are_read(int zeros)
    {
        var (first, second) = (Content(100_000, 1), Content(30, 2));
        foreach (var members
            in new[] { new[] { first }, [first, second], [second, first], [second, second, second], [first, []], [new byte[5000]] })
        {
            var path = _folder.Write("x.gz", [.. members.SelectMany(Gzip), .. new byte[zeros]]);
            Assert.Equal([.. members.SelectMany(m => m)], Read(path));
        }
    }

    [Fact]
    public void A_member_that_ends_where_a_read_ends_is_followed_by_the_next()
    {
        // The unpacker reads in pieces of its own; members of stored bytes of every length around them begin and end at all places.
        foreach (var length in Enumerable.Range(8192 - 40, 60))
        {
            var (first, second) = (Content(length, 3), Content(50, 4));
            Assert.Equal([.. first, .. second], Read(_folder.Write("x.gz", [.. Stored(first), .. Stored(second)])));
        }
    }

    [Fact]
    public void Every_cut_of_the_last_member_is_an_error()
    {
        var (first, second) = (Gzip(Content(2000, 5)), Gzip(Content(300, 6)));
        for (var length = first.Length + 1; length < first.Length + second.Length; length++)
        {
            var path = _folder.Write("cut.gz", [.. first, .. second[..(length - first.Length)]]);
            Assert.Throws<DataFileException>(() => Read(path));
        }
    }

    [Fact]
    public void What_is_appended_is_an_error_unless_it_is_zeros_or_gzip()
    {
        var member = Gzip(Content(2000, 7));
        foreach (var appended in new byte[][] { [1], [0, 0, 0, 7], [.. "more text"u8], [0x1f], [0x1f, 0x8b], [0x1f, 0x8b, 8, 0, 0],
            [.. new byte[600], 0x1f, 0x8b], [.. Enumerable.Repeat((byte)0xFF, 70)] })
        {
            var path = _folder.Write("appended.gz", [.. member, .. appended]);
            Assert.Throws<DataFileException>(() => Read(path));
        }
    }

    [Fact]
    public void Every_flipped_byte_of_a_trailer_is_an_error()
    {
        var whole = (byte[])[.. Gzip(Content(500, 8)), .. Gzip(Content(400, 9))];
        for (var i = whole.Length - 8; i < whole.Length; i++)
        {
            var path = _folder.Write("flipped.gz", [.. whole[..i], (byte)(whole[i] ^ 0x10), .. whole[(i + 1)..]]);
            Assert.Throws<DataFileException>(() => Read(path));
        }
    }

    private static byte[] Read(string path)
    {
        using var file = new PlainOrGzip(path, "a test's content");
        var content = new MemoryStream();
        var buffer = new byte[1000];
        for (var read = file.Read(buffer); read > 0; read = file.Read(buffer))
            content.Write(buffer, 0, read);
        file.ExpectEnd();
        return content.ToArray();
    }

    private static byte[] Content(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Gzip(byte[] content) => Packed(content, CompressionLevel.Optimal);

    private static byte[] Stored(byte[] content) => Packed(content, CompressionLevel.NoCompression);

    private static byte[] Packed(byte[] content, CompressionLevel level)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level, leaveOpen: true))
            gzip.Write(content);
        // Of nothing .NET writes nothing; a member of nothing is twenty bytes.
        return packed.Length > 0 ? packed.ToArray() : [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }
}
