using System.Diagnostics;
using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Sessions;

/// <summary>Endless cells. Each is stopped, and then the session has its variables and runs the next cell.</summary>
public sealed class InterruptTests(ITestOutputHelper output) : IDisposable
{
    private const string Go = "Console.Write(\"go\");";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private readonly SessionHarness _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("while", "while (true) { }")]
    [InlineData("while without braces", "while (true) x++;")]
    [InlineData("for", "for (;;) ;")]
    [InlineData("do", "do x++; while (true);")]
    [InlineData("goto", "again: x++; goto again;")]
    [InlineData("goto case", "switch (x) { case 1: x = 2; goto case 2; case 2: goto case 1; }")]
    [InlineData("foreach over an iterator",
        "IEnumerable<int> Ones() { while (true) yield return 1; }\nforeach (var one in Ones()) x += one;")]
    [InlineData("LINQ over an iterator",
        "IEnumerable<int> Ones() { again: yield return 1; goto again; }\nx = Ones().Where(one => one > 1).First();")]
    [InlineData("LINQ with a lambda",
        "x = Enumerable.Repeat(1, int.MaxValue).SelectMany(_ => Enumerable.Repeat(1, int.MaxValue)).Count(one => one > 1);")]
    [InlineData("LINQ without a lambda", "x = Enumerable.InfiniteSequence(1, 0).Distinct().Last();")]
    [InlineData("query",
        "x = (from a in Enumerable.Repeat(1, int.MaxValue) from b in Enumerable.Repeat(1, int.MaxValue) where a > b select a).Count();")]
    [InlineData("lambda", "Action f = () => { while (true) { } };\nf();")]
    [InlineData("local function", "void Outer() { Inner(); void Inner() { for (;;) { } } }\nOuter();")]
    [InlineData("recursion without depth", "int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);\nx = Fib(100);")]
    [InlineData("method of a class", "class Spinner { public void Spin() { while (true) ; } }\nnew Spinner().Spin();")]
    [InlineData("method of a record",
        "record Spinner(int X) { public int Spin() { var x = X; while (true) x++; } }\nx = new Spinner(1).Spin();")]
    [InlineData("property", "class Spinner { public int P { get { while (true) ; } } }\nx = new Spinner().P;")]
    [InlineData("operator", "struct S { public static S operator +(S a, S b) { while (true) ; } }\nvar s = new S() + new S();")]
    [InlineData("constructor", "class Spinner { public Spinner() { while (true) ; } }\nnew Spinner();")]
    [InlineData("static constructor", "class Spinner { public static int X; static Spinner() { while (true) ; } }\nx = Spinner.X;")]
    [InlineData("Parallel.For", "Parallel.For(0, 4, _ => { while (true) ; });")]
    [InlineData("Parallel.For that sleeps", "Parallel.For(0, 4, _ => Thread.Sleep(-1));")]
    [InlineData("PLINQ", "x = Enumerable.Range(0, 1 << 20).AsParallel().Select(i => { while (true) ; return i; }).Sum();")]
    [InlineData("catch-all", "while (true) { try { while (true) ; } catch { } }")]
    [InlineData("catch of everything around a sleep", "while (true) { try { Thread.Sleep(-1); } catch (Exception) { } }")]
    [InlineData("finally", "try { x = 2; } finally { while (true) ; }")]
    [InlineData("finally after the stop", "try { while (true) ; } finally { while (true) ; }")]
    [InlineData("Thread.Sleep", "Thread.Sleep(-1);")]
    [InlineData("Task.Wait", "Task.Delay(-1).Wait();")]
    [InlineData("Result", "x = new TaskCompletionSource<int>().Task.Result;")]
    [InlineData("await Task.Delay", "await Task.Delay(-1);")]
    [InlineData("pending await", "x = await new TaskCompletionSource<int>().Task;")]
    [InlineData("pending await with ConfigureAwait", "await new TaskCompletionSource<int>().Task.ConfigureAwait(false);")]
    [InlineData("await loop", "while (true) await Task.Yield();")]
    [InlineData("sleep after await", "await Task.Delay(1);\nThread.Sleep(-1);")]
    [InlineData("await of a looping task", "await Task.Run(() => { while (true) ; });")]
    [InlineData("await of a sleeping task", "await Task.Run(() => Thread.Sleep(-1)).ConfigureAwait(false);")]
    [InlineData("await foreach",
        "async IAsyncEnumerable<int> Ones() { while (true) { await Task.Yield(); yield return 1; } }\nawait foreach (var one in Ones()) x += one;")]
    [InlineData("BlockingCollection", "x = new System.Collections.Concurrent.BlockingCollection<int>().Take();")]
    [InlineData("lock",
        "var gate = new object();\nvar held = new ManualResetEventSlim();\nvar holder = new Thread(() => { lock (gate) { held.Set(); Thread.Sleep(-1); } }); holder.Start(); held.Wait();\nlock (gate) { }")]
    [InlineData("Join", "var other = new Thread(() => { while (true) ; }); other.Start(); other.Join();")]
    [InlineData("semaphore", "new SemaphoreSlim(0).Wait();")]
    [InlineData("Monitor.Wait", "var gate = new object(); lock (gate) Monitor.Wait(gate);")]
    [InlineData("anonymous method", "Action f = delegate { while (true) ; };\nf();")]
    [InlineData("last expression", "x + Enumerable.Repeat(1, int.MaxValue).Sum(i => Enumerable.Repeat(1, int.MaxValue).Count(j => j > i))")]
    [InlineData("value that does not end to be shown",
        "class Endless { public int X { get { while (true) ; } } public override string ToString() { while (true) ; } }\nnew Endless()")]
    public async Task An_endless_cell_is_stopped_and_the_session_goes_on(string what, string code)
    {
        await _session.RunAsync("var x = 1; var kept = 40;");
        var (outcome, elapsed) = await StopAsync(code);
        output.WriteLine($"{what}: {elapsed.TotalMilliseconds:0.0} ms");
        Record(what, elapsed);
        Assert.Equal(CellStatus.Interrupted, outcome.Status);
        Assert.Equal("Interrupted", outcome.Error.Name);
        Assert.Equal("42", (await _session.RunAsync("for (var i = 0; i < 2; i++) kept++;\nkept")).Value);
    }

    [Theory]
    [InlineData("int F(int n) => F(n + 1) + 1;\nF(0)")]
    [InlineData("int F(int n) { return F(n + 1) + 1; }\nF(0)")]
    [InlineData("Func<int, int> f = null;\nf = n => f(n + 1) + 1;\nf(0)")]
    [InlineData("class Deep { public int P => P + 1; }\nnew Deep().P")]
    [InlineData("async Task<int> F(int n) => await F(n + 1) + 1;\nawait F(0)")]
    [InlineData("int F(int n) { try { return F(n + 1); } finally { kept = 41; } }\nawait Task.Run(() => F(0))")]
    public async Task Recursion_without_end_is_an_exception_and_the_session_goes_on(string code)
    {
        await _session.RunAsync("var kept = 41;");
        var outcome = await _session.RunAsync(code);
        Assert.Equal(CellStatus.Failed, outcome.Status);
        Assert.Equal("InsufficientExecutionStackException", outcome.Error.Name);
        Assert.Equal("42", (await _session.RunAsync("kept + 1")).Value);
    }

    [Fact]
    public async Task What_cannot_be_stopped_is_told_with_the_way_out_and_the_cell_ends_as_soon_as_it_can()
    {
        var (library, end) = (_session.Folder.At("Deaf.dll"), _session.Folder.At("end"));
        TestLibrary.Build(library,
            "public static class Deaf { public static void Until(string file) { while (!System.IO.File.Exists(file)) ; } }");
        using var stop = new CancellationTokenSource();
        var outcome = new SessionHarness.Outcome();
        var running = _session.RunStoppableAsync($"#r \"{library}\"\n{Go}\nDeaf.Until(@\"{end}\");", outcome, stop.Token);
        await outcome.FirstOutput.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        stop.Cancel();
        for (var watch = Stopwatch.StartNew(); !outcome.Text.Contains("does not stop", StringComparison.Ordinal);
            await Task.Delay(20, TestContext.Current.CancellationToken))
        {
            Assert.True(watch.Elapsed < s_patience, outcome.Text);
        }

        Assert.Contains("restart the kernel", outcome.Text, StringComparison.Ordinal);
        Assert.False(running.IsCompleted);
        File.WriteAllText(end, "");
        await running.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        Assert.Equal(CellStatus.Interrupted, outcome.Status);
    }

    [Theory]
    [InlineData("pair.Receive(new byte[1]);")]
    [InlineData("pair.GetStream().ReadByte();")]
    [InlineData("listener.AcceptSocket();")]
    [InlineData("while (true) { try { listener.AcceptTcpClient(); } catch (Exception) { } }")]
    [InlineData("udp.Receive(new byte[1]);")]
    [InlineData("pair.Poll(-1, SelectMode.SelectRead);")]
    [InlineData("Task.Run(() => pair.Receive(new byte[1])).Wait();")]
    [InlineData("while (true) pair.Send(new byte[100_000]);")]
    public async Task A_call_that_waits_for_a_socket_is_stopped(string code)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Only Linux tells in which call a thread waits.");
        await _session.RunAsync("""
            using System.Net;
            using System.Net.Sockets;
            var listener = new TcpListener(IPAddress.Loopback, 0); listener.Start();
            var client = new TcpClient(); client.Connect((IPEndPoint)listener.LocalEndpoint);
            var pair = listener.AcceptSocket();
            var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp); udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            """);
        var (outcome, _) = await StopAsync(code.Replace("pair.GetStream()", "new NetworkStream(pair)", StringComparison.Ordinal));
        Assert.Equal(CellStatus.Interrupted, outcome.Status);
        Assert.Equal("2", (await _session.RunAsync("1 + 1")).Value);
    }

    [Theory]
    [InlineData("far.ReadByte();")]
    [InlineData("new StreamReader(far).ReadLine();")]
    [InlineData("while (true) near.Write(new byte[10_000]);")]
    [InlineData("Task.Run(() => far.ReadByte()).Wait();")]
    [InlineData("while (true) { try { far.ReadExactly(new byte[1]); } catch (Exception) { } }")]
    [InlineData("child.StandardOutput.ReadToEnd();")]
    [InlineData("new FileStream(named, FileMode.Open, FileAccess.ReadWrite).ReadByte();")]
    public async Task A_call_that_waits_for_a_pipe_is_stopped(string code)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Only Linux tells in which call a thread waits.");
        await _session.RunAsync("""
            using System.Diagnostics;
            using System.IO.Pipes;
            var near = new AnonymousPipeServerStream(PipeDirection.Out);
            var far = new AnonymousPipeClientStream(PipeDirection.In, near.GetClientHandleAsString());
            var child = Process.Start(new ProcessStartInfo("sleep", "100") { RedirectStandardOutput = true });
            var named = Path.Combine(Path.GetTempPath(), $"courseware-{Guid.NewGuid():N}");
            Process.Start("mkfifo", named).WaitForExit();
            """);
        var (outcome, _) = await StopAsync(code);
        Assert.Equal(CellStatus.Interrupted, outcome.Status);
        Assert.Equal("2", (await _session.RunAsync("child.Kill(); File.Delete(named);\n1 + 1")).Value);
    }

    [Fact]
    public async Task Variables_of_the_stopped_cell_keep_their_values()
    {
        await StopAsync($"var before = 7;\nvar n = 0;\nfor (var i = 0; ; i++) {{ n = 9; if (i == 0) {Go} }}");
        Assert.Equal("16", (await _session.RunAsync("before + n")).Value);
    }

    [Fact]
    public async Task Finally_blocks_and_Dispose_run_to_their_end_even_where_they_loop()
    {
        await _session.RunAsync("""
            var log = "";
            void Say(string s) { foreach (var c in s) log += c; }
            class Thing(Action<string> say) : IDisposable { public void Dispose() { for (var i = 0; i < 3; i++) say("d"); } }
            """);
        await StopAsync($"using (new Thing(Say))\n{{\n    try {{ {Go} while (true) ; }}\n    finally {{ for (var i = 0; i < 3; i++) Say(\"f\"); }}\n}}");
        Assert.Equal("fffddd", (await _session.RunAsync("log")).Value?.Trim('"'));
    }

    [Fact]
    public async Task Nothing_that_follows_a_stopped_statement_runs()
    {
        await _session.RunAsync("var after = 0;");
        await StopAsync("try { Thread.Sleep(-1); } catch (Exception) { }\nafter = 1;");
        Assert.Equal("0", (await _session.RunAsync("after")).Value);
    }

    [Fact]
    public async Task What_the_stopped_cell_started_stops_too()
    {
        await _session.RunAsync("var beats = 0L;");
        await StopAsync($"for (var i = 0; i < 2; i++) _ = Task.Run(() => {{ while (true) Interlocked.Increment(ref beats); }});\nwhile (Interlocked.Read(ref beats) == 0) Thread.Sleep(1);\n{Go}\nThread.Sleep(-1);");
        Assert.Equal("True", (await _session.RunAsync("""
            var first = -1L;
            for (var i = 0; i < 100 && first != beats; i++)
            {
                first = beats;
                await Task.Delay(300);
            }
            first == beats
            """)).Value);
    }

    [Fact]
    public async Task An_interrupt_does_not_reach_the_cells_that_follow()
    {
        for (var i = 0; i < 5; i++)
        {
            await StopAsync(i % 2 == 0 ? "Thread.Sleep(-1);" : "await Task.Run(() => Thread.Sleep(-1));");
            var next = await _session.RunAsync(
                "Thread.Sleep(20);\nawait Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Thread.Sleep(10))));\nfor (var i = 0; i < 100; i++) ;\n\"fine\"");
            Assert.Equal("fine", next.Value?.Trim('"'));
        }
    }

    [Fact]
    public async Task Background_work_of_an_earlier_cell_survives_the_interrupt_of_a_later_one()
    {
        await _session.RunAsync(
            "var end = false; var beats = 0L;\nvar work = Task.Run(() => { while (!end) { beats++; Thread.Sleep(1); } return \"done\"; });");
        await StopAsync("while (true) ;");
        Assert.Equal("done", (await _session.RunAsync("end = true;\nawait work")).Value?.Trim('"'));
    }

    [Fact]
    public async Task A_cell_that_is_already_to_stop_does_not_begin()
    {
        await _session.RunAsync("var began = false;");
        var outcome = await _session.RunStoppableAsync("began = true;", null, new CancellationToken(canceled: true));
        Assert.Equal(CellStatus.Interrupted, outcome.Status);
        Assert.Equal("False", (await _session.RunAsync("began")).Value);
    }

    private static void Record(string what, TimeSpan elapsed)
    {
        if (Environment.GetEnvironmentVariable("COURSEWARE_INTERRUPTS") is { } file)
            File.AppendAllText(file, FormattableString.Invariant($"{elapsed.TotalMilliseconds,8:0.0} ms  {what}\n"));
    }

    // Where it matters how far the cell has come, it says Go by itself.
    private async Task<(SessionHarness.Outcome Outcome, TimeSpan Elapsed)> StopAsync(string code)
    {
        using var stop = new CancellationTokenSource();
        var outcome = new SessionHarness.Outcome();
        var running = _session.RunStoppableAsync(code.Contains(Go, StringComparison.Ordinal) ? code : $"{Go}\n{code}", outcome, stop.Token);
        await outcome.FirstOutput.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        await Task.Delay(30, TestContext.Current.CancellationToken);
        Assert.False(running.IsCompleted, string.Join('\n', outcome.Outputs));
        var watch = Stopwatch.StartNew();
        stop.Cancel();
        await running.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        return (outcome, watch.Elapsed);
    }
}
