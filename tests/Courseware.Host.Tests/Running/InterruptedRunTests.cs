using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Courseware.Host.Running;
using Courseware.Kernel.Packages;
using Xunit;

namespace Courseware.Host.Tests.Running;

public sealed class InterruptedRunTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);
    private static readonly RunSettings s_settings = new([], Full: false, Record: false, null, Html: false);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("Parallel.For(0, 100, i => { while (true) { } });")]
    public async Task A_cell_that_would_not_end_is_interrupted_and_what_there_is_is_written(string endless)
    {
        Write(endless);
        // So long that the test fails if the process had to be ended.
        using var interrupts = new Interrupts { Grace = TimeSpan.FromMinutes(10) };
        var running = RunFixture.RunAsync(s_settings, _folder.Root, interrupts);
        await StartedAsync();
        Assert.True(interrupts.Ask());
        var (exitCode, log) = await running.WaitAsync(s_limit, TestContext.Current.CancellationToken);

        Assert.Equal(Runner.Interrupted, exitCode);
        Assert.Contains("Interrupted: 01-endless, cell 2.", log, StringComparison.Ordinal);
        Assert.DoesNotContain("failed", log, StringComparison.OrdinalIgnoreCase);
        var outputs = Outputs();
        Assert.Contains("before the loop", outputs[0], StringComparison.Ordinal);
        Assert.Contains("Interrupted: the cell was stopped.", outputs[0], StringComparison.Ordinal);
        Assert.Contains("Not run: cell 2 was interrupted.", outputs[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_further_notebook_is_begun_and_the_log_names_those_left_out()
    {
        Write("while (true) { }");
        NotebookFile.Write(_folder, "02-next", "# Next", "1");
        using var interrupts = new Interrupts();
        var running = RunFixture.RunAsync(s_settings, _folder.Root, interrupts);
        await StartedAsync();
        interrupts.Ask();
        var (_, log) = await running.WaitAsync(s_limit, TestContext.Current.CancellationToken);
        Assert.Contains("Not run: 02-next.", log, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.At("artifacts", "notebooks", "02-next.ipynb")));
    }

    [Fact]
    public async Task Asked_twice_a_cell_that_cannot_be_stopped_is_ended_and_the_rest_written()
    {
        Write("System.Text.RegularExpressions.Regex.IsMatch(new string('a', 60) + \"!\", \"^(a+)+$\");");
        using var interrupts = new Interrupts { Grace = TimeSpan.FromMinutes(10) };
        var running = RunFixture.RunAsync(s_settings, _folder.Root, interrupts);
        await StartedAsync();
        Assert.True(interrupts.Ask());
        Assert.True(interrupts.Ask());
        var (exitCode, log) = await running.WaitAsync(s_limit, TestContext.Current.CancellationToken);
        Assert.Equal(Runner.Interrupted, exitCode);
        Assert.Contains("its process was ended", log, StringComparison.Ordinal);
        Assert.Contains("before the loop", Outputs()[0], StringComparison.Ordinal);
        Assert.False(interrupts.Ask());
    }

    [Fact]
    public async Task Ctrl_C_in_a_terminal_does_all_this()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A test cannot press Ctrl+C for another process here.");
        Write("while (true) { }");
        var start = Terminal.HearingCtrlC(DotnetProgram.Path, ["exec", typeof(Runner).Assembly.Location, "run", "1", "--no-html"]);
        (start.WorkingDirectory, start.RedirectStandardOutput) = (_folder.Root, true);
        using var process = Process.Start(start)!;
        try
        {
            await StartedAsync();
            Assert.Equal(0, Kill(process.Id, 2));
            var log = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)
                .WaitAsync(s_limit, TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(s_limit, TestContext.Current.CancellationToken);
            Assert.Equal(Runner.Interrupted, process.ExitCode);
            Assert.Contains("Interrupted: 01-endless, cell 2.", log, StringComparison.Ordinal);
            // The terminal's patience is short: on a busy machine the process may have been ended.
            Assert.Matches("before the loop.*(Interrupted: the cell was stopped|its process was ended)", Outputs()[0]);
            Assert.Contains("Not run: cell 2 was interrupted.", Outputs()[1], StringComparison.Ordinal);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    // Flushed: text waits a moment for more, and what waits in a process that is ended is lost.
    private void Write(string endless) => NotebookFile.Write(
        _folder, "01-endless",
        "# Endless", $"Console.WriteLine(\"before the loop\");\nConsole.Out.Flush();\nFile.WriteAllText(@\"{_folder.At("started")}\", \"\");\n{endless}", "Console.WriteLine(\"never\");");

    private async Task StartedAsync()
    {
        var watch = Stopwatch.StartNew();
        while (!File.Exists(_folder.At("started")))
        {
            Assert.True(watch.Elapsed < s_limit, "The cell did not start.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private List<string> Outputs() =>
        [.. JsonNode.Parse(File.ReadAllText(_folder.At("artifacts", "notebooks", "01-endless.ipynb")))!["cells"]!.AsArray().Skip(1)
            .Select(cell => cell!["outputs"]!.ToJsonString())];

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
