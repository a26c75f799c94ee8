using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Sessions;

/// <summary>What a front end asks a session between the runs of cells.</summary>
public sealed class FrontEndTests : IDisposable
{
    private readonly SessionHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Stale_cells_are_told_by_their_ids_with_the_reason_and_what_to_run_again()
    {
        await _harness.RunAsync(1, "var rate = 2;");
        await _harness.RunAsync(2, "var twice = rate * 2;");
        await _harness.RunAsync(3, "1 + 1");
        Assert.Empty(_harness.Session.Staleness().Stale);
        await _harness.RunAsync(1, "var rate = 5;");
        var now = _harness.Session.Staleness();
        Assert.Contains("rate", Assert.Single(now.Stale, pair => pair.Key == "id 2").Value, StringComparison.Ordinal);
        Assert.Single(now.Stale);
        Assert.Equal(["id 2"], now.Again);
        await _harness.RunAsync(2, "var twice = rate * 2;");
        Assert.Empty(_harness.Session.Staleness().Stale);
    }

    [Fact]
    public async Task Errors_of_a_cell_are_told_where_they_are_and_change_nothing()
    {
        await _harness.RunAsync(1, "var x = 1;");
        const string code = "#!time\nint y = \"text\";";
        var problem =
            Assert.Single(_harness.Session.Diagnose(new CellSource("cell 2", code, "id 2"), TestContext.Current.CancellationToken)!);
        Assert.Equal("\"text\"", code[problem.Start..problem.End]);
        Assert.Empty(_harness.Session.Diagnose(new CellSource("cell 2", "x + 1", "id 2"), TestContext.Current.CancellationToken)!);
        Assert.Empty(_harness.Session.Diagnose(new CellSource("cell 1", "string x = \"another type\";", "id 1"),
            TestContext.Current.CancellationToken)!);
        Assert.Equal("1", (await _harness.RunAsync(3, "x")).Value);
    }

    [Fact]
    public async Task While_a_cell_runs_nobody_can_say()
    {
        using var stop = new CancellationTokenSource();
        var running = _harness.RunStoppableAsync("while (true) { }", null, stop.Token);
        Assert.Null(_harness.Session.Diagnose(new CellSource("cell 2", "1", "id 2"), TestContext.Current.CancellationToken));
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_session_of_a_front_end_that_marks_stale_cells_says_nothing_of_them()
    {
        using var session = new Session(new SessionOptions(_harness.Folder.Root) { SaysStale = false });
        async Task<SessionHarness.Outcome> Run(int cell, string code)
        {
            var outcome = new SessionHarness.Outcome();
            outcome.Result = await session.ExecuteAsync(new CellSource($"cell {cell}", code, $"id {cell}"), outcome);
            return outcome;
        }
        await Run(1, "var rate = 2;");
        await Run(2, "var twice = rate * 2;");
        Assert.Empty((await Run(1, "var rate = 5;")).Outputs);
        Assert.Single(session.Staleness().Stale);
    }
}
