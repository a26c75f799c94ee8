using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Sessions;

public sealed class EvaluationTests : IDisposable
{
    private readonly SessionHarness _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task An_expression_sees_the_sessions_variables()
    {
        await _session.RunAsync("var x = 20;");
        Assert.Equal("21", (await ResultAsync("x + 1")).Bundle["text/plain"]);
        Assert.Equal("21", (await ResultAsync("await Task.FromResult(x + 1)")).Bundle["text/plain"]);
        Assert.Equal("null", (await ResultAsync("(string)null")).Bundle["text/plain"]);
    }

    [Fact]
    public async Task An_expression_leaves_nothing_behind()
    {
        await _session.RunAsync("var x = 20;");
        await ResultAsync("int.TryParse(\"5\", out var n)");
        Assert.Equal("5", (await _session.RunAsync("var n = 5;\nn")).Value);
        Assert.Equal("20", (await _session.RunAsync("x")).Value);
    }

    [Theory]
    [InlineData("nothing", "error CS0103")]
    [InlineData("1 / int.Parse(\"0\")", "DivideByZeroException")]
    [InlineData("var y = 1;", "Only an expression")]
    [InlineData("", "Only an expression")]
    public async Task What_fails_is_an_error_and_the_session_goes_on(string expression, string expected)
    {
        var error = Assert.IsType<ErrorOutput>(await _session.Session.EvaluateAsync(expression, TestContext.Current.CancellationToken));
        Assert.Contains(expected, string.Join('\n', error.Trace), StringComparison.Ordinal);
        Assert.Equal("2", (await _session.RunAsync("1 + 1")).Value);
    }

    private async Task<ResultOutput> ResultAsync(string expression) =>
        Assert.IsType<ResultOutput>(await _session.Session.EvaluateAsync(expression, TestContext.Current.CancellationToken));
}
