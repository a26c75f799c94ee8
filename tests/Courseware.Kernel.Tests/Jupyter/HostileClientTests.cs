using System.Net.Sockets;
using System.Text.Json.Nodes;
using Xunit;

namespace Courseware.Kernel.Tests.Jupyter;

/// <summary>Front ends and strangers that misbehave on any of the five ports: after each the kernel answers on all of them.</summary>
public sealed class HostileClientTests : IDisposable
{
    private readonly KernelHarness _kernel = new();

    private KernelClient Client => _kernel.Client;

    private string[] Endpoints
        => [_kernel.Sockets.Shell.Endpoint, _kernel.Sockets.Control.Endpoint, _kernel.Sockets.Stdin.Endpoint,
            _kernel.Sockets.Iopub.Endpoint, _kernel.Sockets.Heartbeat.Endpoint];

    public static TheoryData<string, byte[]> Beginnings
    {
        get
        {
            var noise = new byte[300];
            new Random(1).NextBytes(noise);
            byte[] hello = [.. RawClient.Greeting, .. RawClient.Ready("DEALER", 7)];
            return new()
            {
                { "another protocol", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray() },
                { "noise", noise },
                { "noise after a greeting", [.. RawClient.Greeting, .. noise] },
                { "noise after a handshake", [.. hello, .. noise] },
                { "half a greeting", RawClient.Greeting[..30] },
                { "a frame of 2⁶² bytes", [.. hello, 2, 0x40, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3] },
                { "a gigabyte announced and not sent", [.. hello, 2, 0, 0, 0, 0, 0x3F, 0xFF, 0xFF, 0xFF, 1, 2, 3] },
                { "half a message", [.. hello, 1, 9, .. "<IDS|MSG>"u8, 1, 64, 1, 2, 3] },
                { "frames that never end", [.. hello, .. Enumerable.Repeat<byte[]>([1, 1, 65], 5_000).SelectMany(frame => frame)] },
                { "empty messages", [.. hello, .. Enumerable.Repeat<byte[]>([0, 0], 200).SelectMany(frame => frame)] },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Beginnings))]
    public void Bytes_without_sense_on_every_port_leave_a_kernel_that_answers(string what, byte[] bytes)
    {
        var strangers = Endpoints.Select(endpoint => new RawClient(endpoint)).ToList();
        foreach (var stranger in strangers)
        {
            try
            {
                stranger.Send(bytes);
            }
            catch (SocketException)
            {
                // Cut off before it had said all.
            }
        }
        Answers(what);
        strangers.ForEach(stranger => stranger.Abort());
        Answers(what);
    }

    [Fact]
    public void Many_connections_that_say_nothing_leave_a_kernel_that_answers()
    {
        var strangers = Enumerable.Range(0, 20).SelectMany(_ => Endpoints.Select(endpoint => new RawClient(endpoint))).ToList();
        Answers("silent");
        strangers.ForEach(stranger => stranger.Dispose());
        Answers("gone");
    }

    [Fact]
    public void A_flood_of_subscriptions_leaves_a_kernel_that_answers()
    {
        using var stranger = new RawClient(_kernel.Sockets.Iopub.Endpoint);
        stranger.Greet("SUB");
        var topics = Enumerable.Range(0, 30_000).SelectMany(i => (byte[])[0, 4, 1, (byte)(i >> 16), (byte)(i >> 8), (byte)i]).ToArray();
        try
        {
            stranger.Send(topics);
        }
        catch (SocketException)
        {
            // More topics than one peer may have.
        }
        Answers("topics");
    }

    [Fact]
    public void A_subscriber_that_reads_nothing_does_not_hold_the_others()
    {
        using var stranger = new RawClient(_kernel.Sockets.Iopub.Endpoint);
        stranger.Greet("SUB").Send(0, 1, 1);
        var (reply, published) = Client.Run("for (var i = 0; i < 200; i++) Console.WriteLine(new string('x', 100_000));");
        Assert.Equal("ok", reply["status"]);
        Assert.Equal(200 * 100_001, published.Where(m => m.Type == "stream").Sum(m => m["text"]!.Length));
    }

