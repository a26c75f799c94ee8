using Courseware.Host.Commands;
using Courseware.Host.Running;
using Xunit;

namespace Courseware.Host.Tests.Commands;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("frobnicate")]
    [InlineData("--nope")]
    [InlineData("run", "--nope")]
    [InlineData("check", "--full")]
    public async Task A_mistyped_command_or_option_is_a_usage_error(params string[] args) =>
        Assert.Equal(Runner.Usage, await CommandLine.InvokeAsync(args));
}
