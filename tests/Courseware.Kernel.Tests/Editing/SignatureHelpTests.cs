using Xunit;

namespace Courseware.Kernel.Tests.Editing;

public sealed class SignatureHelpTests(WrittenSession session) : IClassFixture<WrittenSession>
{
    [Theory]
    [InlineData("new Circle(|", "Circle", 0)]
    [InlineData("new Circle(2, |", "Circle", 1)]
    [InlineData("new Circle(colour: |", "Circle", 1)]
    [InlineData("Half(|)", "double Half(double whole)", 0)]
    [InlineData("model.Fit(1, |", "void Fit(int epochs, double rate)", 1)]
    public async Task The_overload_that_fits_is_first_and_the_argument_is_numbered(string code, string expected, int argument)
    {
        var position = code.IndexOf('|', StringComparison.Ordinal);
        var help = await session.Harness.Editor.SignaturesAsync(code.Remove(position, 1), position, TestContext.Current.CancellationToken);
        Assert.Contains(expected, help!.Signatures[0].Text, StringComparison.Ordinal);
        Assert.Equal(argument, help.Argument);
        Assert.All(help.Signatures, signature =>
            Assert.All(signature.Parameters, parameter => Assert.Contains(parameter, signature.Text, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("|")]
    [InlineData("var x = 3;|")]
    [InlineData("Half(3);|")]
    [InlineData("// Half(|")]
    public async Task Outside_of_a_call_there_is_nothing(string code)
    {
        var position = code.IndexOf('|', StringComparison.Ordinal);
        Assert.Null(await session.Harness.Editor.SignaturesAsync(code.Remove(position, 1), position,
            TestContext.Current.CancellationToken));
    }
}
