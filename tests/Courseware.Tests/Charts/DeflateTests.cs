using System.IO.Compression;
using Xunit;

namespace Courseware.Tests.Charts;

public sealed class DeflateTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 256)]
    [InlineData(2, 2)]
    [InlineData(1000, 1)]
    [InlineData(5000, 256)]
    [InlineData(100_000, 3)]
    [InlineData(70_000, 200)]
    public void What_is_packed_comes_out_as_it_was(int length, int values)
    {
        var state = 12345u;
        var data = new byte[length];
        for (var i = 0; i < length; i++)
        {
            state = state * 1664525 + 1013904223;
            data[i] = (byte)((state >> 16) % values);
        }
        using var zlib = new ZLibStream(new MemoryStream(Deflate.Zlib(data)), CompressionMode.Decompress);
        var unpacked = new MemoryStream();
        zlib.CopyTo(unpacked);
        Assert.Equal(data, unpacked.ToArray());
    }

    [Fact]
    public void Repetition_is_packed_tightly() => Assert.True(Deflate.Zlib(new byte[100_000]).Length < 1000);
}
