using Courseware.Host.Running;
using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Host.Tests.Running;

/// <summary>What the live page and the process of a notebook's session say to each other.</summary>
public sealed class LiveMessageTests
{
    [Fact]
    public void A_message_comes_back_as_it_was_sent()
    {
        var sent = new LiveMessage.Ended("c1", CellStatus.Failed, 1.5,
            new Staleness(new Dictionary<string, string> { ["c2"] = "was computed with an earlier `x`." }, ["c2", "c3"]));
        var received = Assert.IsType<LiveMessage.Ended>(LiveMessage.FromLine(sent.ToLine(), out var stray));
        Assert.Empty(stray);
        Assert.Equal(("c1", CellStatus.Failed, 1.5), (received.Cell, received.Status, received.Seconds));
        Assert.Equal(sent.Staleness.Stale, received.Staleness.Stale);
        Assert.Equal(sent.Staleness.Again, received.Staleness.Again);
    }

    [Theory]
    [InlineData("native code wrote this", "native code wrote this\n")]
    [InlineData("", "\n")]
    [InlineData("a \u0002 mark of its own", "a  mark of its own\n")]
    public void What_is_no_message_is_text_of_the_cell(string line, string expected)
    {
        Assert.Null(LiveMessage.FromLine(line, out var stray));
        Assert.Equal(expected, stray);
    }

    [Fact]
    public void A_message_after_text_without_a_line_end_is_found()
    {
        Assert.IsType<LiveMessage.Ready>(LiveMessage.FromLine("libtorch says: " + new LiveMessage.Ready().ToLine(), out var stray));
        Assert.Equal("libtorch says: ", stray);
    }

    [Fact]
    public void Commands_come_back_as_they_were_sent()
    {
        var run = new LiveCommand.Run("c1", "cell 1", "var s = \"a\nb\";");
        Assert.DoesNotContain('\n', run.ToLine());
        Assert.Equal(run, LiveCommand.FromLine(run.ToLine()));
        Assert.Equal(new LiveCommand.Answer(null), LiveCommand.FromLine(new LiveCommand.Answer(null).ToLine()));
    }
}
