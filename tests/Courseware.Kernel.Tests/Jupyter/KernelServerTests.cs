using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Courseware.Kernel.Jupyter;
using Xunit;

namespace Courseware.Kernel.Tests.Jupyter;

/// <summary>A kernel and a front end in one process, over real sockets.</summary>
public sealed class KernelServerTests : IDisposable
{
    private readonly KernelHarness _kernel = new();

    private KernelClient Client => _kernel.Client;

    [Fact]
    public void A_new_subscriber_is_welcomed_first()
    {
        var welcome = Client.Broadcast();
        Assert.Equal("iopub_welcome", welcome.Type);
        Assert.Equal("", welcome["subscription"]);
        Assert.Empty(welcome.Parent);
    }

    /// <summary>As a front end that restarts its kernel: it tries the port until somebody listens.</summary>
    [Fact]
    public async Task A_subscriber_that_waited_for_the_port_is_welcomed_too()
    {
        for (var start = 0; start < 10; start++)
        {
            using var held = new HeldPorts(5);
            var ports = held.Numbers;
            var subscribing = Task.Run(() => Subscribe($"tcp://127.0.0.1:{ports[3]}"));
            using var kernel =
                KernelServer.Bind(new ConnectionFile("tcp", "127.0.0.1", ports[0], ports[1], ports[2], ports[3], ports[4], "hmac-sha256",
                    "key"), _kernel.Folder.Root, ownsProcess: false, new KernelLog(TextWriter.Null));
            using var subscriber = await subscribing;
            kernel.Sockets.Iopub.Send(["later"u8.ToArray()]);
            Assert.Contains("iopub_welcome", string.Concat(subscriber.ReceiveText()), StringComparison.Ordinal);
        }

        static TestSubscriber Subscribe(string endpoint)
        {
            for (var watch = Stopwatch.StartNew(); ; Thread.Yield())
            {
                try
                {
                    return new TestSubscriber(endpoint);
                }
                catch (SocketException) when (watch.Elapsed < TimeSpan.FromSeconds(60))
                {
                    // Nobody listens yet.
                }
            }
        }
    }

    [Fact]
    public void Every_request_stands_between_busy_and_idle_with_its_own_header_as_parent()
    {
        string[] types = ["kernel_info_request", "execute_request", "complete_request", "inspect_request", "is_complete_request",
            "history_request", "comm_info_request", "connect_request", "comm_open", "no_such_request"];
        foreach (var type in types)
        {
            var published =
                Client.Published(
                    Client.Shell(type,
                        new JsonObject { ["code"] = "1", ["hist_access_type"] = "tail", ["comm_id"] = "c", ["target_name"] = "t" }));
            Assert.True(KernelClient.IsStatus(published[0], "busy"), type);
            Assert.True(KernelClient.IsStatus(published[^1], "idle"), type);
            Assert.Equal(2, published.Count(message => message.Type == "status"));
        }
    }

    [Fact]
    public void A_cell_publishes_its_input_its_output_and_its_value_in_this_order()
    {
        var (reply, published) = Client.Run("Console.WriteLine(\"a\"); 1 + 1");
        Assert.Equal(["status", "execute_input", "stream", "execute_result", "status"], published.Select(m => m.Type));
        Assert.Equal("2", (string?)published[3].Content["data"]!["text/plain"]);
        Assert.Equal(("ok", "1"), (reply["status"], reply["execution_count"]));
    }

    [Fact]
    public void Requests_at_once_are_answered_in_their_order_and_none_is_lost()
    {
        Client.Run("var n = 0;");
        var ids = Enumerable.Range(0, 100).Select(_ => Client.Execute("Console.Write(n++)")).ToList();
        var replies = ids.Select(_ => Client.ShellMessage()).ToList();
        Assert.Equal(ids, replies.Select(r => r.ParentId));
        Assert.Equal(Enumerable.Range(2, 100), replies.Select(r => (int)r.Content["execution_count"]!));
        for (var i = 0; i < ids.Count; i++)
            Assert.Equal([$"{i}"], Client.Published(ids[i]).Where(m => m.Type == "stream").Select(m => m["text"]));
    }

