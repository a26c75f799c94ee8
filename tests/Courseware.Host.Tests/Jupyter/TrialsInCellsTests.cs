using Xunit;

namespace Courseware.Host.Tests.Jupyter;

/// <summary>A cell with trials is stopped as any other: all of them end, and what was done is there.</summary>
public sealed class TrialsInCellsTests : IDisposable
{
    private readonly KernelHarness _kernel = new();

    private KernelClient Client => _kernel.Client;

    [Fact]
    public void An_interrupt_ends_trials_that_loop_and_sleep_and_the_next_cell_goes_on_from_what_is_done()
    {
        Ok($"#r \"{Repository.At("artifacts", "lib", "Courseware.dll")}\"\nusing Courseware;");
        Ok("var done = new Dictionary<int, int>(); var ends = 0;");
        var running = Client.Execute("""
            Trials.Run(Enumerable.Range(0, 9), i =>
            {
                if (i < 3) return i * i;
                try
                {
                    if (i % 2 == 0) Thread.Sleep(1_000_000);
                    while (true) { }
                }
                finally { ends++; }
            }, done);
            """);
        // The line of the trials, which comes after a second.
        Assert.StartsWith("Trials: 3 of 9 done, ", (string)Client.Await(running, "display_data").Content["data"]!["text/plain"]!,
            StringComparison.Ordinal);
        Assert.Equal("ok", Client.ControlReply(Client.Control("interrupt_request"))["status"]);
        Assert.Equal("Interrupted", Client.ShellReply(running)["ename"]);

        Assert.Equal("0, 1, 4", Result("string.Join(\", \", done.OrderBy(pair => pair.Key).Select(pair => pair.Value))"));
        Assert.InRange(int.Parse(Result("ends"), System.Globalization.CultureInfo.InvariantCulture), 1, 2);
        Assert.Equal("0, 1, 4, -3, -4", Result("string.Join(\", \", Trials.Run(Enumerable.Range(0, 5), i => -i, done))"));
    }

    public void Dispose() => _kernel.Dispose();

    private void Ok(string code)
    {
        var (reply, _) = Client.Run(code);
        Assert.True(reply["status"] == "ok", reply.ToString());
    }

    private string Result(string code)
    {
        var (reply, published) = Client.Run(code);
        Assert.True(reply["status"] == "ok", reply.ToString());
        return (string)published.Single(m => m.Type == "execute_result").Content["data"]!["text/plain"]!;
    }
}
