using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Sessions;

/// <summary>The console is the session's: a cell may give it another writer for itself.</summary>
public sealed class ConsoleTests : IDisposable
{
    private readonly SessionHarness _session = new(ownsProcess: true);

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("Console.SetOut(new StringWriter());", "Console.WriteLine(\"seen\");")]
    [InlineData("Console.SetOut(TextWriter.Null); throw new Exception();", "Console.WriteLine(\"seen\");")]
    [InlineData("Console.SetError(TextWriter.Null);", "Console.Error.WriteLine(\"seen\");")]
    public async Task Another_writer_holds_for_its_cell_and_silences_none_that_follows(string cell, string next)
    {
        await _session.RunAsync(cell);
        Assert.Equal("seen\n", (await _session.RunAsync(next)).Text);
    }

    [Fact]
    public void What_is_ours_is_written_while_a_cell_holds_the_console()
    {
        using var stream = StandardStreams.Error();
        var writing = new Thread(() => stream.Write("\n"u8)) { IsBackground = true };
        lock (Console.Out)
        {
            writing.Start();
            Assert.True(writing.Join(TimeSpan.FromSeconds(30)));
        }
    }

    [Fact]
    public async Task What_a_cell_writes_to_its_own_writer_is_there()
    {
        Assert.Equal("mine\n",
            (await _session.RunAsync(
                "var own = new StringWriter();\nConsole.SetOut(own);\nConsole.WriteLine(\"mine\");\nown.ToString()")).Value);
        Assert.Equal("", (await _session.RunAsync("Console.SetIn(new StringReader(\"line\"));\nConsole.ReadLine();")).Text);
    }
}
