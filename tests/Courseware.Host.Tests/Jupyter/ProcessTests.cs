using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Xunit;

namespace Courseware.Host.Tests.Jupyter;

/// <summary>The kernel as front ends start it: a process with a connection file.</summary>
public sealed class ProcessTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();
    private readonly List<Process> _started = [];
    private readonly HeldPorts _ports = new(5);

    [Theory]
    [InlineData("none.json", null, "there is no such file")]
    [InlineData("bad.json", "{", "it is not JSON")]
    [InlineData("bad.json", "{\"key\": \"\"}", "shell_port is missing")]
    public async Task A_connection_file_that_cannot_be_used_ends_it_with_one_line(string name, string? text, string expected)
    {
        if (text is not null)
            _folder.Write(name, text);
        var process = Start(_folder.At(name));
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await EndAsync(process);
        Assert.NotEqual(0, process.ExitCode);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_ends_it_with_one_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var (path, ports) = ConnectionFile(((IPEndPoint)taken.LocalEndpoint).Port);
        var process = Start(path);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await EndAsync(process);
        Assert.NotEqual(0, process.ExitCode);
        Assert.StartsWith($"courseware kernel: Cannot listen on tcp://127.0.0.1:{ports[4]} (hb_port): ", errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task It_executes_and_ends_when_asked()
    {
        var (path, ports) = ConnectionFile();
        var process = Start(path);
        using var client = Connect(ports);
        var (_, published) = client.Run("Environment.CurrentDirectory");
        Assert.Equal(Path.GetFileName(_folder.Root), Path.GetFileName((string)published[2].Content["data"]!["text/plain"]!));
        client.ControlReply(client.Control("shutdown_request", new JsonObject { ["restart"] = false }));
        await EndAsync(process);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task What_a_cell_registered_for_the_end_neither_keeps_the_kernel_nor_makes_a_failure_of_its_end()
    {
        var (path, ports) = ConnectionFile();
        var process = Start(path);
        using var client = Connect(ports);
        Run(client, "AppDomain.CurrentDomain.ProcessExit += (_, _) => Thread.Sleep(Timeout.Infinite);");
        client.ControlReply(client.Control("shutdown_request"));
        await EndAsync(process);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task Ctrl_C_is_an_interrupt_and_a_termination_is_the_end()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has no SIGTERM.");
        var (path, ports) = ConnectionFile();
        var process = Start(path);
        using var client = Connect(ports);
        var running = client.Execute("Console.WriteLine(\"on\"); await Task.Delay(-1);");
        client.Await(running, "stream");
        Signal(process.Id, 2);
        Assert.Equal("Interrupted", client.ShellReply(running)["ename"]);
        Assert.Equal("ok", client.Run("1").Reply["status"]);
        Signal(process.Id, 15);
        await EndAsync(process);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task It_ends_when_the_front_end_that_started_it_is_gone()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("On Windows the parent is a handle that it inherits.");
        var parent = Process.Start(new ProcessStartInfo("sleep", ["600"]))!;
        _started.Add(parent);
        var (path, ports) = ConnectionFile();
        var process = Start(path, ("JPY_PARENT_PID", $"{parent.Id}"));
        using (var client = Connect(ports))
            client.ControlReply(client.Control("kernel_info_request"));
        Assert.False(process.HasExited);
        parent.Kill();
        await parent.WaitForExitAsync(TestContext.Current.CancellationToken);
        await EndAsync(process);
    }

    [Fact]
    public void A_cell_that_holds_the_whole_thread_pool_does_not_hold_the_kernel()
    {
        var (path, ports) = ConnectionFile();
        Start(path);
        using var client = Connect(ports);
        var running =
            client.Execute(
                "var hold = new ManualResetEventSlim(); for (var i = 0; i < 500; i++) Task.Run(hold.Wait); Console.WriteLine(\"on\"); Console.Out.Flush(); await Task.Delay(-1);");
        client.Await(running, "stream");
        Assert.Equal("ok", client.ControlReply(client.Control("kernel_info_request"))["status"]);
        Assert.Equal("ok", client.ControlReply(client.Control("shutdown_request"))["status"]);
    }

    [Theory]
    [InlineData("new Thread(() => { WaitForIt(); throw new InvalidOperationException(\"on its own\"); }).Start();")]
    [InlineData("ThreadPool.UnsafeQueueUserWorkItem(_ => { WaitForIt(); throw new InvalidOperationException(\"on its own\"); }, null);")]
    [InlineData("async void Later() { await Task.Yield(); WaitForIt(); throw new InvalidOperationException(\"on its own\"); }\nLater();")]
    [InlineData("var timer = new Timer(_ => { WaitForIt(); throw new InvalidOperationException(\"on its own\"); }, null, 0, Timeout.Infinite);")]
    public void An_exception_on_a_thread_of_the_students_own_is_told_in_its_cell_and_does_not_end_the_kernel(string code)
    {
        var (path, ports) = ConnectionFile();
        var process = Start(path);
        using var client = Connect(ports);
        client.Run("var kept = 3; void WaitForIt() { while (!File.Exists(\"now\")) Thread.Sleep(5); }");
        var id = client.Execute(code);
        Assert.Equal("ok", client.ShellReply(id)["status"]);
        // Not before: an exception within the cell's time makes the cell one that failed.
        _folder.Write("now", "");
        var error = client.Await(id, "error");
        Assert.Equal(("InvalidOperationException", "on its own"), (error["ename"], error["evalue"]));
        var (reply, published) = client.Run("kept");
        Assert.Equal("ok", reply["status"]);
        Assert.Equal("3", (string?)published.Single(m => m.Type == "execute_result").Content["data"]!["text/plain"]);
        Assert.False(process.HasExited);
    }

    [Theory]
    [InlineData("System.Diagnostics.Process.Start(\"sh\", [\"-c\", \"echo seen\"]).WaitForExit();", "stdout")]
    [InlineData("System.Diagnostics.Process.Start(\"sh\", [\"-c\", \"echo seen >&2\"]).WaitForExit();", "stderr")]
    [InlineData("using (var stream = Console.OpenStandardOutput()) stream.Write(\"seen\\n\"u8);", "stdout")]
    [InlineData("using (var stream = Console.OpenStandardError()) stream.Write(\"seen\\n\"u8);", "stderr")]
    [InlineData("[System.Runtime.InteropServices.DllImport(\"libc\")] static extern nint write(int to, byte[] text, nint count);\nwrite(1, \"seen\\n\"u8.ToArray(), 5);", "stdout")]
    public void What_passes_by_the_console_reaches_the_cell_before_its_value(string code, string stream)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("The streams of a process are taken on Unix systems only.");
        var (path, ports) = ConnectionFile();
        Start(path);
        using var client = Connect(ports);
        Run(client, "1");
        var (_, published) = client.Run(code + "\n\"value\"");
        var outputs = published.Where(m => m.Type is "stream" or "execute_result").ToList();
        Assert.Equal(["stream", "execute_result"], outputs.Select(m => m.Type));
        Assert.Equal((stream, "seen\n"), ((string?)outputs[0].Content["name"], (string?)outputs[0].Content["text"]));
    }

    [Fact]
    public async Task What_cells_have_started_ends_with_the_kernel()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Only Linux tells what a process is.");
        var (path, ports) = ConnectionFile();
        var process = Start(path);
        using var client = Connect(ports);
        var published =
            client.Run("var child = System.Diagnostics.Process.Start(\"sh\", [\"-c\", \"sleep 600 & wait\"]);\nchild.Id").Published;
        var id = int.Parse((string)published.Single(m => m.Type == "execute_result").Content["data"]!["text/plain"]!,
            System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(SpinWait.SpinUntil(() => Children(id).Count == 1, s_limit));
        var grandchild = Children(id).Single();
        client.ControlReply(client.Control("shutdown_request", new JsonObject { ["restart"] = true }));
        await EndAsync(process);
        foreach (var ended in (int[])[id, grandchild])
        {
            Assert.True(SpinWait.SpinUntil(() => !File.Exists($"/proc/{ended}/stat")
                || File.ReadAllText($"/proc/{ended}/stat").Contains(") Z ", StringComparison.Ordinal), s_limit));
        }

        static List<int> Children(int parent)
            => [.. File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(int.Parse)];
    }

    [Fact]
    public async Task A_cell_that_ends_the_process_loses_no_text_and_says_so()
    {
        var (path, ports) = ConnectionFile();
        var process = Start(path);
        using var client = Connect(ports);
        Run(client, "1");
        var running = client.Execute("for (var i = 0; i < 2000; i++) Console.WriteLine($\"line {i}\");\nEnvironment.Exit(3);");
        var text = "";
        while (!text.Contains("(Environment.Exit)", StringComparison.Ordinal))
            text += (string?)client.Await(running, "stream")["text"];
        Assert.Contains("line 1999\n", text, StringComparison.Ordinal);
        Assert.Contains("exit code 3", text, StringComparison.Ordinal);
        await EndAsync(process);
        Assert.Equal(3, process.ExitCode);
    }

    /// <summary>
    /// As its source has it: poll the ports, ask kernel_info on shell and control until a reply and a broadcast are there, run, interrupt
    /// on control, kill.
    /// </summary>
    [Fact]
    public async Task A_session_as_VS_Code_leads_it()
    {
        var (path, ports) = ConnectionFile();
        var process = Start(path);
        Connect(ports).Dispose(); // the ports answer: it connects and leaves
        using (var client = Connect(ports))
        {
            var asked = new List<string>();
            for (var i = 0; i < 3; i++)
                asked.AddRange([client.Shell("kernel_info_request"), client.Control("kernel_info_request")]);
            Assert.Equal("csharp", (string?)client.ShellReply(asked[^2]).Content["language_info"]!["name"]);
            Assert.Equal("csharp", (string?)client.ControlReply(asked[^1]).Content["language_info"]!["name"]);
            foreach (var id in asked)
                Assert.Equal(["busy", "idle"], client.Published(id).Select(m => m["execution_state"]));

            // What the extension runs for itself is silent, and leaves no trace.
            Assert.Equal("ok",
                client.Run("1",
                    new JsonObject { ["silent"] = true, ["store_history"] = false, ["stop_on_error"] = false }).Reply["status"]);
            Assert.Equal("1", client.Run("var kept = 3;").Reply["execution_count"]);
            var running = client.Execute("Console.WriteLine(\"on\"); while (true) { }");
            client.Await(running, "stream");
            Assert.Equal("ok", client.ControlReply(client.Control("interrupt_request"))["status"]);
            Assert.Equal("Interrupted", client.ShellReply(running)["ename"]);
            Assert.True(KernelClient.IsStatus(client.Published(running)[^1], "idle"));
            Assert.Equal("3", (string?)client.Run("kept").Published.Single(m => m.Type == "execute_result").Content["data"]!["text/plain"]);
            process.Kill(entireProcessTree: true);
            await EndAsync(process);
        }

        // A restart is another process, here on the same ports.
        Start(path);
        using var next = Connect(ports);
        Assert.Contains("CS0103", next.Run("kept").Reply["evalue"], StringComparison.Ordinal);
    }

    [Fact]
    public void Completion_does_not_wait_for_a_thread_pool_that_a_cell_holds()
    {
        var (path, ports) = ConnectionFile();
        Start(path);
        using var client = Connect(ports);
        Assert.Equal("ok",
            client.Run("var hold = new ManualResetEventSlim(); var answer = 42; for (var i = 0; i < 500; i++) Task.Run(hold.Wait);").Reply["status"]);
        foreach (var (code, expected) in new[] { ("ans", "answer"), ("hold.Is", "IsSet"), ("answer.ToS", "ToString") })
        {
            var watch = Stopwatch.StartNew();
            var reply = client.ShellReply(
                client.Shell("complete_request", new JsonObject { ["code"] = code, ["cursor_pos"] = code.Length }));
            Assert.Contains(expected, reply.Content["matches"]!.AsArray().Select(match => (string)match!));
            // It used to be 50 s; a loaded machine needs some.
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(40), $"{code}: {watch.Elapsed}");
        }
        Assert.Equal(true,
            (bool?)client.ShellReply(client.Shell("inspect_request",
                new JsonObject { ["code"] = "answer", ["cursor_pos"] = 3, ["detail_level"] = 0 })).Content["found"]);
    }

    [Fact]
    public void What_completion_needs_is_loaded_after_the_front_end_has_what_it_waits_for()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Only Linux tells what a process has loaded.");
        var (path, ports) = ConnectionFile();
        var process = Start(path);
        using var client = Connect(ports);
        var watch = Stopwatch.StartNew();
        Assert.Equal("ok", client.ControlReply(client.Control("kernel_info_request"))["status"]);
        // Four seconds after the reply it takes its user for reading: where this process was held up that long, what is loaded tells
        // nothing.
        Assert.False(HasLoadedWorkspaces(process)
            && watch.Elapsed < TimeSpan.FromSeconds(4), "the Workspaces were loaded before the first reply");
        client.Run("1");
        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        while (!HasLoadedWorkspaces(process))
        {
            Assert.True(DateTime.UtcNow < deadline, "completion was not warmed after the first cell");
            Thread.Sleep(50);
        }
    }

    [Fact]
    public void A_thousand_cells_grow_it_by_less_than_100_MB_and_the_last_one_sees_the_first()
    {
        var (path, ports) = ConnectionFile();
        var process = Start(path);
        using var client = Connect(ports);
        Run(client, "var x = 1; int[] numbers = [1, 2, 3];");
        Run(client, "byte[] filled = [];");
        var declared = 0;
        Declare(100);
        var memory = Held(client, process);
        Declare(1000);
        Assert.InRange(Held(client, process) - memory, double.MinValue, 100);
        Run(client, "if (numbers.Sum(n => n * x) != 6 || v1 + v1000 != 1001) throw new InvalidDataException();");

        void Declare(int count)
        {
            // Every third cell replaces what an earlier one held: a megabyte each.
            for (var end = declared + count; declared < end; declared++)
            {
                Run(client, declared % 3 == 0 ? "var filled = new byte[1_000_000]; Array.Fill(filled, (byte)1);"
                    : $"var v{declared} = {declared};");
            }
        }
    }

    [Fact]
    public void Twenty_runs_of_a_cell_that_makes_100_MB_do_not_keep_2_GB()
    {
        var (path, ports) = ConnectionFile();
        var process = Start(path);
        using var client = Connect(ports);
        Run(client, "1");
        var memory = Held(client, process);
        for (var i = 0; i < 20; i++)
            Run(client, "var big = new byte[100_000_000]; Array.Fill(big, (byte)1); double Mean() => big.Average(b => b);");
        Assert.InRange(Held(client, process) - memory, double.MinValue, 300);
    }

    [Fact]
    public void What_a_cell_has_used_and_freed_is_given_back_while_nobody_asks_for_anything()
    {
        var (path, ports) = ConnectionFile();
        var process = Start(path);
        using var client = Connect(ports);
        Run(client, "1");
        var before = Megabytes();
        Run(client, "var lists = Enumerable.Range(0, 200).Select(i => { var part = new double[500_000]; Array.Fill(part, i); return part; }).ToList();");
        Assert.True(Megabytes() - before > 600);
        Run(client, "lists = null;");
        Assert.True(SpinWait.SpinUntil(() => Megabytes() - before < 150, s_limit), $"{Megabytes() - before:0} MB more than before");

        double Megabytes()
        {
            Thread.Sleep(50);
            process.Refresh();
            return process.WorkingSet64 / 1048576.0;
        }
    }

    public void Dispose()
    {
        foreach (var process in _started)
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
        _ports.Dispose();
        _folder.Dispose();
    }

    private Process Start(string connectionFile, params (string Name, string Value)[] environment)
    {
        var start = Terminal.HearingCtrlC("dotnet", [KernelHost.Path, "kernel", "start", connectionFile]);
        (start.RedirectStandardError, start.RedirectStandardOutput, start.WorkingDirectory) = (true, true, _folder.Root);
        start.Environment.Remove("JPY_PARENT_PID");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        _started.Add(process);
        return process;
    }

    private (string Path, int[] Ports) ConnectionFile(int? heartbeat = null)
    {
        int[] ports = [.. _ports.Numbers];
        if (heartbeat is { } taken)
            ports[4] = taken;
        var json = new JsonObject
        {
            ["ip"] = "127.0.0.1",
            ["transport"] = "tcp",
            ["key"] = KernelHarness.Key,
            ["signature_scheme"] = "hmac-sha256"
        };
        string[] names = ["shell_port", "control_port", "stdin_port", "iopub_port", "hb_port"];
        for (var i = 0; i < names.Length; i++)
            json[names[i]] = ports[i];
        return (_folder.Write("kernel.json", json.ToJsonString()), ports);
    }

    private static KernelClient Connect(int[] ports)
    {
        var deadline = DateTime.UtcNow + s_limit;
        while (true)
        {
            try
            {
                // The last port that it binds.
                using var probe = new TcpClient("127.0.0.1", ports[4]);
                break;
            }
            catch (SocketException) when (DateTime.UtcNow < deadline)
            {
                Thread.Sleep(20);
            }
        }
        return new KernelClient($"tcp://127.0.0.1:{ports[0]}", $"tcp://127.0.0.1:{ports[1]}", $"tcp://127.0.0.1:{ports[2]}", $"tcp://127.0.0.1:{ports[3]}", KernelHarness.Key, "front end");
    }

    private static bool HasLoadedWorkspaces(Process process)
        => File.ReadAllText($"/proc/{process.Id}/maps").Contains("Microsoft.CodeAnalysis.Workspaces.dll", StringComparison.Ordinal);

    private static void Run(KernelClient client, string code)
    {
        var (reply, _) = client.Run(code);
        Assert.True((string?)reply["status"] == "ok", reply.ToString());
    }

    // What the collector may take is not held: when it comes round to that depends on the machine's memory.
    private static double Held(KernelClient client, Process process)
    {
        Run(client, "GC.Collect(2, GCCollectionMode.Aggressive); GC.WaitForPendingFinalizers(); GC.Collect(2, GCCollectionMode.Aggressive);");
        process.Refresh();
        return process.WorkingSet64 / 1048576.0;
    }

    private static Task EndAsync(Process process) => process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(s_limit);

    private static void Signal(int process, int signal) => Assert.Equal(0, Kill(process, signal));

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
