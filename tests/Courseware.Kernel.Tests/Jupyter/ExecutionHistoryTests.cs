using Courseware.Kernel.Jupyter;
using Xunit;

namespace Courseware.Kernel.Tests.Jupyter;

public sealed class ExecutionHistoryTests
{
    private readonly ExecutionHistory _history = new();

    public ExecutionHistoryTests()
    {
        string[] inputs = ["var a = 1;", "a + 1", "a + 2", "a + 1", "foo[0]\nbar"];
        for (var i = 0; i < inputs.Length; i++)
            _history.Add(i + 1, inputs[i], null);
    }

    [Theory]
    [InlineData(2L, "4 5")]
    [InlineData(0L, "")]
    [InlineData(-1L, "")]
    [InlineData(99L, "1 2 3 4 5")]
    [InlineData(null, "1 2 3 4 5")]
    public void The_tail_is_the_last_ones_oldest_first(long? count, string lines) => Assert.Equal(lines, Lines(_history.Tail(count)));

    [Theory]
    [InlineData(0, 2, 4, "2 3")]
    [InlineData(1, 2, null, "2 3 4 5")]
    [InlineData(1, 5, 5, "")]
    [InlineData(-1, 1, 9, "")]
    [InlineData(7, 1, 9, "")]
    public void A_range_begins_with_its_start_and_ends_before_its_stop(int session, int start, int? stop, string lines)
    => Assert.Equal(lines, Lines(_history.Range(session, start, stop)));

    [Theory]
    [InlineData("a + *", null, false, "2 3 4")]
    [InlineData("a + *", null, true, "3 4")]
    [InlineData("a + *", 1, false, "4")]
    [InlineData("a + ?", null, false, "2 3 4")]
    [InlineData("a + [2-9]", null, false, "3")]
    [InlineData("a + [^2]", null, false, "2 4")]
    [InlineData("foo[[]0]*bar", null, false, "5")]
    [InlineData("a +", null, false, "")]
    [InlineData("*", 2, true, "4 5")]
    [InlineData("A + *", null, false, "")]
    [InlineData("[z-a]*", null, false, "")]
    [InlineData("foo[0", null, false, "")]
    public void A_search_matches_whole_inputs(string pattern, int? count, bool unique, string lines)
    => Assert.Equal(lines, Lines(_history.Search(pattern, count, unique)));

    private static string Lines(IEnumerable<ExecutionHistory.Entry> entries) => string.Join(' ', entries.Select(entry => entry.Line));
}
