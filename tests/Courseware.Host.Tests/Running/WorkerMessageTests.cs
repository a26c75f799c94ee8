using Courseware.Host.Running;
using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Host.Tests.Running;

public sealed class WorkerMessageTests
{
    private static readonly WorkerMessage s_message = new WorkerMessage.Put(3, new StreamOutput("stdout", "a \u0002 mark\nand a line"));

    public static TheoryData<string> Kinds
        => [.. typeof(CellOutput).Assembly.GetTypes().Where(type => type.BaseType == typeof(CellOutput)).Select(type => type.Name)];

    [Theory, MemberData(nameof(Kinds))]
    public void Every_kind_of_output_comes_back_as_it_was_sent(string kind)
    {
        var bundle = new Dictionary<string, string> { ["text/html"] = "<b>1</b>", ["text/plain"] = "1" };
        CellOutput output = kind switch
        {
            nameof(StreamOutput) => new StreamOutput("stderr", "text\n"),
            nameof(DisplayOutput) => new DisplayOutput(bundle, "display-1", true),
            nameof(ResultOutput) => new ResultOutput(bundle),
            nameof(ErrorOutput) => new ErrorOutput("Name", "message", ["line 1", "line 2"]),
            nameof(ClearOutput) => new ClearOutput(true),
            nameof(PageOutput) => new PageOutput(bundle),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A new kind of output needs an example here."),
        };

        var put = Assert.IsType<WorkerMessage.Put>(WorkerMessage.FromLine(new WorkerMessage.Put(3, output).ToLine(), out _));

        Assert.Equal(3, put.Cell);
        Assert.Equivalent(output, put.Output, strict: true);
        if (put.Output is DisplayOutput { Bundle: var shown })
            Assert.Equal(bundle, shown);
    }

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
