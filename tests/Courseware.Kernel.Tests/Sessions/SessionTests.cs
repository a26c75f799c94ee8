using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Sessions;

public sealed class SessionTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private readonly SessionHarness _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task A_first_cell_that_declares_nothing_has_its_place_among_many()
    {
        await _session.RunAsync("1 + 1");
        for (var i = 0; i < 40; i++)
            Assert.Equal(CellStatus.Succeeded, (await _session.RunAsync($"var v{i} = {i};")).Status);
        Assert.Equal("39", (await _session.RunAsync("v0 + v39")).Value);
    }

    [Fact]
    public async Task Variables_functions_types_and_usings_carry_over()
    {
        await _session.RunAsync("using System.Globalization;");
        await _session.RunAsync("int Twice(int x) => 2 * x;\nrecord Point(int X);");
        await _session.RunAsync("var p = new Point(21);");
        await _session.RunAsync("1 + 1");
        var outcome = await _session.RunAsync("Twice(p.X) + int.Parse(\"1\", CultureInfo.InvariantCulture)");
        Assert.Equal("43", outcome.Value);
    }

    [Fact]
    public async Task A_variable_declared_inside_an_expression_carries_over()
    {
        await _session.RunAsync("int.TryParse(\"5\", out var n)");
        Assert.Equal("6", (await _session.RunAsync("n + 1")).Value);
    }

    [Fact]
    public async Task Only_a_last_expression_without_semicolon_is_shown_and_null_is_not()
    {
        Assert.Equal("3", (await _session.RunAsync("var x = 3;\nx")).Value);
        Assert.Empty((await _session.RunAsync("x = 4;")).Outputs);
        Assert.Empty((await _session.RunAsync("(string)null")).Outputs);
    }

    [Fact]
    public async Task Await_works_at_the_top_level() =>
        Assert.Equal("7", (await _session.RunAsync("await Task.Delay(1);\nawait Task.FromResult(7)")).Value);

    [Fact]
    public async Task Output_arrives_before_the_cell_ends()
    {
        var go = _session.Folder.At("go");
        var outcome = new SessionHarness.Outcome();
        var running = _session.RunAsync($"Console.Write(\"early\");\nwhile (!File.Exists(@\"{go}\")) Thread.Sleep(5);", outcome);
        await outcome.FirstOutput.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        Assert.Equal("early", outcome.Text);
        Assert.False(running.IsCompleted);
        File.WriteAllText(go, "");
        Assert.Equal(CellStatus.Succeeded, (await running).Status);
    }

    [Theory]
    [InlineData("await Task.Run(() => Console.Write(\"x\"));")]
    [InlineData("var t = new Thread(() => Console.Write(\"x\")); t.Start(); t.Join();")]
    [InlineData("Parallel.For(0, 1, _ => Console.Write(\"x\"));")]
    [InlineData("var done = new ManualResetEventSlim(); using (new Timer(_ => { Console.Write(\"x\"); done.Set(); }, null, 1, -1)) done.Wait();")]
    public async Task Console_output_of_threads_belongs_to_the_cell_that_started_them(string code) =>
        Assert.Equal("x", (await _session.RunAsync(code)).Text);

    [Fact]
    public async Task Output_of_background_work_goes_to_its_own_cell_while_another_runs()
    {
        var first = await _session.RunAsync(
            "var gate = new TaskCompletionSource();\nvar later = Task.Run(async () => { await gate.Task; Console.Write(\"late\"); });");
        var second = await _session.RunAsync("gate.SetResult();\nawait later;\nConsole.Write(\"mine\");");
        Assert.Equal("late", first.Text);
        Assert.Equal("mine", second.Text);
    }

    [Fact]
    public async Task Threads_that_belong_to_no_cell_write_to_the_newest_cell_of_the_session_that_owns_the_process()
    {
        using var owner = new SessionHarness(ownsProcess: true);
        var outcome = await owner.RunAsync("var t = new Thread(() => Console.Write(\"stray\")); t.UnsafeStart(); t.Join();");
        Assert.Contains("stray", outcome.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_character_that_is_written_in_two_halves_is_put_out_as_one()
    {
        var outcome = await _session.RunAsync("Console.Write('\\ud83d'); Console.Out.Flush(); Thread.Sleep(60); Console.Write('\\ude00');");
        Assert.Equal([new StreamOutput("stdout", "😀")], outcome.Outputs);
    }

    [Fact]
    public async Task Half_a_character_delays_nothing_that_follows_it_and_is_put_out_at_the_end()
    {
        var go = _session.Folder.At("go");
        var outcome = new SessionHarness.Outcome();
        var running =
            _session.RunAsync($"Console.Write('\\ud83d'); Console.Out.Flush(); Console.Write(\"early\"); while (!File.Exists(@\"{go}\")) Thread.Sleep(10); Console.Write('\\ud83d');", outcome);
        await outcome.FirstOutput.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        Assert.Equal("\ud83dearly", outcome.Text);
        File.WriteAllText(go, "");
        await running;
        Assert.Equal("\ud83dearly\ud83d", outcome.Text);
    }

    [Fact]
    public async Task Stdout_and_stderr_keep_their_order()
    {
        var outcome = await _session.RunAsync("Console.Write(\"a\"); Console.Error.Write(\"b\"); Console.Write(\"c\");");
        Assert.Equal([new StreamOutput("stdout", "a"), new StreamOutput("stderr", "b"), new StreamOutput("stdout", "c")], outcome.Outputs);
    }

    [Fact]
    public async Task Displays_can_be_updated_from_a_later_cell()
    {
        var first = await _session.RunAsync("var shown = display(1);\nvar other = \"b\".Display();");
        var second = await _session.RunAsync("shown.Update(2);");
        var displays = first.Outputs.Cast<DisplayOutput>().ToList();
        var update = Assert.IsType<DisplayOutput>(Assert.Single(second.Outputs));
        Assert.NotEqual(displays[0].DisplayId, displays[1].DisplayId);
        Assert.All(displays, display => Assert.False(display.IsUpdate));
        Assert.True(update.IsUpdate);
        Assert.Equal(displays[0].DisplayId, update.DisplayId);
        Assert.Equal("2", update.Bundle["text/plain"]);
    }

    [Fact]
    public async Task Html_is_shown_as_html() =>
        Assert.Equal("<b>x</b>",
            Assert.IsType<ResultOutput>(Assert.Single((await _session.RunAsync("HTML(\"<b>x</b>\")")).Outputs)).Bundle["text/html"]);

    [Fact]
    public async Task A_failed_cell_keeps_the_variables_that_it_had_set()
    {
        await _session.RunAsync("var kept = 5;\nthrow new Exception(\"no\");");
        Assert.Equal("5", (await _session.RunAsync("kept")).Value);
    }

    [Fact]
    public async Task A_pending_await_is_left_when_the_cell_is_stopped()
    {
        await _session.RunAsync("var x = 1;");
        using var stop = new CancellationTokenSource();
        var outcome = new SessionHarness.Outcome();
        var running = _session.RunStoppableAsync("Console.Write(\"waiting\");\nawait Task.Delay(-1);", outcome, stop.Token);
        await outcome.FirstOutput.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        Assert.Equal(CellStatus.Interrupted, (await running.WaitAsync(s_patience, TestContext.Current.CancellationToken)).Status);
        Assert.Equal("1", (await _session.RunAsync("x")).Value);
    }

    [Fact]
    public async Task A_loop_that_polls_the_convention_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        var outcome = new SessionHarness.Outcome();
        var running = _session.RunStoppableAsync("""
            Console.Write("running");
            var token = ((Func<CancellationToken>)AppContext.GetData("notebook.cancellation"))();
            while (true) token.ThrowIfCancellationRequested();
            """, outcome, stop.Token);
        await outcome.FirstOutput.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        Assert.Equal(CellStatus.Interrupted, (await running.WaitAsync(s_patience, TestContext.Current.CancellationToken)).Status);
        Assert.Equal("Interrupted", outcome.Error.Name);
    }

    [Fact]
    public async Task A_library_shows_through_the_display_convention()
    {
        var outcome = await _session.RunAsync("""
            var show = (Action<IReadOnlyDictionary<string, string>, string, bool>)AppContext.GetData("notebook.display");
            show(new Dictionary<string, string> { ["text/plain"] = "chart" }, "chart-1", false);
            """);
        var display = Assert.IsType<DisplayOutput>(Assert.Single(outcome.Outputs));
        Assert.Equal("chart", display.Bundle["text/plain"]);
        Assert.Equal("chart-1", display.DisplayId);
    }

    [Fact]
    public async Task A_variable_declared_anew_lets_go_of_the_old_value()
    {
        await _session.RunAsync("var big = new object();");
        await _session.RunAsync("var watch = new WeakReference(big);");
        await _session.RunAsync("var big = new object();");
        Assert.Equal("False", (await _session.RunAsync("GC.Collect(); GC.WaitForPendingFinalizers(); GC.Collect();\nwatch.IsAlive")).Value);
    }

    [Fact]
    public async Task A_function_of_an_earlier_cell_sees_a_variable_that_was_declared_again()
    {
        await _session.RunAsync("var data = new[] { 1, 2 };\nint Length() => data.Length;");
        await _session.RunAsync("var data = new[] { 1, 2, 3 };");
        Assert.Equal("3", (await _session.RunAsync("Length()")).Value);
    }

    [Fact]
    public async Task Many_cells_work()
    {
        await _session.RunAsync("var sum = 0;");
        for (var i = 0; i < 40; i++)
            await _session.RunAsync(i % 2 == 0 ? $"var v{i} = {i};" : $"sum += v{i - 1};");
        Assert.Equal("380", (await _session.RunAsync("sum")).Value);
    }

    [Fact]
    public async Task Reading_from_the_console_meets_the_end_of_input() =>
        Assert.Equal("True", (await _session.RunAsync("Console.ReadLine() is null")).Value);
}
