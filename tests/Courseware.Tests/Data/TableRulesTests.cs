using System.Text;
using Xunit;

namespace Courseware.Tests.Data;

/// <summary>One reader's rules for every table: mark, line ends, quotes, encodings.</summary>
public sealed class TableRulesTests : IDisposable
{
    private static readonly byte[] s_mark = [0xEF, 0xBB, 0xBF];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a,b\r\n1,2\r\n3,4\r\n")]
    [InlineData("a,b\r1,2\r3,4\r")]
    [InlineData("a,b\r1,2\r\n\n3,4")]
    [InlineData("\n\na , b\n\n1, 2 \n\n3,4\n\n")]
    [InlineData("\"a\",\"b\"\n\"1\",2\n3,\"4\"\n")]
    public void A_table_is_read_whatever_its_line_ends_and_quotes(string text)
    {
        foreach (var bytes in new byte[][] { Encoding.UTF8.GetBytes(text), [.. s_mark, .. Encoding.UTF8.GetBytes(text)] })
        {
            using var csv = new CsvFile(_folder.Write("t.csv", bytes), 2, "a small table");
            Assert.Equal(["a", "b"], csv.ReadHeader());
            var row = new float[2];
            Assert.True(csv.TryReadNumbers(row));
            Assert.Equal([1, 2], row);
            Assert.True(csv.TryReadNumbers(row));
            Assert.Equal([3, 4], row);
            Assert.False(csv.TryReadNumbers(row));
        }
    }

    [Fact]
    public void A_quoted_text_may_hold_commas_and_quotes()
    {
        using var csv = new CsvFile(_folder.Write("t.csv", "\"a, \"\"b\"\"\",1\n"u8.ToArray()), 2, "a small table");
        var row = new float[1];
        Assert.True(csv.TryReadWithText(row, 0, out var text));
        Assert.Equal(("a, \"b\"", 1f), (text, row[0]));
    }

    [Fact]
    public void Line_ends_at_every_place_of_the_buffer_are_one_line_end()
    {
        // The buffer holds 256 KiB: somewhere in these lines it ends between CR and LF.
        foreach (var pad in Enumerable.Range(0, 6))
        {
            var text = new string('1', pad + 1) + ",2\r\n" + string.Concat(Enumerable.Repeat("1,2\r\n", 60_000));
            using var csv = new CsvFile(_folder.Write("t.csv", Encoding.ASCII.GetBytes(text)), 2, "a small table");
            var (row, rows) = (new float[2], 0);
            while (csv.TryReadNumbers(row))
                rows++;
            Assert.Equal((60_001, 60_001), (rows, csv.Line));
        }
    }

    [Theory]
    [InlineData("utf-16", "text in UTF-16")]
    [InlineData("utf-16BE", "text in UTF-16")]
    [InlineData("latin1", "a first line that is not UTF-8 (text in another encoding)")]
    public void Another_encoding_is_refused_for_what_it_is(string encoding, string found)
    {
        var path = _folder.Write("t.csv", Encoding.GetEncoding(encoding).GetBytes("größe,b\n1,2\n"));
        using var csv = new CsvFile(path, 2, "a small table");
        Assert.Contains(found, Assert.Throws<DataFileException>(() => csv.ReadHeader()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1;2\n", "semicolons between the fields")]
    [InlineData("1\t2\n", "tabs between the fields")]
    [InlineData("\"1,2\n", "a field with a quote that does not close")]
    [InlineData("\"1\"x,2\n", "a field with a quote that does not close")]
    public void Another_form_is_refused_for_what_it_is(string text, string found)
    {
        using var csv = new CsvFile(_folder.Write("t.csv", Encoding.UTF8.GetBytes(text)), 2, "a small table");
        Assert.Contains(found, Assert.Throws<DataFileException>(() => csv.TryReadNumbers(new float[2])).Message, StringComparison.Ordinal);
    }
}