    [Fact]
    public void A_failed_cell_aborts_those_that_wait_and_only_those()
    {
        var ids = new[] { "Console.ReadLine(); throw new Exception(\"stop\");", "1", "2" }.Select(code => Client.Execute(code)).ToList();
        var info = Client.Shell("kernel_info_request");
        _kernel.AwaitTaken();
        Client.Question();
        Client.Input("now");
        var replies = new[] { Client.ShellMessage(), Client.ShellMessage(), Client.ShellMessage(), Client.ShellMessage() };
        Assert.Equal(["error", "aborted", "aborted", "ok"], replies.Select(r => r["status"]));
        Assert.Equal(info, replies[3].ParentId);
        Assert.Equal(["status", "status"], Client.Published(ids[2]).Select(m => m.Type));
        Assert.Equal("2", Client.Run("3").Reply["execution_count"]);
    }

    [Fact]
    public void A_cell_may_fail_without_stopping_the_others()
    {
        var first = Client.Execute("Console.ReadLine(); throw new Exception(\"go on\");", new JsonObject { ["stop_on_error"] = false });
        var second = Client.Execute("2");
        _kernel.AwaitTaken();
        Client.Question();
        Client.Input("now");
        Assert.Equal("error", Client.ShellReply(first)["status"]);
        Assert.Equal("ok", Client.ShellReply(second)["status"]);
    }

    [Fact]
    public void A_silent_cell_publishes_nothing_and_counts_nothing()
    {
        var (reply, published) =
            Client.Run("Console.Write(\"x\"); display(1); var hidden = 7; hidden", new JsonObject { ["silent"] = true });
        Assert.Equal(("ok", "0"), (reply["status"], reply["execution_count"]));
        Assert.Equal(["status", "status"], published.Select(m => m.Type));
        Assert.Equal("1", Client.Run("hidden").Reply["execution_count"]);
        Assert.Equal("error", Client.Run("throw new Exception();", new JsonObject { ["silent"] = true }).Reply["status"]);
    }

    [Fact]
    public void A_cell_that_is_not_stored_shows_its_output_and_leaves_count_and_history()
    {
        Client.Run("1");
        var (reply, published) = Client.Run("5", new JsonObject { ["store_history"] = false });
        Assert.Equal("1", reply["execution_count"]);
        Assert.Contains(published, m => m.Type == "execute_result");
        var history =
            Client.ShellReply(Client.Shell("history_request",
                new JsonObject { ["hist_access_type"] = "tail", ["n"] = 10, ["output"] = false, ["raw"] = true }));
        Assert.Equal("""[[1,1,"1"]]""", history.Content["history"]!.ToJsonString());
    }

    [Fact]
    public void User_expressions_are_answered_one_by_one()
    {
        var (reply, _) =
            Client.Run("var a = 20;", new JsonObject { ["user_expressions"] = new JsonObject { ["twice"] = "2 * a", ["wrong"] = "b" } });
        Assert.Equal("40", (string?)reply.Content["user_expressions"]!["twice"]!["data"]!["text/plain"]);
        Assert.Equal("error", (string?)reply.Content["user_expressions"]!["wrong"]!["status"]);
        Assert.Equal("ok", reply["status"]);
    }

