using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Sessions;

public sealed class RoutedWriterTests
{
    [Theory]
    [InlineData("i")]
    [InlineData("i * 0.5")]
    [InlineData("(long)i")]
    [InlineData("i % 2 == 0")]
    [InlineData("(char)('a' + i % 26)")]
    [InlineData("(object)i")]
    [InlineData("\"{0}\", i")]
    public async Task A_line_is_sent_with_its_end_whatever_is_written(string what)
    {
        using var session = new SessionHarness();
        var outcome = await session.RunAsync($"for (var i = 0; i < 20_000; i++) Console.WriteLine({what});");
        var texts = outcome.Outputs.OfType<StreamOutput>().Select(output => output.Text).ToList();
        Assert.True(texts.Count > 1);
        Assert.All(texts, text => Assert.EndsWith("\n", text, StringComparison.Ordinal));
        Assert.Equal(20_000, outcome.Text.Count(c => c == '\n'));
    }
}
