using Courseware.Kernel.Jupyter;
using Xunit;

namespace Courseware.Kernel.Tests.Jupyter;

public sealed class CursorPositionsTests
{
    [Theory]
    [InlineData("abc", 2, 2)]
    [InlineData("😀b", 1, 2)]
    [InlineData("a😀b😀", 3, 4)]
    [InlineData("a😀b😀", 4, 6)]
    [InlineData("né", 2, 2)]
    [InlineData("", 0, 0)]
    public void Positions_agree_both_ways(string text, int codePoints, int utf16)
    {
        Assert.Equal(utf16, CursorPositions.ToUtf16(text, codePoints));
        Assert.Equal(codePoints, CursorPositions.ToCodePoints(text, utf16));
    }

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(99, 3)]
    [InlineData(long.MaxValue, 3)]
    public void A_position_outside_the_text_is_its_nearest_end(long codePoints, int utf16)
    => Assert.Equal(utf16, CursorPositions.ToUtf16("😀b", codePoints));

    [Fact]
    public void Half_a_pair_counts_as_one() => Assert.Equal(2, CursorPositions.ToUtf16("\ud83d😀"[..2], 2));
}