    [Fact]
    public void An_error_tells_name_value_and_the_line()
    {
        var (reply, published) = Client.Run("\nint.Parse(\"x\")");
        var error = Assert.Single(published, m => m.Type == "error");
        foreach (var message in new[] { reply, error })
        {
            Assert.Equal("FormatException", message["ename"]);
            Assert.Equal("The input string 'x' was not in a correct format.", message["evalue"]);
            Assert.Contains("cell 1, line 2", message["traceback"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Output_of_a_task_belongs_to_the_cell_that_started_it_after_its_end_too()
    {
        var first = Client.Execute(
            "var go = new TaskCompletionSource(); _ = Task.Run(async () => { await go.Task; await Task.Delay(100); Console.WriteLine(\"late\"); });");
        Client.Published(first);
        Client.Run("go.SetResult();");
        Client.Run("Thread.Sleep(300)");
        Assert.Equal("late\n", Client.Await(first, "stream")["text"]);
    }

    [Fact]
    public void Json_types_travel_as_json_and_a_broken_one_as_text()
    {
        var (_, published) =
            Client.Run("""new Dictionary<string, string> { ["application/json"] = "{\"a\":[1]}", ["application/vnd.courseware.claim+json"] = "{\"id\":1}", ["application/geo+json"] = "{", ["image/png"] = "iVBO" }""");
        var expected =
            JsonNode.Parse(
                """{"application/json":{"a":[1]},"application/vnd.courseware.claim+json":{"id":1},"application/geo+json":"{","image/png":"iVBO"}""");
        Assert.True(JsonNode.DeepEquals(expected, published[2].Content["data"]), published[2].ToString());
    }

    [Fact]
    public void An_update_names_the_display_that_it_updates()
    {
        var (_, published) = Client.Run("var shown = display(\"before\"); shown.Update(\"after\");");
        Assert.Equal(["display_data", "update_display_data"], published.Where(m => m.Type.Contains("display", StringComparison.Ordinal))
            .Select(m => m.Type));
        var id = (string)published[2].Content["transient"]!["display_id"]!;
        Assert.NotEmpty(id);
        Assert.Equal(id, (string?)published[3].Content["transient"]!["display_id"]);
        using var other = new KernelHarness();
        Assert.NotEqual(id, (string?)other.Client.Run("display(\"before\");").Published[2].Content["transient"]!["display_id"]);
    }

    [Fact]
    public void A_flood_of_output_arrives_whole_and_in_order()
    {
        var (_, published) = Client.Run("for (var i = 0; i < 200_000; i++) Console.WriteLine(i);");
        var text = string.Concat(published.Where(m => m.Type == "stream").Select(m => m["text"]));
        Assert.Equal(string.Concat(Enumerable.Range(0, 200_000).Select(i => $"{i}\n")), text);
        Assert.True(published.Count < 5_000, $"{published.Count} messages");
    }

    [Fact]
    public void A_pair_of_surrogates_written_one_by_one_arrives_as_one_character()
    {
        var (_, published) =
            Client.Run("Console.Write('\\ud83d'); Console.Out.Flush(); Console.Write('\\ude00'); Console.Write('\\ud83d'); Console.Write(\"x\");");
        Assert.Equal("😀\ufffdx", string.Concat(published.Where(m => m.Type == "stream").Select(m => m["text"])));
    }

    [Fact]
    public void An_interrupt_on_control_stops_a_waiting_cell_and_aborts_the_queue()
    {
        var running = Client.Execute("var kept = 3; Console.WriteLine(\"on\"); await Task.Delay(-1);");
        var queued = Client.Execute("1");
        _kernel.AwaitTaken();
        Client.Await(running, "stream");
        Assert.Equal("ok", Client.ControlReply(Client.Control("interrupt_request"))["status"]);
        var reply = Client.ShellReply(running);
        Assert.Equal(("error", "Interrupted"), (reply["status"], reply["ename"]));
        Assert.Equal("aborted", Client.ShellReply(queued)["status"]);
        Assert.Equal("ok", Client.Run("kept").Reply["status"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_interrupt_stops_an_endless_loop(bool onControl)
    {
        var running = Client.Execute("var kept = 3; Console.WriteLine(\"on\"); while (true) { }");
        Client.Await(running, "stream");
        var id = onControl ? Client.Control("interrupt_request") : Client.Shell("interrupt_request");
        Assert.Equal("ok", (onControl ? Client.ControlReply(id) : Client.ShellReply(id))["status"]);
        Assert.Equal("Interrupted", Client.ShellReply(running)["ename"]);
        Assert.Contains(Client.Run("kept").Published, m => m.Type == "execute_result");
    }

    [Fact]
    public void An_interrupt_of_an_idle_kernel_does_nothing()
    {
        Client.ControlReply(Client.Control("interrupt_request"));
        Assert.Equal("ok", Client.Run("1").Reply["status"]);
    }

    [Fact]
    public void Kernel_info_on_control_is_answered_while_a_cell_runs()
    {
        var running = Client.Execute("Console.WriteLine(\"on\"); await Task.Delay(-1);");
        Client.Await(running, "stream");
        Assert.Equal("ok", Client.ControlReply(Client.Control("kernel_info_request"))["status"]);
        Client.Control("interrupt_request");
        Assert.Equal("error", Client.ShellReply(running)["status"]);
    }

    [Fact]
    public void A_cell_reads_lines_and_passwords_from_its_front_end()
    {
        var id = Client.Execute(
            "Console.Write(\"Name? \"); var name = Console.ReadLine(); var secret = password(\"Secret?\"); var end = input(\"More?\"); name + secret + (end is null)");
        var first = Client.Question();
        Assert.Equal(("input_request", "", "false"), (first.Type, first["prompt"], first["password"]));
        Assert.Equal(id, first.ParentId);
        Assert.Equal("Name? ", Client.Await(id, "stream")["text"]);
        Client.Input("Ada");
        var second = Client.Question();
        Assert.Equal(("Secret?", "true"), (second["prompt"], second["password"]));
        Client.Input("😀", second.Header);
        Client.Question();
        Client.Input("\u0004");
        Assert.Equal("Ada😀True", (string?)Client.Await(id, "execute_result").Content["data"]!["text/plain"]);
    }

    [Fact]
    public void A_cell_that_may_not_ask_fails_clearly()
    {
        var (reply, _) = Client.Run("Console.ReadLine()", new JsonObject { ["allow_stdin"] = false });
        Assert.Equal("InputNotAvailableException", reply["ename"]);
        Assert.Contains("allow_stdin is false", reply["evalue"], StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupt_ends_the_wait_for_input_and_a_late_answer_is_not_taken_for_the_next()
    {
        var waiting = Client.Execute("Console.ReadLine()");
        var first = Client.Question();
        Client.Control("interrupt_request");
        Assert.Equal("Interrupted", Client.ShellReply(waiting)["ename"]);
        var next = Client.Execute("Console.ReadLine()");
        Client.Question();
        Client.Input("too late", first.Header);
        Client.Input("in time");
        Client.ShellReply(next);
        Assert.Equal("in time", (string?)Client.Await(next, "execute_result").Content["data"]!["text/plain"]);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Shutdown_is_answered_and_ends_the_kernel_though_a_cell_runs(bool onControl, bool restart)
    {
        var running = Client.Execute("Console.WriteLine(\"on\"); await Task.Delay(-1);");
        Client.Await(running, "stream");
        var request = new JsonObject { ["restart"] = restart };
        var id = onControl ? Client.Control("shutdown_request", request) : Client.Shell("shutdown_request", request);
        var reply = onControl ? Client.ControlReply(id) : Client.ShellReply(id);
        Assert.Equal(("shutdown_reply", "ok", restart), (reply.Type, reply["status"], (bool)reply.Content["restart"]!));
        Assert.Equal(["status", "shutdown_reply", "status"], Client.Published(id).Select(m => m.Type));
        Assert.True(_kernel.Ended(TimeSpan.FromSeconds(60)));
        Client.Control("interrupt_request");
    }

    [Fact]
    public void An_unknown_request_is_refused_and_told_once()
    {
        var reply = Client.ControlReply(Client.Control("debug_request", new JsonObject { ["command"] = "initialize" }));
        Assert.Equal(("debug_reply", "error"), (reply.Type, reply["status"]));
        Assert.Equal("courseware kernel: debug_request is not known to this kernel\n", _kernel.Log);
    }

    [Fact]
    public void A_comm_of_an_unknown_target_is_closed()
    {
        var published =
            Client.Published(
                Client.Shell("comm_open",
                    new JsonObject { ["comm_id"] = "c1", ["target_name"] = "jupyter.widget", ["data"] = new JsonObject() }));
        Assert.Equal("""{"comm_id":"c1","data":{}}""", published.Single(m => m.Type == "comm_close").Content.ToJsonString());
    }

    [Theory]
    [InlineData("{\"code\": 5}")]
    [InlineData("{\"code\": \"1\", \"silent\": \"no\"}")]
    [InlineData("{\"code\": \"1\", \"user_expressions\": []}")]
    public void A_request_of_nonsense_is_answered_with_an_error(string content)
    {
        var reply = Client.ShellReply(Client.Shell("execute_request", JsonNode.Parse(content)!.AsObject()));
        Assert.Equal(("execute_reply", "error"), (reply.Type, reply["status"]));
        Assert.Equal("ok", Client.Run("1").Reply["status"]);
    }

    [Fact]
    public void What_is_not_signed_with_the_key_is_dropped_with_one_line()
    {
        using (var stranger = _kernel.Connect("another key", "stranger"))
            stranger.Execute("Environment.Exit(1)");
        var replayed = Client.Signed("kernel_info_request", null, out var id);
        Client.SendRaw(replayed);
        Client.ShellReply(id);
        Client.SendRaw(replayed);
        var spoilt = Client.Signed("execute_request", new JsonObject { ["code"] = "1" }, out _);
        spoilt[^1][2] ^= 1;
        Client.SendRaw(spoilt);
        Client.SendRaw([1, 2, 3], []);
        Client.SendRaw("<IDS|MSG>"u8.ToArray(), "x"u8.ToArray());
        Client.SendRaw(new byte[100_000]);
        Assert.Equal("ok", Client.Run("1").Reply["status"]);
        // The stranger's message comes by a connection of its own: its turn is not certain.
        string[] expected = ["its signature is wrong", "its signature is wrong", "its signature was seen before: a replay",
            "it has no delimiter <IDS|MSG>", "it has no delimiter <IDS|MSG>",
                "1 frames follow its delimiter, not signature, header, parent, metadata and content"];
        Assert.Equal(
            expected.Select(why => "courseware kernel: dropped a message on shell: " + why).Order(StringComparer.Ordinal),
            _kernel.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_a_key_anything_signed_or_not_is_heard()
    {
        using var kernel = new KernelHarness("");
        Assert.Equal("ok", kernel.Client.Run("1").Reply["status"]);
        using var signing = kernel.Connect("", "other");
        Assert.Equal("ok", signing.Run("2").Reply["status"]);
    }

    [Fact]
    public void Messages_without_sense_are_dropped_and_the_kernel_still_answers()
    {
        using var kernel = new KernelHarness("");
        byte[][] Message(string header, string content)
            => ["<IDS|MSG>"u8.ToArray(), [], Encoding.UTF8.GetBytes(header), "{}"u8.ToArray(), "{}"u8.ToArray(),
                Encoding.UTF8.GetBytes(content)];
        string[] headers = ["", "{", "[]", "null", "{}", "{\"msg_id\":\"1\"}", "{\"msg_id\":1,\"msg_type\":\"x\"}",
            "{\"msg_id\":\"\\ud800\",\"msg_type\":\"x\"}", new string('[', 100_000), "\u0000"];
        foreach (var header in headers)
            kernel.Client.SendRaw(Message(header, "{}"));
        kernel.Client.SendRaw(Message("{\"msg_id\":\"1\",\"msg_type\":\"execute_request\"}", "{\"code\":"));
        kernel.Client.SendRaw(Message("{\"msg_id\":\"1\",\"msg_type\":\"execute_request\"}", "[]"));
        kernel.Client.SendRaw(Message("{\"msg_id\":\"half\",\"msg_type\":\"execute_request\"}", "{\"code\":\"\\ud83d\"}"));
        Assert.Contains("half of a surrogate pair", kernel.Client.ShellReply("half")["evalue"], StringComparison.Ordinal);
        Assert.Equal("ok", kernel.Client.Run("1").Reply["status"]);
        Assert.Equal(headers.Length + 3, kernel.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void The_handshake_of_VS_Code_is_answered_on_both_channels()
    {
        var (shell, control) = (Client.Shell("kernel_info_request"), Client.Control("kernel_info_request"));
        Assert.Equal("csharp", (string?)Client.ShellReply(shell).Content["language_info"]!["name"]);
        Assert.Equal("csharp", (string?)Client.ControlReply(control).Content["language_info"]!["name"]);
        Assert.Equal(2, Client.Published(shell).Count);
        Assert.Equal(2, Client.Published(control).Count);
    }

    [Fact]
    public void Two_front_ends_get_their_own_answers_and_each_others_broadcasts()
    {
        using var second = _kernel.Connect(identity: "second");
        var (mine, theirs) = (Client.Execute("var a = 1; a"), second.Execute("2"));
        Assert.Equal("ok", Client.ShellReply(mine)["status"]);
        Assert.Equal("ok", second.ShellReply(theirs)["status"]);
        Assert.Contains(Client.Published(theirs), m => m.Type == "execute_result");
        Assert.Contains(second.Published(mine), m => m.Type == "execute_result");
    }

    [Fact]
    public void The_pager_gets_what_a_cell_pages()
    {
        var (reply, published) = Client.Run("page(\"read me\");");
        Assert.Equal("""[{"source":"page","data":{"text/plain":"read me"},"start":0}]""", reply.Content["payload"]!.ToJsonString());
        Assert.Equal(["status", "execute_input", "status"], published.Select(m => m.Type));
    }

    [Fact]
    public void Completion_counts_code_points()
    {
        Client.Run("var word = \"a\";");
        var reply = Client.ShellReply(
            Client.Shell("complete_request", new JsonObject { ["code"] = "/* 😀 */ word.Trim", ["cursor_pos"] = 17 }));
        Assert.Equal(("13", "17"), (reply["cursor_start"], reply["cursor_end"]));
        Assert.Contains("TrimEnd", reply.Content["matches"]!.AsArray().Select(match => (string?)match));
    }

    [Fact]
    public void Inspection_and_completeness_are_answered()
    {
        var reply = Client.ShellReply(
            Client.Shell("inspect_request", new JsonObject { ["code"] = "Console", ["cursor_pos"] = 7, ["detail_level"] = 0 }));
        Assert.True((bool)reply.Content["found"]!);
        Assert.Contains("text/plain", reply.Content["data"]!.AsObject().Select(form => form.Key));
        Assert.Equal("complete", Client.ShellReply(Client.Shell("is_complete_request", new JsonObject { ["code"] = "1" }))["status"]);
        var open = Client.ShellReply(Client.Shell("is_complete_request", new JsonObject { ["code"] = "for (;;)\n{" }));
        Assert.Equal(("incomplete", "    "), (open["status"], open["indent"]));
    }

    [Fact]
    public void A_library_that_is_not_built_is_built_by_the_cell_that_names_it_which_says_so()
    {
        _kernel.Folder.Write("Course.sln", "");
        _kernel.Folder.Write("lib/Tiny/Tiny.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutDir>../../artifacts/lib/</OutDir></PropertyGroup>
            </Project>
            """);
        _kernel.Folder.Write("lib/Tiny/Answer.cs", "public static class Answer { public static int Value => 42; }");
        var id = Client.Execute("#r \"artifacts/lib/Tiny.dll\"\nusing System.Text;");
        // Before it builds, not after.
        Assert.Equal("Tiny is not built yet: building it, which takes some seconds.\n", Client.Await(id, "stream")["text"]);
        KernelClient.Reply? reply = null;
        for (var patience = 0; reply is null; patience++)
        {
            try
            {
                reply = Client.ShellReply(id);
            }
            catch (Exception e) when (patience < 4 && e is SocketException or IOException)
            {
                // A build on a busy machine takes longer than the client waits.
            }
        }
        Assert.True(reply["status"] == "ok", reply.ToString());
        Assert.Contains(Client.Run("Answer.Value").Published, m => m.Type == "execute_result"
            && (string?)m.Content["data"]!["text/plain"] == "42");
    }

    [Fact]
    public void Empty_code_is_executed_as_nothing() => Assert.Equal("ok", Client.Run("  \n").Reply["status"]);

    public void Dispose() => _kernel.Dispose();
}