    [Fact]
    public void What_a_stranger_signs_is_heard_on_no_channel()
    {
        using (var stranger = _kernel.Connect("another key", "front end's neighbour"))
        {
            for (var i = 0; i < 50; i++)
            {
                stranger.Control("shutdown_request");
                stranger.Shell("shutdown_request");
                stranger.Shell("execute_request", new JsonObject { ["code"] = "var hacked = true;" });
            }
            var id = Client.Execute("Console.ReadLine()");
            Client.Question();
            stranger.Input("forged");
            Answers("forged", shell: false);
            Client.Input("true");
            Assert.Equal("true", (string?)Client.Await(id, "execute_result").Content["data"]!["text/plain"]);
        }
        Answers("stranger");
        Assert.Contains("CS0103", Client.Run("hacked").Reply["evalue"], StringComparison.Ordinal);
        Assert.False(_kernel.Ended(TimeSpan.Zero));
    }

    /// <summary>Each property of each request, with each kind of value that it is not.</summary>
    [Theory]
    [InlineData("execute_request", "code", "silent", "store_history", "user_expressions", "allow_stdin", "stop_on_error")]
    [InlineData("complete_request", "code", "cursor_pos")]
    [InlineData("inspect_request", "code", "cursor_pos", "detail_level")]
    [InlineData("is_complete_request", "code")]
    [InlineData("history_request", "hist_access_type", "n", "session", "start", "stop", "pattern", "unique", "output", "raw")]
    [InlineData("comm_info_request", "target_name")]
    [InlineData("kernel_info_request", "anything")]
    [InlineData("connect_request", "anything")]
    [InlineData("interrupt_request", "anything")]
    [InlineData("debug_request", "command")]
    public void A_property_of_the_wrong_kind_or_none_is_answered_all_the_same(string type, params string[] properties)
    {
        string?[] values = [null, "null", "true", "-1", "1e300", "123456789012345678901234567890", "\"\"", "\"text\"", "[]", "[[1,2],null]",
            "{}", "{\"a\":{\"b\":[]}}"];
        foreach (var property in properties)
        {
            foreach (var value in values)
            {
                var content = new JsonObject
                {
                    ["code"] = "1",
                    ["cursor_pos"] = 1,
                    ["hist_access_type"] = "tail",
                    ["n"] = 3,
                    ["allow_stdin"] = false
                };
                content.Remove(property);
                if (value is not null)
                    content[property] = JsonNode.Parse(value);
                var id = Client.Shell(type, content);
                var reply = Client.ShellReply(id);
                Assert.Equal(type.Replace("_request", "_reply", StringComparison.Ordinal), reply.Type);
                Assert.Contains(reply["status"], type == "is_complete_request"
                    ? (string[])["complete", "incomplete", "invalid", "unknown", "error"] : ["ok", "error"]);
                Client.Published(id);
            }
        }
        Assert.Equal("ok", Client.Run("1").Reply["status"]);
    }

    [Fact]
    public void Comm_messages_without_sense_close_nothing_but_themselves()
    {
        foreach (var content
            in new[] { "{}", "{\"comm_id\":5}", "{\"comm_id\":null,\"target_name\":[]}", "{\"comm_id\":\"a\",\"data\":3}" })
        {
            foreach (var type in new[] { "comm_open", "comm_msg", "comm_close" })
                Client.Published(Client.Shell(type, JsonNode.Parse(content)!.AsObject()));
        }
        Answers("comms");
    }

    public void Dispose() => _kernel.Dispose();

    private void Answers(string what, bool shell = true)
    {
        using (var heart = new TestRequester(_kernel.Sockets.Heartbeat.Endpoint))
            Assert.Equal("beat"u8.ToArray(), heart.Ask("beat"u8.ToArray()));
        Assert.Equal("ok", Client.ControlReply(Client.Control("kernel_info_request"))["status"]);
        if (!shell)
            return;
        var (reply, published) = Client.Run($"Console.Write(\"{what.Length}\");");
        Assert.True(reply["status"] == "ok", $"{what}: {reply}");
        Assert.Equal($"{what.Length}", published.Single(m => m.Type == "stream")["text"]);
        // A newcomer is served as well: also on stdin.
        using var second = _kernel.Connect(identity: "newcomer");
        var asking = second.Execute("Console.ReadLine()");
        second.Question();
        second.Input("here");
        Assert.Equal("ok", second.ShellReply(asking)["status"]);
        Assert.Equal("here", (string?)Client.Await(asking, "execute_result").Content["data"]!["text/plain"]);
        Client.Published(asking);
    }
}
