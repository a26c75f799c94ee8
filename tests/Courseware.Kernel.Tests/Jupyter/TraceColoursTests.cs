using System.Text.RegularExpressions;
using Courseware.Kernel.Jupyter;
using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Jupyter;

public sealed class TraceColoursTests
{
    [Theory]
    [InlineData("FormatException: no number, line 3", "[1;31]FormatException:[0] no number, line 3")]
    [InlineData("   at Half, cell 29, line 3, column 17: Half(1, 2)", "   at Half, [32]cell 29, line 3, column 17:[0] Half(1, 2)")]
    [InlineData("   at cell 29, line 7: Console.WriteLine(Half(i));", "   at [32]cell 29, line 7:[0] Console.WriteLine(Half(i));")]
    [InlineData("   at Half, cell 29, line 3, 5 or 7:", "   at Half, [32]cell 29, line 3, 5 or 7:[0]")]
    [InlineData("cell 30, line 1, column 10: error CS1002: ; expected",
        "[32]cell 30, line 1, column 10:[0] [1;31]error CS1002:[0] ; expected")]
    [InlineData("error CS0006: Metadata file", "[1;31]error CS0006:[0] Metadata file")]
    [InlineData("\t      ^^^", "[31]\t      ^^^[0]")]
    [InlineData("caused by ArgumentException: inner", "caused by [1;31]ArgumentException:[0] inner")]
    [InlineData("and IOException: second", "and [1;31]IOException:[0] second")]
    [InlineData("    int y = \"a\";", "    int y = \"a\";")]
    [InlineData("\x1b[32mown colours\x1b[0m", "[32]own colours[0]")]
    public void What_is_wrong_and_where_stand_out(string line, string expected)
    {
        var coloured = Assert.Single(TraceColours.Of(new ErrorOutput("FormatException", "", [line])));
        Assert.Equal(expected, Regex.Replace(coloured, @"\x1b\[([\d;]+)m", "[$1]"));
    }
}
