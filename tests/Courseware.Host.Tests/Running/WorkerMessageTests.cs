using Courseware.Host.Running;
using Xunit;

namespace Courseware.Host.Tests.Running;

public sealed class WorkerMessageTests
{
    private static readonly WorkerMessage s_message = new WorkerMessage.Text(3, "stdout", "a \u0002 mark\nand a line");

    [Fact]
    public void A_message_comes_back_as_it_was_sent()
    {
        Assert.Equal(s_message, WorkerMessage.FromLine(s_message.ToLine(), out var stray));
        Assert.Empty(stray);
    }

    [Fact]
    public void Text_of_native_code_without_an_end_of_line_does_not_swallow_the_message_behind_it()
    {
        Assert.Equal(s_message, WorkerMessage.FromLine("progress: 10 %" + s_message.ToLine(), out var stray));
        Assert.Equal("progress: 10 %", stray);
    }

    [Fact]
    public void A_line_without_a_message_is_stray_text()
    {
        Assert.Null(WorkerMessage.FromLine("native", out var stray));
        Assert.Equal("native\n", stray);
    }

    [Fact]
    public void A_message_that_native_text_has_broken_ends_nothing()
    {
        Assert.Null(WorkerMessage.FromLine(s_message.ToLine() + "native", out var stray));
        Assert.Contains("native", stray, StringComparison.Ordinal);
    }
}
